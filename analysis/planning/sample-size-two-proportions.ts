import { findRoot } from '../numerics/root.ts';
import { powerTwoProportions } from './power-two-proportions.ts';
import {
  assertDiffering,
  assertPower,
  type ProportionsPlan,
  type SampleSize,
} from './proportions-plan.ts';

/**
 * People needed for a wished power.
 *
 * @param power - In (alpha, 1).
 * @throws RangeError on impossible plans or powers.
 */
export function sampleSizeTwoProportions(plan: ProportionsPlan, power: number): SampleSize {
  const { ratio } = assertDiffering(plan);
  assertPower(power, plan.alpha);
  const exact = findRoot(
    (n) => powerTwoProportions(plan, n) - power,
    1e-6,
    upperBound((n) => powerTwoProportions(plan, n) - power),
  );
  const control = Math.ceil(exact - 1e-9);
  return {
    method: 'two proportions, normal approximation, pooled under no difference',
    treated: Math.ceil(exact * ratio - 1e-9),
    control,
    power: powerTwoProportions(plan, control),
  };
}

function upperBound(gap: (n: number) => number): number {
  let high = 16;
  while (gap(high) < 0 && high < 1e15) high *= 4;
  return high;
}
