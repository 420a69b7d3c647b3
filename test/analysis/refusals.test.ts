import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adjustPValues } from '../../analysis/arms/adjust-p-values.ts';
import { dunnett } from '../../analysis/arms/dunnett.ts';
import { factorialEffects } from '../../analysis/arms/factorial.ts';
import {
  calibrate,
  calibrateArms,
  calibratePeeking,
  SCENARIOS,
} from '../../analysis/calibration/calibrate.ts';
import { clusterLevelT } from '../../analysis/clusters/cluster-level-t.ts';
import { designEffect } from '../../analysis/clusters/design-effect.ts';
import { iccAnova } from '../../analysis/clusters/icc-anova.ts';
import { iccFleissCuzick } from '../../analysis/clusters/icc-fleiss-cuzick.ts';
import { detectionDifference } from '../../analysis/detection/detection-difference.ts';
import { jackknifeDetection } from '../../analysis/detection/jackknife-detection.ts';
import { nonInferiority } from '../../analysis/detection/non-inferiority.ts';
import { nonInferiorityScore } from '../../analysis/detection/non-inferiority-score.ts';
import { signalDetection } from '../../analysis/detection/signal-detection.ts';
import { effectReport } from '../../analysis/effect-report.ts';
import { mannWhitney } from '../../analysis/graded/mann-whitney.ts';
import { proportionalOdds } from '../../analysis/graded/proportional-odds.ts';
import { decay } from '../../analysis/health/decay.ts';
import { interference } from '../../analysis/health/interference.ts';
import { interferenceBetweenClusters } from '../../analysis/health/interference-between-clusters.ts';
import { sampleRatioTest } from '../../analysis/health/sample-ratio-test.ts';
import { standardisedDifference } from '../../analysis/health/standardised-difference.ts';
import { standardisedDifferenceCategories } from '../../analysis/health/standardised-difference-categories.ts';
import { conditionalPower } from '../../analysis/looks/conditional-power.ts';
import { confidenceSequence } from '../../analysis/looks/confidence-sequence.ts';
import { crossingProbabilities } from '../../analysis/looks/crossing-probabilities.ts';
import { groupSequentialBoundaries } from '../../analysis/looks/group-sequential-boundaries.ts';
import { chanceAboveCeiling, harmGuardrail } from '../../analysis/looks/harm-guardrail.ts';
import { predictivePower } from '../../analysis/looks/predictive-power.ts';
import { alphaSpent } from '../../analysis/looks/spending.ts';
import { attritionWeightedDifference } from '../../analysis/missing/attrition-weights.ts';
import { leeBounds } from '../../analysis/missing/lee-bounds.ts';
import { imbensManskiCritical, manskiBounds } from '../../analysis/missing/manski-bounds.ts';
import { tippingPoint } from '../../analysis/missing/tipping-point.ts';
import { minimumDetectableFall } from '../../analysis/planning/minimum-detectable-fall.ts';
import { minimumDetectableRise } from '../../analysis/planning/minimum-detectable-rise.ts';
import { powerTwoProportions } from '../../analysis/planning/power-two-proportions.ts';
import { sampleSizeNonInferiority } from '../../analysis/planning/sample-size-non-inferiority.ts';
import { sampleSizeTwoProportions } from '../../analysis/planning/sample-size-two-proportions.ts';
import { simulatedPower } from '../../analysis/planning/simulated-power.ts';
import { twoWaveFactor } from '../../analysis/planning/two-wave-factor.ts';
import { betweenTrialVariance } from '../../analysis/pooling/between-trial-variance.ts';
import { metaRegression } from '../../analysis/pooling/meta-regression.ts';
import { poolFixed } from '../../analysis/pooling/pool-fixed.ts';
import { poolRandom } from '../../analysis/pooling/pool-random.ts';
import { shrinkEffects } from '../../analysis/pooling/shrink-effects.ts';
import { armMean, prepareArm } from '../../analysis/regression/arm-mean.ts';
import { personRows } from '../../analysis/regression/design.ts';
import { linEstimator } from '../../analysis/regression/lin-estimator.ts';
import { linearRegression } from '../../analysis/regression/linear-regression.ts';
import { logisticRegression } from '../../analysis/regression/logistic-regression.ts';
import { marginalStandardisation } from '../../analysis/regression/marginal-standardisation.ts';
import { preTrainingAdjustment } from '../../analysis/regression/pre-training-adjustment.ts';
import { cochranMantelHaenszel } from '../../analysis/strata/cochran-mantel-haenszel.ts';
import { mantelHaenszelOddsRatio } from '../../analysis/strata/mantel-haenszel-odds-ratio.ts';
import { mantelHaenszelRiskDifference } from '../../analysis/strata/mantel-haenszel-risk-difference.ts';
import { permutationTestOfCounts } from '../../analysis/strata/permutation-of-counts.ts';
import { permutationTest } from '../../analysis/strata/permutation-test.ts';
import { permutationTestOfGroups } from '../../analysis/strata/permutation-test-of-groups.ts';
import { ratePerExposure } from '../../analysis/strata/rate-per-exposure.ts';
import { standardisedRiskDifference } from '../../analysis/strata/standardised-risk-difference.ts';
import { hazardRatio } from '../../analysis/time/hazard-ratio.ts';
import { kaplanMeier } from '../../analysis/time/kaplan-meier.ts';
import { logRank } from '../../analysis/time/log-rank.ts';
import { restrictedMeanDifference } from '../../analysis/time/restricted-mean-time.ts';
import { bayesBetaBinomial } from '../../analysis/two-arms/bayes-beta-binomial.ts';
import { boschlooTest } from '../../analysis/two-arms/boschloo-test.ts';
import { chiSquareTest } from '../../analysis/two-arms/chi-square-test.ts';
import { cohenH } from '../../analysis/two-arms/cohen-h.ts';
import { fisherExactTest } from '../../analysis/two-arms/fisher-exact-test.ts';
import { numberNeededToTreat } from '../../analysis/two-arms/number-needed-to-treat.ts';
import { oddsRatioWoolf } from '../../analysis/two-arms/odds-ratio.ts';
import { oddsRatioExact } from '../../analysis/two-arms/odds-ratio-exact.ts';
import { proportionClopperPearson } from '../../analysis/two-arms/proportion-clopper-pearson.ts';
import { proportionJeffreys } from '../../analysis/two-arms/proportion-jeffreys.ts';
import { proportionWilson } from '../../analysis/two-arms/proportion-wilson.ts';
import { riskDifferenceMiettinenNurminen } from '../../analysis/two-arms/risk-difference-miettinen-nurminen.ts';
import { riskDifferenceNewcombe } from '../../analysis/two-arms/risk-difference-newcombe.ts';
import { riskDifferenceWald } from '../../analysis/two-arms/risk-difference-wald.ts';
import { riskRatioKatz } from '../../analysis/two-arms/risk-ratio-katz.ts';
import { riskRatioScore } from '../../analysis/two-arms/risk-ratio-score.ts';
import { certainty } from '../../analysis/verdict/certainty.ts';
import { verdict } from '../../analysis/verdict/verdict.ts';
import { datasetOf, makePeople, planOf } from './make-trial.ts';

const NOT_FINITE = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** What no argument of a kind may be. */
const BAD = {
  finite: NOT_FINITE,
  positive: [0, -1, ...NOT_FINITE],
  whole: [-1, 0.5, ...NOT_FINITE],
  /** Strictly between 0 and 1: levels, alphas, risks, margins. */
  share: [0, 1, -0.5, 1.2, ...NOT_FINITE],
  difference: [-1.01, 2, ...NOT_FINITE],
  counts: [
    { events: 0, participants: 0 },
    { events: -1, participants: 10 },
    { events: 11, participants: 10 },
    { events: 1.5, participants: 10 },
    { events: 1, participants: 2.5 },
    { events: Number.NaN, participants: 10 },
    { events: 1, participants: Number.POSITIVE_INFINITY },
    { events: 0, participants: -3 },
  ],
  refusals: [
    { refused: 0, offers: 0 },
    { refused: 3, offers: 2 },
    { refused: Number.NaN, offers: 2 },
    { refused: -1, offers: 2 },
  ],
  moments: [
    { participants: 1, sum: 0, sumOfSquares: 0 },
    { participants: 10, sum: 11, sumOfSquares: 11 },
    { participants: 10, sum: -1, sumOfSquares: 1 },
    { participants: 10, sum: 3, sumOfSquares: 4 },
    { participants: 10, sum: Number.NaN, sumOfSquares: 1 },
    { participants: 2.5, sum: 1, sumOfSquares: 1 },
    { participants: Number.POSITIVE_INFINITY, sum: 1, sumOfSquares: 1 },
  ],
  grades: [
    [0, 0, 0],
    [1, 2],
    [1.5, 2, 3],
    [-1, 2, 3],
    [Number.NaN, 1, 1],
    [1, Number.POSITIVE_INFINITY, 1],
  ],
  times: [
    { time: [], event: [] },
    { time: [-1, 2], event: [true, true] },
    { time: [Number.NaN, 2], event: [true, true] },
    { time: [Number.POSITIVE_INFINITY, 2], event: [true, true] },
    { time: [1, 2], event: [true] },
  ],
  interval: [
    { lower: 0.2, upper: 0.1 },
    { lower: Number.NaN, upper: 0.1 },
    { lower: -0.1, upper: Number.POSITIVE_INFINITY },
  ],
} as const;
type Kind = keyof typeof BAD | readonly unknown[];

interface Row {
  // Arguments differ from function to function; each is called with its own.
  readonly f: (...args: never[]) => unknown;
  readonly good: readonly unknown[];
  /** For each argument what it may not be; null where every value of its type is allowed. */
  readonly bad: readonly (Kind | null)[];
}

function row(
  f: (...args: never[]) => unknown,
  good: readonly unknown[],
  bad: readonly (Kind | null)[],
): Row {
  return { f, good, bad };
}

const arm = { events: 3, participants: 10 };
const other = { events: 6, participants: 11 };
const moments = { participants: 10, sum: 3, sumOfSquares: 3 };
const trials = [0.1, 0.3, -0.1, 0.2, 0.45].map((estimate, i) => ({
  label: `t${i}`,
  estimate,
  variance: 0.01 * (i + 1),
}));
const badTrials = [
  [],
  [{ label: 'a', estimate: Number.NaN, variance: 1 }, ...trials],
  [{ label: 'a', estimate: 1, variance: 0 }, ...trials],
  [{ label: 'a', estimate: 1, variance: -1 }, ...trials],
  [{ label: 'a', estimate: 1, variance: Number.POSITIVE_INFINITY }, ...trials],
];
const grades = [5, 3, 2];
const times = { time: [1, 2, 3, 4], event: [true, false, true, true] };
const lateTimes = { time: [2, 3, 3, 5], event: [true, true, false, true] };
const strata = [{ treated: arm, control: other }];
const badStrata = BAD.counts.flatMap((counts) => [
  [{ treated: counts, control: other }],
  [{ treated: arm, control: counts }],
]);
const values = {
  assigned: 12,
  values: [
    { value: 0, people: 6 },
    { value: 1, people: 3 },
  ],
};
const missing = { assigned: 12, analysed: 9, sum: 3, sumOfSquares: 3 };
const badMissing = [
  { ...missing, assigned: 1 },
  { ...missing, analysed: 13 },
  { ...missing, analysed: 8.5 },
  { ...missing, sum: -1 },
  { ...missing, sum: Number.NaN },
  { ...missing, sumOfSquares: 8 },
];
const lost = { events: 3, analysed: 10, missing: 2 };
const badLost = [
  { ...lost, events: 11 },
  { ...lost, events: -1 },
  { ...lost, analysed: 0 },
  { ...lost, missing: 0.5 },
  { ...lost, missing: Number.NaN },
  { ...lost, missing: 20_001 },
];
const weightRows = [0, 1, 1, 0, null, 1, 0, null].flatMap((outcome, i) => [
  { treated: true, covariates: [i % 3], people: 2, outcome },
  { treated: false, covariates: [i % 2], people: 1, outcome },
]);
const linRows = weightRows.map(({ outcome, ...rest }, i) => ({
  ...rest,
  outcome: outcome ?? 1,
  cluster: 4 * (i % 2) + (i % 3),
}));
const cases = [
  [1, 0, 2],
  [1, 1, 3],
  [1, 0, 5],
  [1, 1, 4],
  [1, 0, 1],
  [1, 1, 2],
];
const rows = personRows(cases, [0, 1, 1, 0, 1, 1], [0, 0, 1, 1, 2, 2]);
const fit = logisticRegression(rows);
const badRows = [
  { ...rows, columns: 0 },
  { ...rows, design: rows.design.map(() => Number.NaN) },
  { ...rows, sum: rows.sum.map(() => Number.POSITIVE_INFINITY) },
  { ...rows, people: rows.people.map(() => -1) },
  { ...rows, people: rows.people.map(() => Number.NaN) },
  { ...rows, sum: new Float64Array(2) },
  { ...rows, people: rows.people.map(() => 0) },
];
const armDesign = {
  cells: 2,
  cell: Int32Array.of(0, 0, 1, 1, 1),
  columns: 1,
  covariates: Float64Array.of(1, 2, 3, 5, 4),
  people: new Float64Array(5).fill(1),
};
const badDesigns = [
  { ...armDesign, cell: Int32Array.of(0, 0, 1, 1, 2) },
  { ...armDesign, cell: Int32Array.of(0, -1, 1, 1, 1) },
  { ...armDesign, cell: Int32Array.of(0) },
  { ...armDesign, covariates: Float64Array.of(1, 2, Number.NaN, 5, 4) },
  { ...armDesign, covariates: Float64Array.of(1, 2) },
  { ...armDesign, people: Float64Array.of(1, 1, 1, 1, Number.POSITIVE_INFINITY) },
];
const estimate = { estimate: 1, standardError: 0.2, lower: 0.6, upper: 1.4, level: 0.95 };
const plan = { treated: 0.2, control: 0.3, alpha: 0.05 };
const badPlans = [
  ...BAD.share.flatMap((bad) => [
    { ...plan, treated: bad },
    { ...plan, control: bad },
    { ...plan, alpha: bad },
  ]),
  ...BAD.positive.flatMap((bad) => [
    { ...plan, ratio: bad },
    { ...plan, designEffect: bad },
  ]),
  ...[-0.1, 1, Number.NaN].map((attrition) => ({ ...plan, attrition })),
];
const differing = [...badPlans, { ...plan, treated: 0.3 }];
const before = { before: [1, 2, 4, 3], after: [2, 2, 5, 3] };
const badBefore = [
  { before: [1, 2], after: [1, 2] },
  { before: [1, 2, 3], after: [1, 2] },
  { before: [1, 2, Number.NaN], after: [1, 2, 3] },
  { before: [1, 2, 3], after: [1, 2, Number.POSITIVE_INFINITY] },
];
const waves = [1, 3, 7].map((time, i) => ({
  time,
  estimate: -0.2 + 0.05 * i,
  standardError: 0.02,
}));
const spoilt = <T>(list: readonly T[], changes: Partial<T>): T[] =>
  list.map((one, i) => (i === 0 ? { ...one, ...changes } : one));
const people = datasetOf(makePeople({ people: 40, seed: 1 }));
const facts = {
  interval: { lower: -0.2, upper: -0.1 },
  smallestEffect: 0.05,
  bounds: null,
  missingShare: 0,
  lossByArmP: null,
  sampleRatioStop: false,
  otherReadings: [],
};
const exposures = [{ people: 3, exposures: 2, events: 1 }];
const badExposures = [
  [],
  [{ people: 1, exposures: 2, events: 1 }],
  [{ people: 3, exposures: 0, events: 0 }],
  [{ people: 3, exposures: 1, events: 2 }],
  [{ people: 1.5, exposures: 2, events: 1 }],
  [{ people: 3, exposures: Number.NaN, events: 1 }],
  [{ people: 3, exposures: 2, events: -1 }],
];
const groups = [arm, other, { events: 1, participants: 6 }];
const badGroups = [
  [],
  [arm],
  ...BAD.counts.map((counts) => [counts, ...groups]),
  [
    { events: 0, participants: 4 },
    { events: 0, participants: 5 },
  ],
  [
    { events: 1, participants: 1 },
    { events: 0, participants: 1 },
  ],
];
const [scenario] = SCENARIOS;

const twoArms = [
  riskDifferenceWald,
  riskDifferenceNewcombe,
  riskDifferenceMiettinenNurminen,
  riskRatioKatz,
  riskRatioScore,
  oddsRatioWoolf,
  oddsRatioExact,
].map((f) => row(f, [arm, other, 0.95], ['counts', 'counts', 'share']));
const onePart = [proportionWilson, proportionClopperPearson, proportionJeffreys].map((f) =>
  row(f, [arm, 0.95], ['counts', 'share']),
);

const TABLE: readonly Row[] = [
  ...twoArms,
  ...onePart,
  row(fisherExactTest, [arm, other], ['counts', 'counts']),
  row(boschlooTest, [arm, other], [[...BAD.counts, { events: 1, participants: 1e6 }], 'counts']),
  row(cohenH, [arm, other], ['counts', 'counts']),
  row(
    bayesBetaBinomial,
    [arm, other, 'lower', 0.95, { alpha: 1, beta: 1 }],
    [
      'counts',
      'counts',
      null,
      'share',
      [0.4, ...BAD.positive].flatMap((bad) => [
        { alpha: bad, beta: 1 },
        { alpha: 1, beta: bad },
      ]),
    ],
  ),
  row(
    chiSquareTest,
    [
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      [
        [],
        [[1, 2]],
        [[1], [2]],
        [
          [1, 2],
          [1, 2, 3],
        ],
        ...BAD.whole.map((bad) => [
          [1, bad],
          [3, 4],
        ]),
        [
          [0, 0],
          [3, 4],
        ],
        [
          [0, 4],
          [0, 4],
        ],
      ],
    ],
  ),
  row(
    numberNeededToTreat,
    [{ estimate: -0.1, lower: -0.2, upper: 0.1 }, 'lower', 0.95],
    [
      [
        ...NOT_FINITE.map((bad) => ({ estimate: bad, lower: -0.2, upper: 0.1 })),
        { estimate: 0.2, lower: -0.2, upper: 0.1 },
        { estimate: -1.5, lower: -2, upper: 0.1 },
      ],
      null,
      'share',
    ],
  ),
  row(cochranMantelHaenszel, [strata], [[[], ...badStrata]]),
  row(mantelHaenszelOddsRatio, [strata, 0.95], [[[], ...badStrata], 'share']),
  row(mantelHaenszelRiskDifference, [strata, 0.95], [[[], ...badStrata], 'share']),
  row(
    standardisedRiskDifference,
    [[{ treated: moments, control: moments }], 0.95],
    [
      [
        [],
        ...BAD.moments.flatMap((bad) => [
          [{ treated: bad, control: moments }],
          [{ treated: moments, control: bad }],
        ]),
      ],
      'share',
    ],
  ),
  row(ratePerExposure, [exposures, exposures, 0.95], [badExposures, badExposures, 'share']),
  row(
    permutationTestOfGroups,
    [
      [
        { treated: true, stratum: 0, parts: [{ cell: 0, people: 3, outcome: 1 }] },
        { treated: false, stratum: 0, parts: [{ cell: 0, people: 2, outcome: 0 }] },
      ],
      100,
      1,
    ],
    [
      [
        [],
        [{ treated: true, stratum: 0, parts: [{ cell: 0, people: 3, outcome: 1 }] }],
        ...[
          { stratum: 1, parts: [{ cell: 0, people: 2, outcome: 0 }] },
          { stratum: 0, parts: [{ cell: 1, people: 2, outcome: 0 }] },
          { stratum: Number.NaN, parts: [{ cell: 0, people: 2, outcome: 0 }] },
          { stratum: 0, parts: [{ cell: 0, people: 0, outcome: 0 }] },
          { stratum: 0, parts: [{ cell: 0, people: 2, outcome: Number.NaN }] },
        ].map((other) => [
          { treated: true, stratum: 0, parts: [{ cell: 0, people: 3, outcome: 1 }] },
          { treated: false, ...other },
        ]),
      ],
      [0, 1.5],
      null,
    ],
  ),
  row(
    permutationTestOfCounts,
    [[[{ outcome: 1, treated: 2, control: 2 }]], 100, 1],
    [
      [
        [],
        [[{ outcome: 1, treated: 2, control: 0 }]],
        [[{ outcome: 1, treated: 2.5, control: 2 }]],
        [[{ outcome: 1, treated: 2, control: -2 }]],
        [[{ outcome: Number.NaN, treated: 2, control: 2 }]],
      ],
      [0, 1.5],
      null,
    ],
  ),
  row(
    permutationTest,
    [{ outcome: [1, 2, 3], treated: [true, false, true], weight: [1, 1, 1] }, 100, 1],
    [
      [
        { outcome: [1, 2], treated: [true, true] },
        { outcome: [1, 2], treated: [true] },
        { outcome: [], treated: [] },
        { outcome: [1, Number.NaN], treated: [true, false] },
        { outcome: [1, 2], treated: [true, false], weight: [1, 0] },
        { outcome: [1, 2], treated: [true, false], weight: [1, -2] },
        { outcome: [1, 2], treated: [true, false], stratum: [1] },
        { outcome: [1, 2], treated: [true, false], stratum: [1, Number.NaN] },
      ],
      [0, 0.5, Number.NaN],
      null,
    ],
  ),
  row(
    linearRegression,
    [rows, 'CR2'],
    [[...badRows, personRows(cases.slice(0, 2), [1, 0], [0, 1])], null],
  ),
  row(logisticRegression, [rows], [[...badRows, { ...rows, sum: rows.sum.map(() => 2) }]]),
  row(
    marginalStandardisation,
    [fit, rows, 1, new Map(), 0.95],
    [
      [
        { ...fit, coefficients: fit.coefficients.map(() => Number.NaN) },
        { ...fit, covariance: new Float64Array(2) },
      ],
      badRows,
      [3, -1, 0.5],
      [new Map([[9, 1]])],
      'share',
    ],
  ),
  row(prepareArm, [armDesign], [badDesigns]),
  row(
    armMean,
    [
      prepareArm(armDesign),
      { sum: new Float64Array(5), sumOfSquares: new Float64Array(5) },
      { cellShares: Float64Array.of(0.4, 0.6), means: Float64Array.of(3) },
    ],
    [
      [prepareArm({ ...armDesign, cell: new Int32Array(5) })],
      [
        { sum: new Float64Array(3), sumOfSquares: new Float64Array(3) },
        { sum: new Float64Array(5).fill(Number.NaN), sumOfSquares: new Float64Array(5) },
      ],
      [{ cellShares: Float64Array.of(1), means: Float64Array.of(3) }],
    ],
  ),
  row(
    linEstimator,
    [linRows, 0.95],
    [
      [
        [],
        linRows.filter(({ treated }) => treated),
        linRows.map((one) => (one.treated ? { ...one, people: 0 } : one)),
        spoilt(linRows, { people: -1 }),
        spoilt(linRows, { people: 0.5 }),
        spoilt(linRows, { outcome: Number.NaN }),
        spoilt(linRows, { outcome: Number.POSITIVE_INFINITY }),
        spoilt(linRows, { covariates: [Number.NaN] }),
        spoilt(linRows, { covariates: [1, 2] }),
        linRows.map(({ cluster, ...one }, i) => (i === 0 ? one : { ...one, cluster })),
        spoilt(linRows, { cluster: 0.5 }),
        spoilt(linRows, { cluster: 4 }),
      ],
      'share',
    ],
  ),
  row(preTrainingAdjustment, [before, before, 0.95], [badBefore, badBefore, 'share']),
  row(
    clusterLevelT,
    [[0.1, 0.3], [0.2, 0.5], 0.95],
    [
      [[], [0.1], [0.1, Number.NaN], [0.1, Number.POSITIVE_INFINITY]],
      [[], [0.1], [0.1, Number.NaN]],
      'share',
    ],
  ),
  row(iccAnova, [groups], [badGroups]),
  row(iccFleissCuzick, [groups], [badGroups]),
  row(
    designEffect,
    [20, 0.05, 0.3],
    [
      [0.5, ...NOT_FINITE],
      [-1.1, 1.1, -0.9, ...NOT_FINITE],
      [-0.1, ...NOT_FINITE],
    ],
  ),
  row(mannWhitney, [grades, grades, 0.95], ['grades', 'grades', 'share']),
  row(proportionalOdds, [grades, grades, 0.95], ['grades', 'grades', 'share']),
  row(kaplanMeier, [times, 0.95], ['times', 'share']),
  row(
    logRank,
    [times, lateTimes, { treated: [1, 1, 2, 2], control: [1, 1, 2, 2] }],
    [
      'times',
      'times',
      [
        { treated: [1], control: [1, 1, 2, 2] },
        { treated: [1, 1, 2, 2], control: [1, 1, 2, Number.NaN] },
      ],
    ],
  ),
  row(hazardRatio, [times, lateTimes, 0.95], ['times', 'times', 'share']),
  row(
    restrictedMeanDifference,
    [times, lateTimes, 3, 0.95],
    ['times', 'times', 'positive', 'share'],
  ),
  row(
    signalDetection,
    [
      { refused: 6, offers: 9 },
      { refused: 2, offers: 8 },
      0.95,
      { hit: 0.01, falseAlarm: 0.02, covariance: 0 },
    ],
    [
      'refusals',
      'refusals',
      'share',
      [...BAD.positive].flatMap((bad) => [
        { hit: bad, falseAlarm: 0.02, covariance: 0 },
        { hit: 0.01, falseAlarm: bad, covariance: 0 },
      ]),
    ],
  ),
  row(
    detectionDifference,
    [estimate, estimate, 0.95, 5],
    [
      NOT_FINITE.flatMap((bad) => [
        { ...estimate, estimate: bad },
        { ...estimate, standardError: bad },
      ]),
      NOT_FINITE.map((bad) => ({ ...estimate, estimate: bad })),
      'share',
      'positive',
    ],
  ),
  row(
    jackknifeDetection,
    [
      [
        { lures: { refused: 2, offers: 4 }, twins: { refused: 1, offers: 4 } },
        { lures: { refused: 3, offers: 4 }, twins: { refused: 2, offers: 4 } },
      ],
      0.95,
    ],
    [
      [
        { refused: 9, offers: 4 },
        { refused: Number.NaN, offers: 4 },
      ].map((bad) => [
        { lures: bad, twins: { refused: 1, offers: 4 } },
        { lures: { refused: 3, offers: 4 }, twins: { refused: 2, offers: 4 } },
      ]),
      'share',
    ],
  ),
  row(
    nonInferiority,
    [{ estimate: -0.01, standardError: 0.02, degreesOfFreedom: 9 }, 0.05],
    [
      [
        ...NOT_FINITE.map((bad) => ({
          estimate: bad,
          standardError: 0.02,
          degreesOfFreedom: null,
        })),
        ...BAD.positive.flatMap((bad) => [
          { estimate: 0, standardError: bad, degreesOfFreedom: null },
          { estimate: 0, standardError: 0.02, degreesOfFreedom: bad },
        ]),
      ],
      'share',
    ],
  ),
  row(nonInferiorityScore, [arm, other, 0.05], ['counts', 'counts', 'share']),
  row(manskiBounds, [missing, missing, 0.95], [badMissing, badMissing, 'share']),
  row(
    imbensManskiCritical,
    [0.1, 0.02, 0.95],
    [[-0.1, ...NOT_FINITE], [-0.1, ...NOT_FINITE], 'share'],
  ),
  row(
    leeBounds,
    [values, values, 0.95],
    [
      [
        { assigned: 12, values: [] },
        { assigned: 5, values: values.values },
        { assigned: 12.5, values: values.values },
        { assigned: 12, values: [{ value: Number.NaN, people: 4 }] },
        { assigned: 12, values: [{ value: 1, people: -4 }] },
      ],
      [{ assigned: 12, values: [{ value: 1, people: 1 }] }],
      'share',
    ],
  ),
  row(
    attritionWeightedDifference,
    [weightRows, 0.95],
    [
      [
        [],
        weightRows.filter(({ treated }) => treated),
        weightRows.map((one) => (one.treated ? { ...one, outcome: null } : one)),
        spoilt(weightRows, { people: -1 }),
        spoilt(weightRows, { people: 0.5 }),
        spoilt(weightRows, { outcome: Number.NaN }),
        spoilt(weightRows, { covariates: [Number.NaN] }),
        spoilt(weightRows, { covariates: [1, 2] }),
      ],
      'share',
    ],
  ),
  row(tippingPoint, [lost, lost, 0.95], [badLost, badLost, 'share']),
  row(
    certainty,
    [facts],
    [
      [
        ...BAD.interval.flatMap((bad) => [
          { ...facts, interval: bad },
          { ...facts, bounds: bad },
          { ...facts, otherReadings: [bad] },
        ]),
        ...BAD.share.map((smallestEffect) => ({ ...facts, smallestEffect })),
        ...[-0.1, 1.1, Number.NaN].flatMap((bad) => [
          { ...facts, missingShare: bad },
          { ...facts, lossByArmP: bad },
        ]),
      ],
    ],
  ),
  row(
    verdict,
    [{ lower: -0.2, upper: -0.1 }, { lower: -0.1, upper: 0.1 }, 0.05],
    ['interval', 'interval', 'share'],
  ),
  row(alphaSpent, [0.5, 0.05, 'pocock'], [[0, 1.1, -1, ...NOT_FINITE], 'share', null]),
  row(
    groupSequentialBoundaries,
    [[0.5, 1], 0.05],
    [[[], [0, 1], [0.5, 0.5], [0.6, 0.4], [0.5, 1.1], [Number.NaN], [0.5, 0.500001]], 'share'],
  ),
  row(
    crossingProbabilities,
    [[{ fraction: 1, z: 2 }], 1],
    [
      [[], ...[0, -1, Number.NaN].map((z) => [{ fraction: 1, z }]), [{ fraction: 2, z: 2 }]],
      'finite',
    ],
  ),
  row(conditionalPower, [1, 0.5, 1.96, 2], ['finite', 'share', 'finite', 'finite']),
  row(predictivePower, [1, 0.5, 1.96], ['finite', 'share', 'finite']),
  row(
    confidenceSequence,
    [0.1, 0.05, 100, 400, 0.05],
    ['finite', 'positive', [0, ...BAD.whole], [0, ...BAD.whole], 'share'],
  ),
  row(
    harmGuardrail,
    [arm, other, 0.05, 100, 0.05],
    ['counts', 'counts', [-0.1, 1, ...NOT_FINITE], [0, ...BAD.whole], 'share'],
  ),
  row(chanceAboveCeiling, [arm, 0.05], ['counts', 'share']),
  row(
    adjustPValues,
    [[0.1, 0.2], 'holm'],
    [[[-0.1], [1.1], [Number.NaN], [Number.POSITIVE_INFINITY]], null],
  ),
  row(
    dunnett,
    [[1, 2], { arms: [10, 20], comparator: 15 }, 0.95],
    [
      [[], [1], [1, Number.NaN], [1, Number.POSITIVE_INFINITY]],
      BAD.positive.flatMap((bad) => [
        { arms: [10, bad], comparator: 15 },
        { arms: [10, 20], comparator: bad },
      ]),
      'share',
    ],
  ),
  row(
    factorialEffects,
    [{ neither: moments, first: moments, second: moments, both: moments }, 0.95],
    [
      BAD.moments.map((bad) => ({ neither: moments, first: moments, second: moments, both: bad })),
      'share',
    ],
  ),
  row(powerTwoProportions, [plan, 100], [differing, 'positive']),
  row(sampleSizeTwoProportions, [plan, 0.8], [differing, [0.05, 0, 1, 1.2, -1, Number.NaN]]),
  row(
    sampleSizeNonInferiority,
    [{ treated: 0.6, control: 0.6, alpha: 0.025 }, 0.1, 0.9],
    [[...badPlans, { treated: 0.4, control: 0.6, alpha: 0.025 }], 'share', [0.01, 1, Number.NaN]],
  ),
  row(
    minimumDetectableFall,
    [plan, 100, 0.8],
    [
      BAD.share.flatMap((bad) => [
        { control: bad, alpha: 0.05 },
        { control: 0.3, alpha: bad },
      ]),
      'positive',
      [0.01, 1, Number.NaN],
    ],
  ),
  row(
    minimumDetectableRise,
    [plan, 100, 0.8],
    [
      BAD.share.flatMap((bad) => [
        { control: bad, alpha: 0.05 },
        { control: 0.3, alpha: bad },
      ]),
      'positive',
      [0.01, 1, Number.NaN],
    ],
  ),
  row(twoWaveFactor, [0.3], [[-1, 1, 2, ...NOT_FINITE]]),
  row(
    simulatedPower,
    [() => people, planOf(), 1, 1],
    [null, [planOf({ alpha: 0 })], [0, ...BAD.whole], 'whole'],
  ),
  row(
    betweenTrialVariance,
    [trials, 'REML', trials.map((_, i) => [1, i])],
    [
      badTrials,
      null,
      [[[1]], trials.map((_, i) => (i === 0 ? [1] : [1, i])), trials.map(() => [1, 2])],
    ],
  ),
  row(poolFixed, [trials, 0.95], [badTrials, 'share']),
  row(
    poolRandom,
    [trials, 'REML', true, 0.95],
    [[...badTrials, trials.slice(0, 1)], null, null, 'share'],
  ),
  row(
    metaRegression,
    [trials, { a: [1, 2, 3, 4, 6] }, 'REML', true, 0.95],
    [
      [...badTrials, trials.slice(0, 2)],
      [{ a: [1, 2] }, { a: [1, 2, 3, 4, Number.NaN] }, { a: [1, 1, 1, 1, 1] }],
      null,
      null,
      'share',
    ],
  ),
  row(shrinkEffects, [trials], [[...badTrials, trials.slice(0, 1)]]),
  row(
    standardisedDifference,
    [
      { participants: 5, mean: 1, variance: 2 },
      { participants: 6, mean: 2, variance: 2 },
    ],
    [
      [
        { participants: 0, mean: 1, variance: 2 },
        { participants: 5, mean: Number.NaN, variance: 2 },
        { participants: 5, mean: 1, variance: -2 },
        { participants: 5, mean: 1, variance: Number.POSITIVE_INFINITY },
      ],
      [{ participants: 2.5, mean: 1, variance: 2 }],
    ],
  ),
  row(
    standardisedDifferenceCategories,
    [
      [3, 4],
      [5, 1],
    ],
    [
      [[0, 0], [1], [], [1.5, 2], [-1, 4], [Number.NaN, 2]],
      [
        [0, 0],
        [1, 2, 3],
      ],
    ],
  ),
  row(
    decay,
    [waves, 0.2, 0.95],
    [
      [
        [],
        waves.slice(0, 1),
        ...NOT_FINITE.flatMap((bad) => [
          spoilt(waves, { time: bad }),
          spoilt(waves, { estimate: bad }),
        ]),
        ...BAD.positive.map((bad) => spoilt(waves, { standardError: bad })),
      ],
      [-0.1, 1, ...NOT_FINITE],
      'share',
    ],
  ),
  // Nobody with contact, or without, is an answer of its own.
  row(
    interference,
    [arm, other, -0.05, 0.95],
    [BAD.counts.slice(1), BAD.counts.slice(1), 'difference', 'share'],
  ),
  row(
    interferenceBetweenClusters,
    [[{ contact: arm, noContact: other }], -0.05, 0.95],
    [
      BAD.counts
        .slice(1)
        .flatMap((bad) => [
          [{ contact: bad, noContact: other }],
          [{ contact: arm, noContact: bad }],
        ]),
      'difference',
      'share',
    ],
  ),
  row(
    sampleRatioTest,
    [
      [10, 12],
      [0.5, 0.5],
    ],
    [
      [[], [10], [0, 0], [-1, 4], [1.5, 2], [Number.NaN, 3]],
      [[1], [0.5, 0.4], [1, 0], [1.5, -0.5], [Number.NaN, 0.5], [0.2, 0.3, 0.5]],
    ],
  ),
  row(calibrate, [scenario, 1, 1, 0.05], [null, [0, ...BAD.whole], 'whole', 'share']),
  row(calibratePeeking, [2, 1, 3, 0.05], [[0, ...BAD.whole], 'whole', [0, ...BAD.whole], 'share']),
  row(calibrateArms, [1, 1, 0.05], [[0, ...BAD.whole], 'whole', 'share']),
  row(
    effectReport,
    [people, planOf()],
    [
      [
        { ...people, rows: 39 },
        { ...people, count: people.count.map(() => Number.NaN) },
        { ...people, count: people.count.map(() => -1) },
      ],
      [planOf({ comparator: 'nobody' }), planOf({ smallestEffect: 0 }), planOf({ waves: [] })],
    ],
  ),
];

/** Exported for other files of the folder, which check their input, or helpers that judge nothing. */
const WITHIN = new Set(
  [
    ['assertRows', 'personRows', 'clusterVariance', 'weightedFit', 'assertTrials', 'assertTimes'],
    ['riskTable', 'assertMoments', 'varianceOfMean', 'scoreOfDifference', 'naturePlan'],
    ['constrainedRisksForDifference', 'constrainedRisksForRatio', 'drawTrial', 'normal'],
    ['byAll', 'byDraws', 'byNormal', 'isAsLarge', 'toUnitRange', 'sample', 'choose'],
    ['leftAfterTrimming', 'undiluted', 'errorUnderDifference'],
    ['assertStratum', 'stratumSizes', 'groupTotals'],
    [
      'assertDiffering',
      'assertRisks',
      'assertPower',
      'knappScale',
      'weightedMean',
      'heterogeneity',
    ],
    ['assertFractions', 'nextDensity', 'crossing', 'crossingBelow', 'withInterval', 'pairArms'],
    ['centreRows', 'moveBack', 'constantOf'],
  ].flat(),
);

describe('bad input gets a RangeError, never a plausible number', () => {
  it.each(TABLE.map((entry) => [entry.f.name, entry] as const))('%s()', (_, { f, good, bad }) => {
    const call = f as (...args: unknown[]) => unknown;
    expect(() => call(...good)).not.toThrow();
    bad.forEach((kind, place) => {
      if (kind === null) return;
      for (const value of typeof kind === 'string' ? BAD[kind as keyof typeof BAD] : kind) {
        const args = good.map((one, at) => (at === place ? value : one));
        expect(
          () => call(...args),
          `argument ${place}: ${JSON.stringify(value, (_key, part) => (typeof part === 'number' ? String(part) : part))}`,
        ).toThrow(RangeError);
      }
    });
  });

  it('is checked of every function the folder exports', () => {
    const folder = new URL('../../analysis/', import.meta.url);
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/^(report|numerics)\b/.test(file))
      .flatMap((file) =>
        [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^export function (\w+)/gm)].map(
          ([, name]) => name ?? '',
        ),
      );
    const tested = new Set(TABLE.map(({ f }) => f.name));
    expect(names.length).toBeGreaterThan(80);
    expect(names.filter((name) => !tested.has(name) && !WITHIN.has(name))).toEqual([]);
  });
});

describe('degenerate input that is allowed gets its documented limit', () => {
  const none = { events: 0, participants: 9 };
  const all = { events: 9, participants: 9 };
  const one = { events: 1, participants: 1 };
  it.each([
    ['riskDifferenceWald', riskDifferenceWald(all, none), { lower: 1, upper: 1, p: null }],
    ['riskDifferenceMiettinenNurminen', riskDifferenceMiettinenNurminen(none, none), { p: null }],
    ['riskRatioKatz', riskRatioKatz(none, arm), { estimate: 0, lower: 0, p: null }],
    ['riskRatioScore', riskRatioScore(none, none), { estimate: Number.NaN, lower: 0 }],
    ['oddsRatioWoolf', oddsRatioWoolf(all, arm), { standardError: null, lower: 0, p: null }],
    ['oddsRatioExact', oddsRatioExact(none, arm), { estimate: 0, lower: 0 }],
    ['proportionWilson', proportionWilson(one), { upper: 1 }],
    ['proportionJeffreys', proportionJeffreys(none), { lower: 0 }],
    ['proportionClopperPearson', proportionClopperPearson(all), { upper: 1 }],
    ['fisherExactTest', fisherExactTest(all, all), { p: 1 }],
    [
      'permutationTest',
      permutationTest({ outcome: [2, 2, 2, 2], treated: [true, true, false, false] }),
      { p: 1 },
    ],
    [
      'standardisedRiskDifference',
      standardisedRiskDifference([
        {
          treated: { participants: 5, sum: 5, sumOfSquares: 5 },
          control: { participants: 5, sum: 0, sumOfSquares: 0 },
        },
      ]),
      { estimate: 1, lower: null, upper: null, p: null, degreesOfFreedom: null },
    ],
    [
      'ratePerExposure',
      ratePerExposure([{ people: 3, exposures: 2, events: 2 }], exposures),
      { standardError: 0, p: null },
    ],
    [
      'factorialEffects',
      factorialEffects({ neither: moments, first: moments, second: moments, both: moments }).first,
      { estimate: 0 },
    ],
  ])('%s()', (_, result, limit) => {
    expect(result).toMatchObject(limit);
  });
  it('permutationTest() gives 1 where nothing varies, by its normal approximation too', () => {
    const units = {
      outcome: Array.from({ length: 50_002 }, () => 0.1),
      treated: Array.from({ length: 50_002 }, (_, i) => i % 3 === 0),
    };
    expect(permutationTest(units)).toMatchObject({ p: 1, draws: 0 });
  });
});
