import type { Dataset } from '../dataset.ts';
import { effectReport } from '../effect-report.ts';
import { assertWhole } from '../numerics/check.ts';
import { type RandomSource, seededRandom } from '../numerics/random.ts';
import type { AnalysisPlan } from '../plan.ts';
import type { EffectReport } from '../report/types.ts';
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
 * @param trials - Number of trials, at least 1.
 * @param seed - The same seed gives the same answer.
 */
export function simulatedPower(
  draw: (random: RandomSource) => Dataset,
  plan: AnalysisPlan,
  trials: number,
  seed: number,
): SimulatedPower {
  assertWhole('trials', trials, 1);
  const random = seededRandom(seed);
  const reports: EffectReport[] = Array.from({ length: trials }, () =>
    effectReport(draw(random), plan),
  );
  const arms = plan.arms.filter(({ key }) => key !== plan.comparator);
  return {
    method: 'simulation through effectReport',
    trials,
    byArm: arms.map(({ key }) => {
      const found = reports.map(({ comparisons }) => comparisons.find(({ arm }) => arm === key));
      const hits = found.filter(
        (c) => c?.adjustedP !== null && (c?.adjustedP ?? 1) < plan.alpha,
      ).length;
      const estimates = found.flatMap((c) => c?.primary?.people.standardised.estimate ?? []);
      const { estimate, lower, upper } = proportionWilson({ events: hits, participants: trials });
      return {
        arm: key,
        power: estimate,
        lower,
        upper,
        meanEstimate:
          estimates.length > 0
            ? estimates.reduce((sum, one) => sum + one, 0) / estimates.length
            : null,
      };
    }),
  };
}
