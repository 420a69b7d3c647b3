import { type ArmCounts, assertCounts, assertLevel } from '../numerics/check.ts';
import { proportionWilson } from './proportion-wilson.ts';
import type { TwoArmEstimate } from './types.ts';

/**
 * Difference in risk between two arms of an individually randomised trial, with Newcombe's hybrid
 * score interval.
 *
 * @param treated - Events and participants; integers, events <= participants.
 * @param control - Same shape, other arm.
 * @param level - Confidence level, in (0, 1).
 * @returns Treated minus control as a proportion in [-1, 1] (not percentage points), interval
 *   bounds, both denominators, method name. The method has no standard error and no test.
 * @throws RangeError if an arm is empty or events exceed participants.
 * @see Newcombe (1998), Stat. Med. 17:873-890, method 10.
 */
export function riskDifferenceNewcombe(
  treated: ArmCounts,
  control: ArmCounts,
  level = 0.95,
): TwoArmEstimate {
  assertCounts('the treated arm', treated);
  assertCounts('the control arm', control);
  assertLevel(level);
  const first = proportionWilson(treated, level);
  const second = proportionWilson(control, level);
  const estimate = first.estimate - second.estimate;
  return {
    method: 'Newcombe hybrid score',
    estimate,
    standardError: null,
    lower: estimate - Math.hypot(first.estimate - first.lower, second.upper - second.estimate),
    upper: estimate + Math.hypot(first.upper - first.estimate, second.estimate - second.lower),
    level,
    p: null,
    treated,
    control,
  };
}
