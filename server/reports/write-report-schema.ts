/** Writes report.schema.json beside this file. */
import { writeFileSync } from 'node:fs';
import { reportJsonSchema } from './report-json-schema.ts';

const file = new URL('./report.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(reportJsonSchema(), null, 2)}\n`);
