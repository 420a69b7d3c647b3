import { assertWhole } from '../numerics/check.ts';
import { chiSquareUpper } from '../numerics/distributions.ts';

export interface SampleRatioResult {
  readonly method: string;
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly p: number;
  /** People expected in each arm, in the order given. */
  readonly expected: readonly number[];
  /** True below p = 0.001: something other than the draw decided who is in which arm. */
  readonly stop: boolean;
}

/**
 * Do the numbers assigned agree with the planned shares? Chi-square goodness of fit.
 *
 * @param assigned - People assigned to each arm; whole numbers, at least two arms.
 * @param shares - Planned share of each arm, above 0, summing to 1 (within 1e-9).
 * @returns Statistic, arms minus one degrees of freedom, p, expected numbers.
 * @throws RangeError on fewer than two arms, shares that don't sum to 1, or nobody assigned.
 * @see Fabijan et al. (2019), KDD '19, 2156-2164, section 5.
 */
export function sampleRatioTest(
  assigned: readonly number[],
  shares: readonly number[],
): SampleRatioResult {
  if (assigned.length < 2 || assigned.length !== shares.length) {
    throw new RangeError(
      `Check the sample ratio: ${assigned.length} arms and ${shares.length} shares; give one share for each of at least two arms`,
    );
  }
  for (const people of assigned) assertWhole('people assigned', people);
  const sum = shares.reduce((total, share) => total + share, 0);
  if (shares.some((share) => !(share > 0)) || !(Math.abs(sum - 1) <= 1e-9)) {
    throw new RangeError(
      `Check the sample ratio: shares are ${shares.join(', ')}; each must be above 0 and they must sum to 1`,
    );
  }
  const total = assigned.reduce((people, arm) => people + arm, 0);
  if (total === 0) {
    throw new RangeError('Check the sample ratio: nobody is assigned and at least one is needed');
  }
  const expected = shares.map((share) => share * total);
  const statistic = expected.reduce(
    (chi, mean, arm) => chi + ((assigned[arm] ?? 0) - mean) ** 2 / mean,
    0,
  );
  const p = chiSquareUpper(statistic, assigned.length - 1);
  return {
    method: 'chi-square of assigned against planned shares',
    statistic,
    degreesOfFreedom: assigned.length - 1,
    p,
    expected,
    stop: p < 0.001,
  };
}
