import { type ArmCounts, assertCounts, assertLevel } from '../numerics/check.ts';
import { normalCritical, normalTwoSided } from '../numerics/distributions.ts';
import { findRoot } from '../numerics/root.ts';
import { constrainedRisksForDifference } from './constrained-risks.ts';
import type { TwoArmEstimate } from './types.ts';

/**
 * Difference in risk between two arms with Miettinen and Nurminen's score interval.
 *
 * The bounds are the differences at which the score statistic, with variance at the constrained
 * estimates times N / (N - 1), equals the critical value.
 *
 * @param treated - Events and participants; integers, events <= participants.
 * @param control - Same shape, other arm.
 * @param level - Confidence level, in (0, 1).
 * @returns Treated minus control in [-1, 1]. p is the score test's at a difference of zero: the
 *   uncorrected chi-square with the factor (N - 1) / N; null when nobody or everybody had the event.
 * @throws RangeError if an arm is empty or events exceed participants.
 * @see Miettinen and Nurminen (1985), Stat. Med. 4:213-226, equations 8 and 9.
 */
export function riskDifferenceMiettinenNurminen(
  treated: ArmCounts,
  control: ArmCounts,
  level = 0.95,
): TwoArmEstimate {
  assertCounts('the treated arm', treated);
  assertCounts('the control arm', control);
  assertLevel(level);
  const estimate = treated.events / treated.participants - control.events / control.participants;
  const z = normalCritical(level);
  const total = treated.events + control.events;
  const variable = total > 0 && total < treated.participants + control.participants;
  return {
    method: 'Miettinen-Nurminen score',
    estimate,
    standardError: null,
    lower: crossing(treated, control, estimate, -1, z),
    upper: crossing(treated, control, estimate, 1, z),
    level,
    p: variable ? normalTwoSided(scoreOfDifference(treated, control, 0)) : null,
    treated,
    control,
  };
}

/** Score statistic of a hypothesised difference; zero at the estimate, falling as it rises. */
export function scoreOfDifference(
  treated: ArmCounts,
  control: ArmCounts,
  difference: number,
): number {
  const gap =
    treated.events / treated.participants - control.events / control.participants - difference;
  const error = errorUnderDifference(treated, control, difference);
  if (error === 0) return gap === 0 ? 0 : gap * Number.POSITIVE_INFINITY;
  return gap / error;
}

/**
 * Standard error of the difference where both risks are estimated under a hypothesised difference,
 * squared times N / (N - 1). 0 only where the hypothesis leaves both risks at 0 or 1.
 */
export function errorUnderDifference(
  treated: ArmCounts,
  control: ArmCounts,
  difference: number,
): number {
  const n1 = treated.participants;
  const n0 = control.participants;
  const risks = constrainedRisksForDifference(treated, control, difference);
  const variance =
    (risks.treated * (1 - risks.treated)) / n1 + (risks.control * (1 - risks.control)) / n0;
  return Math.sqrt(variance * ((n1 + n0) / (n1 + n0 - 1)));
}

function crossing(
  treated: ArmCounts,
  control: ArmCounts,
  estimate: number,
  end: -1 | 1,
  z: number,
): number {
  if (estimate === end) return end;
  // 0 at the estimate, infinite at the end, where both risks are tied down and leave no variance.
  const beyond = (difference: number): number =>
    Math.abs(scoreOfDifference(treated, control, difference)) - z;
  return findRoot(beyond, estimate, end);
}
