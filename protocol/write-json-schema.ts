/** Writes protocol.schema.json beside this file. */
import { writeFileSync } from 'node:fs';
import { protocolJsonSchema } from './json-schema.ts';

const file = new URL('./protocol.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(protocolJsonSchema(), null, 2)}\n`);
