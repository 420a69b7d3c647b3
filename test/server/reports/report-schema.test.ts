import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reportJsonSchema } from '../../../server/reports/report-json-schema.ts';

describe('report.schema.json', () => {
  it('is what the code says: node bin/run.mjs server/reports/write-report-schema.ts writes it anew', () => {
    const file = new URL('../../../server/reports/report.schema.json', import.meta.url);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(reportJsonSchema());
  });
});
