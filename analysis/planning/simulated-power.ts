import type { Dataset } from '../dataset.ts';
import { effectReport } from '../effect-report.ts';
import { assertWhole } from '../numerics/check.ts';
import { type RandomSource, seededRandom } from '../numerics/random.ts';
import type { AnalysisPlan } from '../plan.ts';
import { proportionWilson } from '../two-arms/proportion-wilson.ts';

export interface SimulatedPower {
  readonly method: string;
  readonly trials: number;
  /** Share of trials with p below alpha for the primary difference, by arm. */
  readonly byArm: readonly {
    readonly arm: string;
    readonly power: number;
    /** Interval of the simulation's own error. */
    readonly lower: number;
    readonly upper: number;
    readonly meanEstimate: number | null;
  }[];
}

/**
 * Power by simulation through the very estimator that will be used: whole trials are drawn, each is
 * analysed by `effectReport`, and those with an adjusted p below alpha are counted.
 *
 * @param draw - Makes one trial's columns; all its randomness must come from the source given.
 * @param plan - How each trial is analysed; randomisation tests are left out to save time.
 * @param trials - Number of trials, at least 1.
 * @param seed - The same seed gives the same answer.
 * @returns For each arm but the comparator the share of trials with an adjusted p below alpha, Wilson's
 *   interval of it (level 0.95: the simulation's own error), and the mean of the primary estimates.
 * @throws RangeError if trials or the seed aren't whole, there is no trial, or effectReport refuses
 *   the plan or a trial drawn.
 * @see Morris, White and Crowther (2019), Stat. Med. 38:2074-2102 (simulation and its own error).
 */
export function simulatedPower(
  draw: (random: RandomSource) => Dataset,
  plan: AnalysisPlan,
  trials: number,
  seed: number,
): SimulatedPower {
  assertWhole('trials', trials, 1);
  const random = seededRandom(seed);
  const quick = { ...plan, randomisationDraws: 0 };
  const tallies = plan.arms
    .filter(({ key }) => key !== plan.comparator)
    .map(({ key }) => ({ arm: key, hits: 0, estimates: 0, sum: 0 }));
  for (let trial = 0; trial < trials; trial += 1) {
    const { comparisons } = effectReport(draw(random), quick);
    for (const tally of tallies) {
      const found = comparisons.find(({ arm }) => arm === tally.arm);
      if ((found?.adjustedP ?? 1) < plan.alpha) tally.hits += 1;
      const estimate = found?.primary?.people.standardised.estimate ?? null;
      if (estimate === null) continue;
      tally.estimates += 1;
      tally.sum += estimate;
    }
  }
  return {
    method: 'simulation through effectReport',
    trials,
    byArm: tallies.map(({ arm, hits, estimates, sum }) => {
      const { estimate, lower, upper } = proportionWilson({ events: hits, participants: trials });
      return {
        arm,
        power: estimate,
        lower,
        upper,
        meanEstimate: estimates > 0 ? sum / estimates : null,
      };
    }),
  };
}
