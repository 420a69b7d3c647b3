import { assertFinite, assertProportion } from '../numerics/check.ts';
import { normalCdf } from '../numerics/distributions.ts';

/**
 * Chance of passing the final critical value given what was seen so far, one-sided in the wished
 * direction.
 *
 * @param z - Statistic now; positive is the wished direction.
 * @param fraction - Share of the planned information behind it, in (0, 1).
 * @param critical - Critical value of the final look.
 * @param drift - Expected z at full information; the current trend, z / sqrt(fraction), when left out.
 * @throws RangeError if a number isn't finite or the fraction lies outside (0, 1).
 * @see Lan and Wittes (1988), Biometrics 44:579-585, equation 1; Jennison and Turnbull (2000),
 *   equation 10.2.
 */
export function conditionalPower(
  z: number,
  fraction: number,
  critical: number,
  drift?: number,
): number {
  assertFinite('z', z);
  assertFinite('the critical value', critical);
  assertProportion('the information fraction', fraction);
  const expected = drift ?? z / Math.sqrt(fraction);
  assertFinite('the drift', expected);
  const needed = critical - z * Math.sqrt(fraction) - expected * (1 - fraction);
  return normalCdf(-needed / Math.sqrt(1 - fraction));
}
