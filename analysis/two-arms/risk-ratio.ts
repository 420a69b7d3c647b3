import { type ArmCounts, assertCounts, assertLevel } from '../numerics/check.ts';
import { normalCritical, normalTwoSided } from '../numerics/distributions.ts';
import { constrainedRisksForRatio } from './constrained-risks.ts';
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
  const within = (logRatio: number): boolean =>
    Math.abs(scoreOfRatio(treated, control, Math.exp(logRatio))) <= z;
  const none = treated.events === 0 && control.events === 0;
  const start = Math.log(
    (treated.events + 0.5) /
      (treated.participants + 0.5) /
      ((control.events + 0.5) / (control.participants + 0.5)),
  );
  return {
    method: 'Miettinen-Nurminen score ratio',
    estimate,
    standardError: null,
    lower: treated.events === 0 ? 0 : Math.exp(edge(within, start, -1)),
    upper:
      none || control.events === 0 ? Number.POSITIVE_INFINITY : Math.exp(edge(within, start, 1)),
    level,
    p: null,
    treated,
    control,
  };
}

/** Score statistic of a hypothesised ratio; zero at the estimate, falling as it rises. */
function scoreOfRatio(treated: ArmCounts, control: ArmCounts, ratio: number): number {
  const n1 = treated.participants;
  const n0 = control.participants;
  const gap = treated.events / n1 - (ratio * control.events) / n0;
  const risks = constrainedRisksForRatio(treated, control, ratio);
  const variance =
    ((risks.treated * (1 - risks.treated)) / n1 +
      (ratio * ratio * risks.control * (1 - risks.control)) / n0) *
    ((n1 + n0) / (n1 + n0 - 1));
  if (variance <= 0) return gap === 0 ? 0 : gap * Number.POSITIVE_INFINITY;
  return gap / Math.sqrt(variance);
}

function edge(within: (x: number) => boolean, start: number, direction: -1 | 1): number {
  let inside = start;
  let step = 0.5;
  let outside = inside + direction * step;
  while (within(outside) && step < 1e4) {
    inside = outside;
    step *= 2;
    outside = inside + direction * step;
  }
  for (let round = 0; round < 200; round += 1) {
    const middle = inside + (outside - inside) / 2;
    if (middle === inside || middle === outside) break;
    if (within(middle)) inside = middle;
    else outside = middle;
  }
  return inside + (outside - inside) / 2;
}
