import { assertFinite, assertProportion } from '../numerics/check.ts';
import { normalCdf } from '../numerics/distributions.ts';

/**
 * Predictive power: conditional power averaged over what the data say of the effect, with a flat
 * prior.
 *
 * @param z - Statistic now; positive is the wished direction.
 * @param fraction - Share of the planned information behind it, in (0, 1).
 * @param critical - Critical value of the final look.
 * @returns Chance of passing the final critical value, in [0, 1].
 * @throws RangeError if a number isn't finite or the fraction lies outside (0, 1).
 * @see Spiegelhalter, Freedman and Blackburn (1986), Control. Clin. Trials 7:8-17.
 */
export function predictivePower(z: number, fraction: number, critical: number): number {
  assertFinite('z', z);
  assertFinite('the critical value', critical);
  assertProportion('the information fraction', fraction);
  return normalCdf((z / Math.sqrt(fraction) - critical) / Math.sqrt((1 - fraction) / fraction));
}
