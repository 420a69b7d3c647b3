import { z } from 'zod';
import { protocolSchema } from './schema.ts';

/**
 * The JSON Schema (2020-12) of a protocol, for editors. `protocol.schema.json` is this, committed;
 * write it anew after a change of the schema with
 * `node bin/run.mjs protocol/write-json-schema.ts`.
 */
export function protocolJsonSchema(): Record<string, unknown> {
  const schema: Record<string, unknown> = { ...z.toJSONSchema(protocolSchema, { io: 'input' }) };
  return { ...schema, title: 'Scampaign protocol' };
}
