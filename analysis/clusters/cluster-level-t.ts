import { mean, sampleVariance } from 'simple-statistics';
import { assertAllFinite, assertLevel } from '../numerics/check.ts';
import { tInterval } from '../numerics/intervals.ts';

export interface ClusterLevelComparison {
  readonly method: string;
  /** Treated minus control: mean of group means, groups counting equally. */
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly p: number;
  readonly degreesOfFreedom: number;
  readonly clusters: { readonly treated: number; readonly control: number };
}

/**
 * t test between group means: each group counts once, whatever its size. The plainest honest
 * analysis of a trial that assigned groups.
 *
 * @param treated - Mean outcome of each treated group; at least two.
 * @param control - The same of control groups.
 * @param equalVariances - Pooled variance (Student) or not (Welch, the default).
 * @throws RangeError on fewer than two groups in an arm, values that aren't finite, or no variation.
 * @see Hayes and Moulton (2017), Cluster Randomised Trials, 2nd edition, section 10.3; Welch (1947),
 *   Biometrika 34:28-35.
 */
export function clusterLevelT(
  treated: readonly number[],
  control: readonly number[],
  level = 0.95,
  equalVariances = false,
): ClusterLevelComparison {
  assertLevel(level);
  assertAllFinite('means of treated groups', treated);
  assertAllFinite('means of control groups', control);
  if (treated.length < 2 || control.length < 2) {
    throw new RangeError(
      `Compare groups: ${treated.length} treated and ${control.length} control; each arm needs at least two`,
    );
  }
  const [one, two] = [describe(treated), describe(control)];
  const freedomPooled = one.n + two.n - 2;
  const pooled = ((one.n - 1) * one.variance + (two.n - 1) * two.variance) / freedomPooled;
  const [first, second] = equalVariances
    ? [pooled / one.n, pooled / two.n]
    : [one.variance / one.n, two.variance / two.n];
  const standardError = Math.sqrt(first + second);
  const largest = Math.max(...[...treated, ...control].map(Math.abs));
  // What rounding leaves of means that are alike isn't variation.
  if (!(standardError > 1e-12 * largest)) {
    throw new RangeError(
      'Compare groups: means do not vary within the arms and must, for an error to be judged',
    );
  }
  const degreesOfFreedom = equalVariances
    ? freedomPooled
    : (first + second) ** 2 / (first ** 2 / (one.n - 1) + second ** 2 / (two.n - 1));
  const estimate = one.mean - two.mean;
  return {
    method: `t test of group means, ${equalVariances ? 'equal' : 'unequal'} variances`,
    ...tInterval(estimate, standardError, degreesOfFreedom, level),
    clusters: { treated: one.n, control: two.n },
  };
}

function describe(values: readonly number[]): { n: number; mean: number; variance: number } {
  const list = [...values];
  return { n: list.length, mean: mean(list), variance: sampleVariance(list) };
}
