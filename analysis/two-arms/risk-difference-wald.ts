import { type ArmCounts, assertCounts, assertLevel } from '../numerics/check.ts';
import { normalCritical, normalTwoSided } from '../numerics/distributions.ts';
import type { TwoArmEstimate } from './types.ts';

/**
 * Difference in risk between two arms with the simple (Wald) interval, unpooled variance.
 *
 * Kept as the textbook figure; its coverage fails in small samples and near 0 or 1.
 *
 * @param treated - Events and participants; integers, events <= participants.
 * @param control - Same shape, other arm.
 * @param level - Confidence level, in (0, 1).
 * @returns Treated minus control in [-1, 1]; with no variance in either arm the standard error is
 *   0, the interval a point, and p null.
 * @throws RangeError if an arm is empty or events exceed participants.
 * @see Newcombe (1998), Stat. Med. 17:873-890, method 1.
 */
export function riskDifferenceWald(
  treated: ArmCounts,
  control: ArmCounts,
  level = 0.95,
): TwoArmEstimate {
  assertCounts('the treated arm', treated);
  assertCounts('the control arm', control);
  assertLevel(level);
  const p1 = treated.events / treated.participants;
  const p0 = control.events / control.participants;
  const estimate = p1 - p0;
  const standardError = Math.sqrt(
    (p1 * (1 - p1)) / treated.participants + (p0 * (1 - p0)) / control.participants,
  );
  const reach = normalCritical(level) * standardError;
  return {
    method: 'Wald',
    estimate,
    standardError,
    lower: Math.max(-1, estimate - reach),
    upper: Math.min(1, estimate + reach),
    level,
    p: standardError > 0 ? normalTwoSided(estimate / standardError) : null,
    treated,
    control,
  };
}
