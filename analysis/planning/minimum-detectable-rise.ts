import { minimumDetectableFall } from './minimum-detectable-fall.ts';
import type { ProportionsPlan } from './proportions-plan.ts';

/**
 * Smallest rise in risk that would be found with a wished power: the fall of the opposite outcome.
 *
 * @returns Treated minus control, as a proportion; null when even a rise to almost one would be missed.
 * @throws RangeError on impossible plans, sizes or powers.
 */
export function minimumDetectableRise(
  plan: Omit<ProportionsPlan, 'treated'>,
  control: number,
  power: number,
): number | null {
  return minimumDetectableFall({ ...plan, control: 1 - plan.control }, control, power);
}
