import { assertProportion } from '../numerics/check.ts';
import { findRoot } from '../numerics/root.ts';
import { powerTwoProportions } from './power-two-proportions.ts';
import { assertPower, type ProportionsPlan } from './proportions-plan.ts';

/**
 * Smallest fall in risk that would be found with a wished power.
 *
 * @param plan - Control risk, alpha and what else shapes the trial; not the treated risk.
 * @param control - People to assign to control.
 * @param power - In (alpha, 1).
 * @returns Control minus treated, as a proportion; null when even a fall to almost nothing would be
 *   missed.
 * @throws RangeError on impossible plans, sizes or powers.
 * @see powerTwoProportions, of which this is the inverse; `power.prop.test` of R.
 */
export function minimumDetectableFall(
  plan: Omit<ProportionsPlan, 'treated'>,
  control: number,
  power: number,
): number | null {
  assertPower(power, plan.alpha);
  const at = (fall: number): number =>
    powerTwoProportions({ ...plan, treated: plan.control - fall }, control) - power;
  assertProportion('the control risk', plan.control);
  const most = plan.control * (1 - 1e-9);
  if (at(most) < 0) return null;
  return findRoot(at, plan.control * 1e-12, most);
}
