/** The effect report of `analysis/` as a schema, field by field; the compiler compares the two. */
import { z } from 'zod';
import { type OFFER_STATUSES, READINGS } from '../../../analysis/dataset.ts';

export const list = <T extends z.ZodType>(item: T): z.ZodReadonly<z.ZodArray<T>> =>
  z.array(item).readonly();

const number = z.number();
const maybe = z.number().nullable();
const count = z.number().nonnegative();
const reason = z.string().nullable();
const proportion = z.number().min(0).max(1).nullable();

const estimateFields = {
  method: z.string(),
  estimate: maybe,
  standardError: maybe,
  lower: maybe,
  upper: maybe,
  level: number,
  p: proportion,
  degreesOfFreedom: maybe,
  reason,
};
const estimate = z.strictObject(estimateFields);

export const testResult = z
  .strictObject({
    method: z.string(),
    statistic: maybe,
    degreesOfFreedom: maybe,
    p: proportion,
    reason,
  })
  .meta({ id: 'Estimate' })
  .meta({ id: 'TestResult' });

const armRisk = z
  .strictObject({
    arm: z.string(),
    label: z.string(),
    assigned: count,
    analysed: count,
    events: count,
    risk: proportion,
    lower: maybe,
    upper: maybe,
    method: z.string(),
  })
  .meta({ id: 'ArmRisk' });

const direction = z.enum(['benefit', 'harm']);

const bounds = z.strictObject({
  method: z.string(),
  lower: maybe,
  upper: maybe,
  intervalLower: maybe,
  intervalUpper: maybe,
  level: number,
  reason,
});

const contrast = z
  .strictObject({
    wave: z.string(),
    role: z.enum(['lure', 'twin']),
    outcome: z.string(),
    good: z.enum(['lower', 'higher']).nullable(),
    reading: z.enum(READINGS),
    offersUsed: z.enum(['all', 'first']),
    arm: armRisk,
    comparator: armRisk,
    standardised: z.strictObject({ ...estimateFields, cells: count, cellsMerged: count }),
    covariateAdjusted: estimate.nullable(),
    unadjusted: z.strictObject({
      welch: estimate,
      newcombe: estimate,
      miettinenNurminen: estimate,
    }),
    relative: z.strictObject({ riskRatio: estimate, oddsRatio: estimate }),
    numberNeeded: z.strictObject({
      method: z.string(),
      estimate: maybe,
      direction: direction.nullable(),
      ranges: list(z.strictObject({ direction, from: number, to: maybe })),
      level: number,
      reason,
    }),
    tests: z.strictObject({ chiSquare: testResult, fisher: testResult }),
    bounds,
    severalOffers: z.boolean(),
  })
  .meta({ id: 'Contrast' });

const readings = z
  .strictObject({
    people: contrast,
    people_and_unsure: contrast,
    everything: contrast,
  })
  .meta({ id: 'Readings' });

const offersCounted = z.strictObject({ refused: count, offers: count });
const detection = z
  .strictObject({
    lures: offersCounted,
    twins: offersCounted,
    hitRate: proportion,
    falseAlarmRate: proportion,
    dPrime: estimate,
    criterion: estimate,
  })
  .meta({ id: 'Detection' });

const twins = z
  .strictObject({
    acceptance: z.string(),
    lure: contrast,
    twin: contrast,
    nonInferiority: z.strictObject({
      margin: number,
      shown: z.boolean().nullable(),
      p: proportion,
      method: z.string(),
    }),
    arm: detection,
    comparator: detection,
    dPrimeDifference: estimate,
    criterionDifference: estimate,
  })
  .meta({ id: 'Twins' });

const missing = z
  .strictObject({
    lee: z.strictObject({ ...bounds.shape, trimmed: proportion }),
    weighted: estimate,
  })
  .meta({ id: 'Missing' });

const decay = z
  .strictObject({
    waves: list(z.strictObject({ wave: z.string(), days: number, estimate: number })),
    slope: estimate,
    halfLifeDays: maybe,
    halfLifeLower: maybe,
    halfLifeUpper: maybe,
  })
  .meta({ id: 'Decay' });

const exposureCounts = z
  .strictObject({ rate: count, exposures: count, people: count })
  .meta({ id: 'ExposureCounts' });

const contact = z
  .strictObject({
    method: z.string(),
    asked: count,
    contact: count,
    largestShare: proportion,
    withinComparator: estimate,
    undilutedDifference: maybe,
  })
  .meta({ id: 'Contact' });

const comparison = z
  .strictObject({
    arm: z.string(),
    label: z.string(),
    comparator: z.string(),
    notAnalysed: reason,
    primary: readings.nullable(),
    adjustedP: proportion,
    randomisation: testResult.nullable(),
    twins: twins.nullable(),
    missing: missing.nullable(),
    perExposure: z
      .strictObject({
        ...estimateFields,
        arm: exposureCounts.nullable(),
        comparator: exposureCounts.nullable(),
      })
      .nullable(),
    contact: contact.nullable(),
    decay: decay.nullable(),
    verdict: z.strictObject({
      word: z.enum(['skill', 'suspicion', 'both', 'unclear']),
      because: list(z.string()),
      discrimination: z.enum(['better', 'worse', 'not shown']),
    }),
    certainty: z.strictObject({
      word: z.enum(['high', 'moderate', 'low', 'very low']),
      because: list(z.string()),
    }),
    secondary: list(readings),
    exploratory: list(readings),
  })
  .meta({ id: 'Comparison' });

const byStatus = z
  .strictObject({
    analysed: count,
    not_sent: count,
    undelivered: count,
    withdrawn: count,
    expired: count,
    lost: count,
  } satisfies Record<(typeof OFFER_STATUSES)[number], typeof count>)
  .meta({ id: 'ByStatus' });

export const armFlow = z
  .strictObject({
    arm: z.string(),
    label: z.string(),
    assigned: count,
    waves: list(
      z.strictObject({
        wave: z.string(),
        role: z.enum(['lure', 'twin']),
        sent: count,
        analysed: count,
        byStatus,
      }),
    ),
  })
  .meta({ id: 'ArmFlow' });

export const trialHealth = z.strictObject({
  sampleRatio: z.strictObject({
    ...testResult.shape,
    stop: z.boolean(),
    arms: list(z.strictObject({ arm: z.string(), assigned: count, expected: number })),
  }),
  sentByArm: testResult,
  attritionByArm: testResult,
  balance: list(
    z.strictObject({
      covariate: z.string(),
      arm: z.string(),
      standardisedDifference: maybe,
      reason,
    }),
  ),
  attrition: list(
    z.strictObject({
      arm: z.string(),
      assigned: count,
      missing: count,
      share: proportion,
      byStatus,
    }),
  ),
});

/** What masking takes away whole; flow and health stand beside it in the trial report. */
export const effectSchema = z.strictObject({
  version: z.literal(1),
  plan: z.strictObject({
    comparator: z.string(),
    outcome: z.string(),
    good: z.enum(['lower', 'higher']),
    wave: z.string(),
    windowDays: number,
    unit: z.enum(['participant', 'cluster']),
    alpha: number,
    level: number,
    multiplicity: z.enum(['none', 'holm', 'hochberg']),
    smallestEffect: number,
    twinMargin: number,
    covariates: list(z.string()),
  }),
  assigned: count,
  clusters: count.nullable(),
  notAnalysed: reason,
  headline: z.boolean(),
  comparisons: list(comparison),
  notes: list(z.string()),
});
