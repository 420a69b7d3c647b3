import { type ArmCounts, assertCounts, assertLevel } from '../numerics/check.ts';
import { normalCritical, normalTwoSided } from '../numerics/distributions.ts';
import type { TwoArmEstimate } from './types.ts';

/**
 * Odds ratio with Woolf's interval on the logarithm.
 *
 * @param treated - Events and participants; integers, events <= participants.
 * @param control - Same shape, other arm.
 * @param level - Confidence level, in (0, 1).
 * @returns Odds in treated over odds in control; the standard error is of its logarithm. Limits: a
 *   zero cell gives 0, Infinity or NaN with an interval from 0 to Infinity and no p; use the exact
 *   conditional odds ratio there.
 * @throws RangeError if an arm is empty or events exceed participants.
 * @see Woolf (1955), Ann. Hum. Genet. 19:251-253.
 */
export function oddsRatioWoolf(
  treated: ArmCounts,
  control: ArmCounts,
  level = 0.95,
): TwoArmEstimate {
  assertCounts('the treated arm', treated);
  assertCounts('the control arm', control);
  assertLevel(level);
  const b = treated.participants - treated.events;
  const d = control.participants - control.events;
  const estimate = (treated.events * d) / (b * control.events);
  const base = { method: 'Woolf log odds', estimate, level, treated, control };
  if (treated.events === 0 || b === 0 || control.events === 0 || d === 0) {
    return { ...base, standardError: null, lower: 0, upper: Number.POSITIVE_INFINITY, p: null };
  }
  const standardError = Math.sqrt(1 / treated.events + 1 / b + 1 / control.events + 1 / d);
  const reach = normalCritical(level) * standardError;
  return {
    ...base,
    standardError,
    lower: estimate * Math.exp(-reach),
    upper: estimate * Math.exp(reach),
    p: normalTwoSided(Math.log(estimate) / standardError),
  };
}
