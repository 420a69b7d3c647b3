import { assertLevel } from '../numerics/check.ts';
import { normalCritical, normalTwoSided } from '../numerics/distributions.ts';
import { assertMoments, type Moments, varianceOfMean } from '../strata/moments.ts';

export interface FactorialEffect {
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly p: number | null;
}

export interface FactorialResult {
  readonly method: string;
  /** Mean effect of the first factor over the two levels of the second. */
  readonly first: FactorialEffect;
  readonly second: FactorialEffect;
  /** Effect of the first with the second, minus its effect without: 0 when they add up. */
  readonly interaction: FactorialEffect;
  readonly level: number;
}

/**
 * Main effects and interaction of a two-by-two trial on the scale of differences, each cell of the
 * design weighted equally, variances not assumed equal.
 *
 * @param arms - Moments of the outcome in the four arms: neither, first alone, second alone, both.
 * @param level - Confidence level, in (0, 1).
 * @returns When nothing varies within the arms the errors are 0, the intervals points and p null.
 * @throws RangeError if an arm has fewer than two people, or moments that can't come from outcomes in
 *   [0, 1].
 * @see Cox and Reid (2000), The Theory of the Design of Experiments, section 5.3; variances of cell
 *   means as in Welch (1947).
 */
export function factorialEffects(
  arms: {
    readonly neither: Moments;
    readonly first: Moments;
    readonly second: Moments;
    readonly both: Moments;
  },
  level = 0.95,
): FactorialResult {
  assertLevel(level);
  const cells = [arms.neither, arms.first, arms.second, arms.both].map((arm) => {
    assertMoments('an arm', arm);
    return { mean: arm.sum / arm.participants, variance: varianceOfMean(arm) };
  });
  const contrast = (weights: readonly number[]): FactorialEffect => {
    let estimate = 0;
    let variance = 0;
    cells.forEach((cell, place) => {
      const weight = weights[place] ?? 0;
      estimate += weight * cell.mean;
      variance += weight * weight * cell.variance;
    });
    const standardError = Math.sqrt(variance);
    const reach = normalCritical(level) * standardError;
    return {
      estimate,
      standardError,
      lower: estimate - reach,
      upper: estimate + reach,
      p: standardError > 0 ? normalTwoSided(estimate / standardError) : null,
    };
  };
  return {
    method: 'two-by-two contrasts of means, unequal variances',
    first: contrast([-0.5, 0.5, -0.5, 0.5]),
    second: contrast([-0.5, -0.5, 0.5, 0.5]),
    interaction: contrast([1, -1, -1, 1]),
    level,
  };
}
