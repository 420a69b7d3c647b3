import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type Protocol, protocolSchema } from '../../../protocol/schema.ts';

export const EXAMPLE_SOURCE = readFileSync(
  new URL('../../../examples/discount-shop.yaml', import.meta.url),
  'utf8',
);

export function exampleProtocol(): Protocol {
  return protocolSchema.parse(parse(EXAMPLE_SOURCE));
}
