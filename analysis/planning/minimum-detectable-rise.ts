import { minimumDetectableFall } from './minimum-detectable-fall.ts';
import type { ProportionsPlan } from './proportions-plan.ts';

/**
 * Smallest rise in risk that would be found with a wished power: the fall of the opposite outcome.
 *
 * @param plan - Control risk, alpha and what else shapes the trial; not the treated risk.
 * @param control - People to assign to control.
 * @param power - In (alpha, 1).
 * @returns Treated minus control, as a proportion; null when even a rise to almost one would be missed.
 * @throws RangeError on impossible plans, sizes or powers.
 * @see powerTwoProportions, of which this is the inverse; `power.prop.test` of R.
 */
export function minimumDetectableRise(
  plan: Omit<ProportionsPlan, 'treated'>,
  control: number,
  power: number,
): number | null {
  return minimumDetectableFall({ ...plan, control: 1 - plan.control }, control, power);
}
