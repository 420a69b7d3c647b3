import { assertLevel } from '../numerics/check.ts';
import { normalInterval } from '../numerics/intervals.ts';
import {
  assertStratum,
  type CommonEffect,
  type StratumCounts,
  stratumSizes,
} from './stratum-counts.ts';

/**
 * Mantel-Haenszel common risk difference with Sato's variance, good for few large strata and for
 * many small ones.
 *
 * @param strata - Both arms' events and participants in each stratum; integers, events <=
 *   participants.
 * @param level - Confidence level, in (0, 1).
 * @returns Treated minus control, weighted by n1 n0 / n. When nobody or everybody has the event in
 *   each arm the error is 0, the interval a point and p null.
 * @throws RangeError if an arm of a stratum is empty, or there is no stratum.
 * @see Greenland and Robins (1985), Biometrics 41:55-68; Sato, Greenland and Robins (1989),
 *   Biometrics 45:1323-1324.
 */
export function mantelHaenszelRiskDifference(
  strata: readonly StratumCounts[],
  level = 0.95,
): CommonEffect {
  assertLevel(level);
  let weights = 0;
  let weighted = 0;
  let p = 0;
  let q = 0;
  for (const stratum of strata) {
    assertStratum(stratum);
    const { n1, n0, n } = stratumSizes(stratum);
    const a = stratum.treated.events;
    const c = stratum.control.events;
    weights += (n1 * n0) / n;
    weighted += (a * n0 - c * n1) / n;
    p += (n1 * n1 * c - n0 * n0 * a + (n1 * n0 * (n0 - n1)) / 2) / (n * n);
    q += (a * (n0 - c) + c * (n1 - a)) / (2 * n);
  }
  if (!(weights > 0))
    throw new RangeError('Estimate a common risk difference: no stratum was given');
  const estimate = weighted / weights;
  const standardError = Math.sqrt(Math.max(0, estimate * p + q) / (weights * weights));
  return {
    method: 'Mantel-Haenszel risk difference, Sato variance',
    ...normalInterval(estimate, standardError, level),
    strata: strata.length,
  };
}
