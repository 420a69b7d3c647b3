import { readFileSync } from 'node:fs';
import { readProtocol } from '../../../protocol/read.ts';
import type { Protocol } from '../../../protocol/schema.ts';

let example: Protocol | undefined;

/** The example protocol; clone it before changing it. */
export function exampleProtocol(): Protocol {
  if (example) return example;
  const file = new URL('../../../examples/discount-shop.yaml', import.meta.url);
  const { protocol } = readProtocol(readFileSync(file, 'utf8'));
  if (!protocol) throw new Error('the example has faults');
  example = protocol;
  return protocol;
}
