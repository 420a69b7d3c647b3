import { type ArmCounts, assertCounts, assertProportion } from '../numerics/check.ts';
import { betaCdf } from '../numerics/distributions.ts';
import {
  errorUnderDifference,
  riskDifferenceMiettinenNurminen,
} from '../two-arms/risk-difference-miettinen-nurminen.ts';
import { confidenceSequence } from './confidence-sequence.ts';

export interface Guardrail {
  readonly method: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  /** True when the whole interval lies beyond the margin on the harmful side. */
  readonly harmful: boolean;
}

/**
 * Is an arm doing harm (more distress, more complaints) beyond a margin? Watched at every look, so
 * the interval is an always-valid one.
 *
 * @param treated - People with the harm among those exposed.
 * @param control - The same of the comparator.
 * @param margin - Excess still tolerated, as a proportion, in [0, 1).
 * @param planned - People of both arms at which the watch is to be sharpest.
 * @throws RangeError on bad counts, a margin outside [0, 1), or alpha outside (0, 1).
 * @see confidenceSequence; scores and their variance as in riskDifferenceMiettinenNurminen.
 */
export function harmGuardrail(
  treated: ArmCounts,
  control: ArmCounts,
  margin: number,
  planned: number,
  alpha = 0.05,
): Guardrail {
  assertCounts('the treated arm', treated);
  assertCounts('the control arm', control);
  if (!(margin >= 0 && margin < 1)) {
    throw new RangeError(`Watch for harm: the margin is ${margin} and must lie in [0, 1)`);
  }
  const { estimate } = riskDifferenceMiettinenNurminen(treated, control);
  const people = treated.participants + control.participants;
  // Under the margin as hypothesis: defined also before the first event, except at a margin of 0 (or
  // when everybody had it), where the widest error stands in.
  const error = errorUnderDifference(treated, control, margin);
  const widest = Math.sqrt(0.25 / treated.participants + 0.25 / control.participants);
  const standardError = error > 0 ? error : widest;
  const sequence = confidenceSequence(estimate, standardError, people, planned, alpha);
  return {
    method: 'always-valid interval around the score standard error',
    estimate,
    lower: Math.max(-1, sequence.lower),
    upper: Math.min(1, sequence.upper),
    harmful: sequence.lower > margin,
  };
}

/**
 * Is the harm in one arm more frequent than a ceiling named beforehand? Posterior probability with a
 * Beta(1, 1) prior.
 *
 * @param arm - People with the harm among those exposed.
 * @param ceiling - Highest tolerated share, in (0, 1).
 * @returns Probability that the true share is above the ceiling.
 * @throws RangeError if the arm is empty or events exceed participants, or the ceiling lies outside
 *   (0, 1).
 * @see Gelman et al. (2013), Bayesian Data Analysis, 3rd edition, section 2.4.
 */
export function chanceAboveCeiling(arm: ArmCounts, ceiling: number): number {
  assertCounts('the arm', arm);
  assertProportion('the ceiling', ceiling);
  // The mirrored tail, so that a small chance keeps its digits.
  return betaCdf(1 - ceiling, arm.participants - arm.events + 1, arm.events + 1);
}
