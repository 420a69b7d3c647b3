import { assertFinite, assertPositive, assertProportion } from '../numerics/check.ts';
import { normalCdf, tCdf } from '../numerics/distributions.ts';

export interface NonInferiority {
  readonly method: string;
  readonly margin: number;
  /** One-sided p of a fall by the margin or more. */
  readonly p: number;
}

/** A difference in acceptance of genuine offers, arm minus comparator, and how it is judged. */
export interface AcceptanceDifference {
  readonly estimate: number;
  /** Above 0. */
  readonly standardError: number;
  /** Of the t distribution; null for the normal. */
  readonly degreesOfFreedom: number | null;
}

/**
 * Is the fall in acceptance of genuine offers smaller than a margin? One-sided test of the
 * standardised difference against minus the margin.
 *
 *     t = (difference + margin) / standard error
 *
 * p is below alpha / 2 exactly when the two-sided interval of level 1 - alpha lies above minus the
 * margin.
 *
 * @param difference - Arm minus comparator as a proportion, its error and degrees of freedom.
 * @param margin - Largest fall still called harmless, in (0, 1).
 * @throws RangeError if a number isn't finite, the error or degrees of freedom aren't above 0, or the
 *   margin lies outside (0, 1).
 * @see Blackwelder (1982), Control. Clin. Trials 3:345-353, equation 2.
 */
export function nonInferiority(difference: AcceptanceDifference, margin: number): NonInferiority {
  const { estimate, standardError, degreesOfFreedom } = difference;
  assertFinite('the difference', estimate);
  assertPositive('its standard error', standardError);
  assertProportion('the margin', margin);
  if (degreesOfFreedom !== null) assertPositive('degrees of freedom', degreesOfFreedom);
  const statistic = (estimate + margin) / standardError;
  return {
    method: 'one-sided test of the standardised difference against minus the margin',
    margin,
    p: degreesOfFreedom === null ? normalCdf(-statistic) : tCdf(-statistic, degreesOfFreedom),
  };
}
