import { type ArmCounts, assertCounts, assertLevel } from '../numerics/check.ts';
import { normalCritical, normalTwoSided } from '../numerics/distributions.ts';
import type { TwoArmEstimate } from './types.ts';

/**
 * Ratio of risks with Katz's interval on the logarithm.
 *
 * @param treated - Events and participants; integers, events <= participants.
 * @param control - Same shape, other arm.
 * @param level - Confidence level, in (0, 1).
 * @returns Treated over control; the standard error is of its logarithm. Limits: no events in one
 *   arm gives 0 or Infinity with an interval from 0 to Infinity and no p; none in both gives NaN.
 *   Everybody in both arms gives 1 with no width; use the score interval there.
 * @throws RangeError if an arm is empty or events exceed participants.
 * @see Katz et al. (1978), Biometrics 34:469-474, method C.
 */
export function riskRatioKatz(
  treated: ArmCounts,
  control: ArmCounts,
  level = 0.95,
): TwoArmEstimate {
  assertCounts('the treated arm', treated);
  assertCounts('the control arm', control);
  assertLevel(level);
  const estimate = treated.events / treated.participants / (control.events / control.participants);
  const base = { method: 'Katz log', estimate, level, treated, control };
  if (treated.events === 0 || control.events === 0) {
    return { ...base, standardError: null, lower: 0, upper: Number.POSITIVE_INFINITY, p: null };
  }
  const standardError = Math.sqrt(
    1 / treated.events - 1 / treated.participants + 1 / control.events - 1 / control.participants,
  );
  const reach = normalCritical(level) * standardError;
  return {
    ...base,
    standardError,
    lower: estimate * Math.exp(-reach),
    upper: estimate * Math.exp(reach),
    p: standardError > 0 ? normalTwoSided(Math.log(estimate) / standardError) : null,
  };
}
