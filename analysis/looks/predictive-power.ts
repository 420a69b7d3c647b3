import { assertFinite, assertProportion } from '../numerics/check.ts';
import { normalCdf } from '../numerics/distributions.ts';

/**
 * Predictive power: conditional power averaged over what the data say of the effect, with a flat
 * prior.
 *
 * @see Spiegelhalter, Freedman and Blackburn (1986), Control. Clin. Trials 7:8-17.
 */
export function predictivePower(z: number, fraction: number, critical: number): number {
  assertFinite('z', z);
  assertFinite('the critical value', critical);
  assertProportion('the information fraction', fraction);
  return normalCdf((z / Math.sqrt(fraction) - critical) / Math.sqrt((1 - fraction) / fraction));
}
