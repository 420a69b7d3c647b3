import { assertLevel } from '../numerics/check.ts';
import { normalCritical, normalTwoSided } from '../numerics/distributions.ts';
import {
  assertStratum,
  type CommonEffect,
  type StratumCounts,
  stratumSizes,
} from './stratum-counts.ts';

/**
 * Mantel-Haenszel common odds ratio with the interval of Robins, Breslow and Greenland.
 *
 * @param strata - Both arms' events and participants in each stratum; integers, events <=
 *   participants.
 * @param level - Confidence level, in (0, 1).
 * @returns Odds in treated over odds in control; the standard error is of its logarithm.
 * @throws RangeError if an arm of a stratum is empty, or a sum of cross products is zero (the odds
 *   ratio is then 0 or infinite).
 * @see Robins, Breslow and Greenland (1986), Biometrics 42:311-323, equation 3.
 */
export function mantelHaenszelOddsRatio(
  strata: readonly StratumCounts[],
  level = 0.95,
): CommonEffect {
  assertLevel(level);
  let r = 0;
  let s = 0;
  let pr = 0;
  let psqr = 0;
  let qs = 0;
  for (const stratum of strata) {
    assertStratum(stratum);
    const { n } = stratumSizes(stratum);
    const a = stratum.treated.events;
    const b = stratum.treated.participants - a;
    const c = stratum.control.events;
    const d = stratum.control.participants - c;
    const p = (a + d) / n;
    const q = (b + c) / n;
    const ri = (a * d) / n;
    const si = (b * c) / n;
    r += ri;
    s += si;
    pr += p * ri;
    psqr += p * si + q * ri;
    qs += q * si;
  }
  if (!(r > 0 && s > 0)) {
    throw new RangeError(
      'Estimate a common odds ratio: a sum of cross products is 0 and the ratio is 0 or infinite; use the risk difference',
    );
  }
  const standardError = Math.sqrt(pr / (2 * r * r) + psqr / (2 * r * s) + qs / (2 * s * s));
  const estimate = r / s;
  const reach = normalCritical(level) * standardError;
  return {
    method: 'Mantel-Haenszel odds ratio, Robins-Breslow-Greenland',
    estimate,
    standardError,
    lower: estimate * Math.exp(-reach),
    upper: estimate * Math.exp(reach),
    level,
    p: normalTwoSided(Math.log(estimate) / standardError),
    strata: strata.length,
  };
}
