import { assertWhole } from '../numerics/check.ts';

/** People, mean and variance of a covariate in one arm. */
export interface ArmCovariate {
  readonly participants: number;
  readonly mean: number;
  readonly variance: number;
}

/**
 * Standardised difference of a covariate between two arms: in units of the average standard
 * deviation, whatever the size of the trial. Above 0.1 in absolute value deserves a look; no test is
 * made, for in a randomised trial any difference is chance.
 *
 * @param treated - People, mean and variance of the covariate, in the covariate's unit.
 * @param control - Same shape, other arm.
 * @returns Treated minus control; null when the covariate has one and the same value in both arms,
 *   Infinity (either sign) when it has one value in each arm and another in the other.
 * @throws RangeError if an arm has nobody or a variance is negative.
 * @see Austin (2009), Stat. Med. 28:3083-3107, equation 1.
 */
export function standardisedDifference(
  treated: ArmCovariate,
  control: ArmCovariate,
): number | null {
  for (const [name, arm] of Object.entries({ treated, control })) {
    assertWhole(`participants of ${name}`, arm.participants, 1);
    if (!(arm.variance >= 0) || !Number.isFinite(arm.mean) || !Number.isFinite(arm.variance)) {
      throw new RangeError(
        `Read ${name}: mean ${arm.mean} and variance ${arm.variance}; they must be finite and the variance at least 0`,
      );
    }
  }
  const spread = Math.sqrt((treated.variance + control.variance) / 2);
  const gap = treated.mean - control.mean;
  return spread > 0 || gap !== 0 ? gap / spread : null;
}
