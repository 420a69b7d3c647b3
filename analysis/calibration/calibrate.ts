import { mean, sampleStandardDeviation } from 'simple-statistics';
import type { Dataset } from '../dataset.ts';
import { effectReport } from '../effect-report.ts';
import { confidenceSequence } from '../looks/confidence-sequence.ts';
import { groupSequentialBoundaries } from '../looks/group-sequential-boundaries.ts';
import { assertWhole } from '../numerics/check.ts';
import { type RandomSource, seededRandom } from '../numerics/random.ts';
import type { Bounds, Estimate } from '../report/types.ts';
import { drawTrial, naturePlan, type TrialNature } from './draw-trial.ts';

/** How one estimator did in one scenario. Shares are of trials in which it gave an interval. */
export interface CalibrationRow {
  readonly scenario: string;
  readonly estimator: string;
  readonly trials: number;
  /** Trials in which it gave an interval. */
  readonly used: number;
  /** Share of intervals that exclude zero: type I error under no effect, power otherwise. */
  readonly rejected: number;
  /** Share of intervals that hold the truth. */
  readonly coverage: number;
  /** Mean estimate minus truth. */
  readonly bias: number;
  /** Mean stated error over the actual spread of estimates; 1 is right. Null without errors. */
  readonly errorRatio: number | null;
}

export interface Scenario {
  readonly name: string;
  readonly nature: TrialNature;
}

/** Enough for a p at alpha; one less than a round number, so that p can be alpha itself. */
const DRAWS = 999;
const TWO = ['control', 'trained'];
const BASE: TrialNature = {
  arms: TWO,
  people: 600,
  risks: [0.2, 0.3, 0.4],
  effect: 0,
  acceptance: 0.6,
  acceptanceEffect: 0,
  loss: [0.1, 0.1, 0.1],
};

/** What the estimators are tried on. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'no effect', nature: BASE },
  { name: 'effect -0.10', nature: { ...BASE, effect: -0.1, acceptanceEffect: -0.05 } },
  {
    name: 'small cells, no effect',
    nature: { ...BASE, people: 80, risks: [0.08, 0.12, 0.16], loss: [0, 0, 0] },
  },
  {
    name: 'small cells, effect -0.08',
    nature: { ...BASE, people: 80, risks: [0.12, 0.16, 0.2], effect: -0.08, loss: [0, 0, 0] },
  },
  { name: 'groups, no effect', nature: { ...BASE, groupsPerArm: 12, groupSpread: 0.45 } },
  {
    name: 'groups, effect -0.10',
    nature: { ...BASE, effect: -0.1, groupsPerArm: 12, groupSpread: 0.45 },
  },
  {
    name: 'few groups, no effect',
    nature: { ...BASE, people: 300, risks: [0.3], loss: [0.1], groupsPerArm: 5, groupSpread: 0.45 },
  },
  {
    name: 'loss by stratum, effect -0.10',
    nature: { ...BASE, effect: -0.1, loss: [0, 0.25, 0.5] },
  },
  {
    name: 'loss by stratum and arm, effect -0.10',
    nature: {
      ...BASE,
      risks: [0.15, 0.3, 0.6],
      effect: -0.1,
      loss: [0.05, 0.1, 0.1],
      lossEffect: [0, 0.1, 0.45],
    },
  },
  {
    name: 'loss of those who fell, effect -0.10',
    nature: { ...BASE, effect: -0.1, lossWithEvent: 0.4 },
  },
  {
    name: 'covariate that foretells, effect -0.10',
    nature: { ...BASE, effect: -0.1, risks: [0.4, 0.5, 0.6], foretells: 0.6 },
  },
];

/**
 * Draws trials and analyses each by `effectReport`, keeping count of how often intervals reject
 * zero and hold the truth.
 *
 * @param trials - Trials to draw, at least 1.
 * @param seed - The same seed gives the same table.
 */
export function calibrate(
  scenario: Scenario,
  trials: number,
  seed: number,
  alpha = 0.05,
): CalibrationRow[] {
  assertWhole('trials', trials, 1);
  const { name, nature } = scenario;
  const random = seededRandom(seed);
  const plan = { ...naturePlan(nature, alpha), randomisationDraws: DRAWS };
  const naive = { ...plan, unit: 'participant' as const, randomisationDraws: 0 };
  const clustered = plan.unit === 'cluster';
  const redrawn = { used: 0, rejected: 0 };
  const tallies = new Map<string, Tally>();
  const add = (estimator: string, truth: number, result: Interval | null | undefined): void => {
    const tally = tallies.get(estimator) ?? emptyTally(truth);
    tallies.set(estimator, tally);
    record(tally, result);
  };
  for (let trial = 0; trial < trials; trial += 1) {
    const dataset = drawTrial(nature, random);
    const comparison = effectReport(dataset, plan).comparisons[0];
    const people = comparison?.primary?.people;
    const twins = comparison?.twins;
    add(clustered ? 'standardised, CR2' : 'standardised, HC2', nature.effect, people?.standardised);
    add(
      clustered ? 'unadjusted, CR2' : 'unadjusted, Welch',
      nature.effect,
      people?.unadjusted.welch,
    );
    if (clustered) {
      const wrong = effectReport(dataset, naive).comparisons[0]?.primary?.people;
      add('taking people as independent', nature.effect, wrong?.standardised);
    } else {
      add('Newcombe', nature.effect, people?.unadjusted.newcombe);
      add('Miettinen-Nurminen', nature.effect, people?.unadjusted.miettinenNurminen);
      if (people?.covariateAdjusted) add('Lin, HC2', nature.effect, people.covariateAdjusted);
      add('attrition weights', nature.effect, comparison?.missing?.weighted);
      add('Lee bounds', nature.effect, around(comparison?.missing?.lee));
      add('worst-case bounds', nature.effect, around(people?.bounds));
    }
    const p = comparison?.randomisation?.p ?? null;
    if (p !== null) redrawn.used += 1;
    if (p !== null && p <= alpha) redrawn.rejected += 1;
    add('twin acceptance', nature.acceptanceEffect, twins?.twin.standardised);
    if (nature.effect === 0 && nature.acceptanceEffect === 0)
      add("difference in d'", 0, twins?.dPrimeDifference);
  }
  const test = alarms(name, `randomisation test, ${DRAWS} draws`, redrawn.used, redrawn.rejected);
  return [
    ...[...tallies].map(([estimator, tally]) => summarise(name, estimator, trials, tally)),
    // It has no interval.
    { ...test, coverage: Number.NaN, trials },
  ];
}

/**
 * Trials without an effect, looked at every day by `effectReport`: how often does each rule cry out at
 * least once?
 *
 * @param looks - Equally spaced looks.
 */
export function calibratePeeking(
  trials: number,
  seed: number,
  looks = 30,
  alpha = 0.05,
): CalibrationRow[] {
  assertWhole('trials', trials, 1);
  assertWhole('looks', looks, 1);
  const random = seededRandom(seed);
  const plan = naturePlan(BASE, alpha);
  const planned = PEOPLE_A_LOOK * looks;
  const boundaries = groupSequentialBoundaries(
    Array.from({ length: looks }, (_, look) => (look + 1) / looks),
    alpha,
  );
  const cried = { naive: 0, boundary: 0, sequence: 0 };
  for (let trial = 0; trial < trials; trial += 1) {
    const seen = { naive: false, boundary: false, sequence: false };
    const counts = new Float64Array(2 * PEEKED_RISKS.length * 2);
    for (let look = 0; look < looks; look += 1) {
      addPeople(counts, random);
      const { comparisons } = effectReport(countsSoFar(counts), plan);
      const now = comparisons[0]?.primary?.people.standardised;
      if (!now || now.estimate === null || now.standardError === null) continue;
      if ((now.p ?? 1) < alpha) seen.naive = true;
      const z = Math.abs(now.estimate / now.standardError);
      if (z >= (boundaries[look]?.z ?? Number.POSITIVE_INFINITY)) seen.boundary = true;
      // A sequence holds from a first look with some people behind it.
      if ((look + 1) * PEOPLE_A_LOOK < 200) continue;
      const { lower, upper } = confidenceSequence(
        now.estimate,
        now.standardError,
        (look + 1) * PEOPLE_A_LOOK,
        planned,
        alpha,
      );
      if (lower > 0 || upper < 0) seen.sequence = true;
    }
    for (const rule of ['naive', 'boundary', 'sequence'] as const) if (seen[rule]) cried[rule] += 1;
  }
  const row = (estimator: string, hits: number): CalibrationRow =>
    alarms(`no effect, looked at ${looks} times`, estimator, trials, hits);
  return [
    row('standardised, p < alpha at any look', cried.naive),
    row("Lan-DeMets, O'Brien-Fleming", cried.boundary),
    row('confidence sequence', cried.sequence),
  ];
}

/** Two trainings without effect: how often is either called significant, adjusted by Holm and not? */
export function calibrateArms(trials: number, seed: number, alpha = 0.05): CalibrationRow[] {
  assertWhole('trials', trials, 1);
  const random = seededRandom(seed);
  const nature: TrialNature = { ...BASE, arms: ['control', 'tips', 'game'] };
  const plan = naturePlan(nature, alpha);
  const hits = { adjusted: 0, plain: 0 };
  for (let trial = 0; trial < trials; trial += 1) {
    const { comparisons } = effectReport(drawTrial(nature, random), plan);
    const plain = comparisons.map(({ primary }) => primary?.people.standardised.p ?? 1);
    if (comparisons.some(({ adjustedP }) => (adjustedP ?? 1) < alpha)) hits.adjusted += 1;
    if (plain.some((p) => p < alpha)) hits.plain += 1;
  }
  return [
    alarms('two trainings, no effect', 'any significant after Holm', trials, hits.adjusted),
    alarms('two trainings, no effect', 'any significant, not adjusted', trials, hits.plain),
  ];
}

/** A rule that may cry out in a trial without an effect. */
function alarms(scenario: string, estimator: string, trials: number, hits: number): CalibrationRow {
  return {
    scenario,
    estimator,
    trials,
    used: trials,
    rejected: hits / trials,
    coverage: 1 - hits / trials,
    bias: Number.NaN,
    errorRatio: null,
  };
}

type Interval = Pick<Estimate, 'estimate' | 'standardError' | 'lower' | 'upper'>;

interface Tally {
  readonly truth: number;
  used: number;
  rejected: number;
  covered: number;
  estimates: number[];
  errors: number[];
}

function emptyTally(truth: number): Tally {
  return { truth, used: 0, rejected: 0, covered: 0, estimates: [], errors: [] };
}

function record(tally: Tally, result: Interval | null | undefined): void {
  if (!result) return;
  const { estimate, standardError, lower, upper } = result;
  if (estimate !== null) tally.estimates.push(estimate);
  if (standardError !== null) tally.errors.push(standardError);
  if (lower === null || upper === null) return;
  tally.used += 1;
  if (lower > 0 || upper < 0) tally.rejected += 1;
  if (lower <= tally.truth && upper >= tally.truth) tally.covered += 1;
}

function summarise(
  scenario: string,
  estimator: string,
  trials: number,
  tally: Tally,
): CalibrationRow {
  const { estimates, errors } = tally;
  const centre = estimates.length > 0 ? mean(estimates) : Number.NaN;
  const spread = estimates.length > 1 ? sampleStandardDeviation(estimates) : 0;
  return {
    scenario,
    estimator,
    trials,
    used: tally.used,
    rejected: tally.rejected / tally.used,
    coverage: tally.covered / tally.used,
    bias: centre - tally.truth,
    errorRatio: errors.length > 1 && spread > 0 ? mean(errors) / spread : null,
  };
}

/** People of both arms who join between looks, and the risks of their strata. */
const PEOPLE_A_LOOK = 40;
const PEEKED_RISKS = [0.25, 0.35];

/** As many of each arm in each stratum; counts by arm, stratum and event. */
function addPeople(counts: Float64Array, random: RandomSource): void {
  for (let person = 0; person < PEOPLE_A_LOOK; person += 1) {
    const cell = person % (2 * PEEKED_RISKS.length);
    const event = random() < (PEEKED_RISKS[cell % PEEKED_RISKS.length] ?? 0) ? 1 : 0;
    counts[2 * cell + event] = (counts[2 * cell + event] as number) + 1;
  }
}

/** Columns of what was counted: people alike share a row. */
function countsSoFar(counts: Float64Array): Dataset {
  const rows = counts.length;
  const cellOf = (row: number): number => Math.floor(row / 2);
  const events = Uint16Array.from({ length: rows }, (_, row) => row % 2);
  return {
    rows,
    count: counts,
    arm: {
      levels: TWO,
      codes: Int32Array.from({ length: rows }, (_, row) =>
        Math.floor(cellOf(row) / PEEKED_RISKS.length),
      ),
    },
    stratum: {
      levels: PEEKED_RISKS.map((_, k) => `s${k}`),
      codes: Int32Array.from({ length: rows }, (_, row) => cellOf(row) % PEEKED_RISKS.length),
    },
    covariates: {},
    offers: [
      {
        wave: 'second',
        role: 'lure',
        status: new Uint8Array(rows),
        form: { levels: ['a'], codes: new Int32Array(rows) },
        position: new Uint8Array(rows),
        offered: new Uint16Array(rows).fill(1),
        events: { compromised: { people: events, people_and_unsure: events, everything: events } },
      },
    ],
  };
}

/** The interval around bounds. */
function around(bounds: Bounds | null | undefined): Interval | null {
  if (!bounds) return null;
  const { intervalLower, intervalUpper } = bounds;
  return { estimate: null, standardError: null, lower: intervalLower, upper: intervalUpper };
}
