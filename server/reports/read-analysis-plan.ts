import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import type { AnalysisPlan } from '../../analysis/plan.ts';

const key = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,39}$/,
    'write a key of small letters, digits and _, starting with a letter',
  );
const proportion = z.number().gt(0).lt(1);

/**
 * A plan for data that no protocol of this project made: a published trial, or one run elsewhere.
 * It can be analysed and never launched.
 */
export const analysisPlanSchema = z.strictObject({
  scampaign_analysis: z.literal(1),
  title: z.string().min(1),
  source: z.string().min(1),
  arms: z
    .array(z.strictObject({ key, label: z.string().min(1), share: z.number().positive().max(1) }))
    .min(2),
  comparator: key,
  primary: z.strictObject({
    outcome: key,
    good: z.enum(['lower', 'higher']),
    wave: key,
    window_days: z.number().positive(),
  }),
  waves: z.array(key).min(1),
  unit: z.enum(['participant', 'cluster']),
  covariates: z.array(key),
  alpha: z.number().gt(0).lt(0.5),
  multiplicity: z.enum(['none', 'holm', 'hochberg']),
  smallest_effect: proportion,
  twin_margin: proportion,
  acceptance: key.optional(),
  /** Days from training to each wave. */
  wave_days: z.record(key, z.number().nonnegative()).optional(),
  directions: z.record(key, z.enum(['lower', 'higher'])).optional(),
});

export type ReadAnalysisPlan =
  | { readonly plan: AnalysisPlan; readonly title: string; readonly source: string }
  | { readonly faults: readonly { readonly path: string; readonly message: string }[] };

/** Is this YAML an analysis plan (and not a protocol)? */
export function isAnalysisPlan(yamlText: string): boolean {
  return /^scampaign_analysis\s*:/m.test(yamlText);
}

/**
 * Reads an analysis-only document.
 *
 * @returns The plan with the document's title and source, or every fault with its path.
 */
export function readAnalysisPlan(yamlText: string): ReadAnalysisPlan {
  let document: unknown;
  try {
    document = parse(yamlText);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    return { faults: [{ path: '', message: error.message }] };
  }
  const result = analysisPlanSchema.safeParse(document);
  if (!result.success) {
    return {
      faults: result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
    };
  }
  const { data } = result;
  return {
    title: data.title,
    source: data.source,
    plan: {
      arms: data.arms,
      comparator: data.comparator,
      primary: {
        outcome: data.primary.outcome,
        good: data.primary.good,
        wave: data.primary.wave,
        windowDays: data.primary.window_days,
      },
      waves: data.waves,
      unit: data.unit,
      covariates: data.covariates,
      alpha: data.alpha,
      multiplicity: data.multiplicity,
      smallestEffect: data.smallest_effect,
      twinMargin: data.twin_margin,
      ...(data.acceptance === undefined ? {} : { acceptance: data.acceptance }),
      ...(data.wave_days === undefined ? {} : { waveDays: data.wave_days }),
      ...(data.directions === undefined ? {} : { directions: data.directions }),
    },
  };
}
