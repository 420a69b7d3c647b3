import { mean, sampleStandardDeviation } from 'simple-statistics';
import { effectReport } from '../effect-report.ts';
import { confidenceSequence } from '../looks/confidence-sequence.ts';
import { groupSequentialBoundaries } from '../looks/group-sequential-boundaries.ts';
import { assertWhole } from '../numerics/check.ts';
import { normalCritical } from '../numerics/distributions.ts';
import { type RandomSource, seededRandom } from '../numerics/random.ts';
import type { Estimate } from '../report/types.ts';
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
    name: 'few groups, no effect',
    nature: { ...BASE, people: 300, risks: [0.3], loss: [0.1], groupsPerArm: 5, groupSpread: 0.45 },
  },
  {
    name: 'loss by stratum, effect -0.10',
    nature: { ...BASE, effect: -0.1, loss: [0, 0.25, 0.5] },
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
  const plan = naturePlan(nature, alpha);
  const naive = { ...plan, unit: 'participant' as const };
  const clustered = plan.unit === 'cluster';
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
      add('attrition weights', nature.effect, comparison?.missing?.weighted);
      if (people && people.bounds.lower !== null) {
        add('worst-case bounds', nature.effect, {
          estimate: null,
          standardError: null,
          lower: people.bounds.intervalLower,
          upper: people.bounds.intervalUpper,
        });
      }
    }
    add('twin acceptance', nature.acceptanceEffect, twins?.twin.standardised);
    if (nature.effect === 0 && nature.acceptanceEffect === 0)
      add("difference in d'", 0, twins?.dPrimeDifference);
  }
  return [...tallies].map(([estimator, tally]) => summarise(name, estimator, trials, tally));
}

/**
 * Trials without an effect, looked at every day: how often does each rule cry out at least once?
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
  const random = seededRandom(seed);
  const perLook = 20;
  const boundaries = groupSequentialBoundaries(
    Array.from({ length: looks }, (_, look) => (look + 1) / looks),
    alpha,
  );
  const critical = normalCritical(1 - alpha);
  const cried = { naive: 0, boundary: 0, sequence: 0 };
  for (let trial = 0; trial < trials; trial += 1) {
    const seen = { naive: false, boundary: false, sequence: false };
    const arms = [
      { n: 0, events: 0 },
      { n: 0, events: 0 },
    ];
    for (let look = 0; look < looks; look += 1) {
      for (const arm of arms) addPeople(arm, perLook, random);
      const facts = differenceNow(arms);
      if (!facts) continue;
      const z = Math.abs(facts.estimate / facts.standardError);
      if (z > critical) seen.naive = true;
      if (z >= (boundaries[look]?.z ?? Number.POSITIVE_INFINITY)) seen.boundary = true;
      // A sequence holds from a first look with some people behind it.
      if (look >= 4) {
        const people = 2 * perLook * (look + 1);
        const { lower, upper } = confidenceSequence(
          facts.estimate,
          facts.standardError,
          people,
          2 * perLook * looks,
          alpha,
        );
        if (lower > 0 || upper < 0) seen.sequence = true;
      }
    }
    for (const rule of ['naive', 'boundary', 'sequence'] as const) if (seen[rule]) cried[rule] += 1;
  }
  const row = (estimator: string, hits: number): CalibrationRow => ({
    scenario: `no effect, looked at ${looks} times`,
    estimator,
    trials,
    used: trials,
    rejected: hits / trials,
    coverage: 1 - hits / trials,
    bias: 0,
    errorRatio: null,
  });
  return [
    row('fixed critical value at each look', cried.naive),
    row("Lan-DeMets, O'Brien-Fleming", cried.boundary),
    row('confidence sequence', cried.sequence),
  ];
}

/** Two trainings without effect: how often is either called significant after Holm? */
export function calibrateArms(trials: number, seed: number, alpha = 0.05): CalibrationRow {
  const random = seededRandom(seed);
  const nature: TrialNature = { ...BASE, arms: ['control', 'tips', 'game'] };
  const plan = naturePlan(nature, alpha);
  let hits = 0;
  for (let trial = 0; trial < trials; trial += 1) {
    const { comparisons } = effectReport(drawTrial(nature, random), plan);
    if (comparisons.some(({ adjustedP }) => adjustedP !== null && adjustedP < alpha)) hits += 1;
  }
  return {
    scenario: 'two trainings, no effect',
    estimator: 'any significant after Holm',
    trials,
    used: trials,
    rejected: hits / trials,
    coverage: 1 - hits / trials,
    bias: 0,
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

function addPeople(arm: { n: number; events: number }, people: number, random: RandomSource): void {
  arm.n += people;
  for (let person = 0; person < people; person += 1) if (random() < 0.3) arm.events += 1;
}

function differenceNow(
  arms: readonly { readonly n: number; readonly events: number }[],
): { estimate: number; standardError: number } | null {
  const [two, one] = arms;
  if (!one || !two) return null;
  const p = one.events / one.n;
  const q = two.events / two.n;
  const variance = (p * (1 - p)) / one.n + (q * (1 - q)) / two.n;
  return variance > 0 ? { estimate: p - q, standardError: Math.sqrt(variance) } : null;
}
