import { findRoot } from '../numerics/root.ts';
import { powerTwoProportions } from './power-two-proportions.ts';
import {
  assertDiffering,
  assertPower,
  type ProportionsPlan,
  type SampleSize,
} from './proportions-plan.ts';

/**
 * People needed for a wished power of the two-sided comparison of two proportions.
 *
 * @param plan - Both risks, alpha and what else shapes the trial.
 * @param power - In (alpha, 1).
 * @returns Smallest size at the plan's ratio with that power and a person in each arm, rounded up to
 *   whole people. Its power may be far above the wished one where arms are tiny.
 * @throws RangeError on risks outside (0, 1) or equal, an impossible plan or power, or when more than
 *   2^53 people were needed.
 * @see Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition,
 *   equation 4.14; `power.prop.test(strict = TRUE)` of R.
 */
export function sampleSizeTwoProportions(plan: ProportionsPlan, power: number): SampleSize {
  const { ratio } = assertDiffering(plan);
  assertPower(power, plan.alpha);
  const short = (n: number): number => powerTwoProportions(plan, n) - power;
  const fewest = Math.max(1, 1 / ratio);
  // Power rises with size at a fixed ratio, but not from alpha: unequal arms have more from the start.
  const exact = short(fewest) >= 0 ? fewest : findRoot(short, fewest, upperBound(short, fewest));
  let result = wholeSize(plan, Math.ceil(exact - 1e-9), ratio);
  // Rounding treated up moves the ratio, which may cost a little power.
  while (result.power < power - 1e-9) result = wholeSize(plan, result.control + 1, ratio);
  return result;
}

function wholeSize(plan: ProportionsPlan, control: number, ratio: number): SampleSize {
  const treated = Math.ceil(control * ratio - 1e-9);
  return {
    method: 'two proportions, normal approximation, pooled under no difference',
    treated,
    control,
    power: powerTwoProportions({ ...plan, ratio: treated / control }, control),
  };
}

function upperBound(short: (n: number) => number, fewest: number): number {
  let high = 16 * fewest;
  while (short(high) < 0) {
    high *= 4;
    if (high > Number.MAX_SAFE_INTEGER) {
      throw new RangeError(
        'Plan a trial: more than 2^53 people were needed; the risks must differ by more',
      );
    }
  }
  return high;
}
