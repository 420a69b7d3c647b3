import { z } from 'zod';
import { trialReportSchema } from './schema/report-schema.ts';

/**
 * The JSON Schema (2020-12) of `report.json`. `report.schema.json` is this, committed; write it
 * anew after a change of the schema with `node bin/run.mjs server/reports/write-report-schema.ts`
 * and `npm run format`.
 */
export function reportJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(trialReportSchema, {
    // A list we don't change is still a list to whoever reads the file.
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  return { ...schema, title: 'Scampaign trial report' };
}
