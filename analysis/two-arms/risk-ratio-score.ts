import { type ArmCounts, assertCounts, assertLevel } from '../numerics/check.ts';
import { normalCritical } from '../numerics/distributions.ts';
import { findRoot } from '../numerics/root.ts';
import { constrainedRisksForRatio } from './constrained-risks.ts';
import type { TwoArmEstimate } from './types.ts';

/**
 * Ratio of risks with the score interval of Koopman, in Miettinen and Nurminen's version with
 * variance times N / (N - 1).
 *
 * @param treated - Events and participants; integers, events <= participants.
 * @param control - Same shape, other arm.
 * @param level - Confidence level, in (0, 1).
 * @returns Treated over control. Limits: no events in control gives Infinity with a finite lower
 *   bound; none in treated gives 0 with a finite upper bound; none in both gives NaN and 0 to
 *   Infinity. p is null (the score test of equal risks is that of the difference).
 * @throws RangeError if an arm is empty or events exceed participants.
 * @see Koopman (1984), Biometrics 40:513-517; Miettinen and Nurminen (1985), Stat. Med. 4:213-226,
 *   equation 10.
 */
export function riskRatioScore(
  treated: ArmCounts,
  control: ArmCounts,
  level = 0.95,
): TwoArmEstimate {
  assertCounts('the treated arm', treated);
  assertCounts('the control arm', control);
  assertLevel(level);
  const z = normalCritical(level);
  const estimate = treated.events / treated.participants / (control.events / control.participants);
  // Below 0 inside the interval, 0 at its ends.
  const beyond = (logRatio: number): number =>
    Math.abs(scoreOfRatio(treated, control, logRatio)) - z;
  const none = treated.events === 0 && control.events === 0;
  const start = insideOf(treated, control, beyond);
  return {
    method: 'Miettinen-Nurminen score ratio',
    estimate,
    standardError: null,
    lower: treated.events === 0 ? 0 : Math.exp(edge(beyond, start, -1)),
    upper:
      none || control.events === 0 ? Number.POSITIVE_INFINITY : Math.exp(edge(beyond, start, 1)),
    level,
    p: null,
    treated,
    control,
  };
}

/** Score statistic of a hypothesised ratio; zero at the estimate, falling as it rises. */
function scoreOfRatio(treated: ArmCounts, control: ArmCounts, logRatio: number): number {
  const n1 = treated.participants;
  const n0 = control.participants;
  const ratio = Math.exp(logRatio);
  const p0 = control.events / n0;
  const p1 = treated.events / n1;
  // Near a ratio of 1 the two terms cancel, far from it 1 and the ratio do.
  const gap = Math.abs(logRatio) < 0.5 ? p1 - p0 - Math.expm1(logRatio) * p0 : p1 - ratio * p0;
  const risks = constrainedRisksForRatio(treated, control, logRatio);
  const variance =
    ((risks.treated * risks.treatedRest) / n1 +
      (ratio * ratio * risks.control * risks.controlRest) / n0) *
    ((n1 + n0) / (n1 + n0 - 1));
  if (variance <= 0) return gap === 0 ? 0 : gap * Number.POSITIVE_INFINITY;
  return gap / Math.sqrt(variance);
}

/**
 * Logarithm of a ratio that the score doesn't reject: the estimate, or, where that is 0 or infinite,
 * a point far enough on its side.
 */
function insideOf(
  treated: ArmCounts,
  control: ArmCounts,
  beyond: (logRatio: number) => number,
): number {
  if (treated.events > 0 && control.events > 0) {
    return Math.log(
      treated.events / treated.participants / (control.events / control.participants),
    );
  }
  if (treated.events === 0 && control.events === 0) return 0;
  const away = treated.events === 0 ? -1 : 1;
  let start = 0;
  for (let step = 1; step < 1000 && beyond(start) > 0; step *= 2) start = away * step;
  return start;
}

function edge(beyond: (x: number) => number, start: number, direction: -1 | 1): number {
  let inside = start;
  let step = 0.5;
  let outside = inside + direction * step;
  while (beyond(outside) <= 0 && step < 1e4) {
    inside = outside;
    step *= 2;
    outside = inside + direction * step;
  }
  return findRoot(beyond, inside, outside);
}
