import { assertFinite, assertLevel, assertPositive } from '../numerics/check.ts';
import { normalTwoSided, tTwoSided } from '../numerics/distributions.ts';
import { type DetectionEstimate, withInterval } from './detection-estimate.ts';

/**
 * Difference between two independent arms in d' or in c, with interval and test.
 *
 * @param first - d' or c of one arm with its standard error, as signalDetection gives them.
 * @param second - The same measure of another arm, of other people.
 * @param level - Confidence level, in (0, 1).
 * @param degreesOfFreedom - For a t interval where variances come from few groups; normal without.
 * @returns First minus second.
 * @throws RangeError on numbers that aren't finite, or when neither arm has an error.
 * @see Gourevitch and Galanter (1967), Psychometrika 32:25-33, equation 5.
 */
export function detectionDifference(
  first: DetectionEstimate,
  second: DetectionEstimate,
  level = 0.95,
  degreesOfFreedom?: number,
): DetectionEstimate & { readonly p: number } {
  assertLevel(level);
  const estimate = first.estimate - second.estimate;
  const variance = first.standardError ** 2 + second.standardError ** 2;
  assertFinite('the difference', estimate);
  assertPositive('the variance of the difference', variance);
  if (degreesOfFreedom !== undefined) assertPositive('degrees of freedom', degreesOfFreedom);
  const result = withInterval(estimate, variance, level, degreesOfFreedom);
  const statistic = estimate / result.standardError;
  return {
    ...result,
    p:
      degreesOfFreedom === undefined
        ? normalTwoSided(statistic)
        : tTwoSided(statistic, degreesOfFreedom),
  };
}
