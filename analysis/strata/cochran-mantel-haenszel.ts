import { type ArmCounts, assertCounts, assertLevel } from '../numerics/check.ts';
import { chiSquareUpper, normalCritical, normalTwoSided } from '../numerics/distributions.ts';
import { normalInterval } from '../numerics/intervals.ts';

/** Both arms' counts in one stratum. */
export interface StratumCounts {
  readonly treated: ArmCounts;
  readonly control: ArmCounts;
}

export interface CommonEffect {
  readonly method: string;
  readonly estimate: number;
  /** Of the estimate, or of its logarithm for the odds ratio. */
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  /** Null when nothing varies and the error is 0. */
  readonly p: number | null;
  readonly strata: number;
}

/**
 * Cochran-Mantel-Haenszel test of no effect in any stratum.
 *
 * @param strata - Counts per stratum; a stratum where nobody or everybody had the event adds nothing.
 * @param correct - Continuity correction of one half by R's definition: none where the deviation is
 *   smaller than that.
 * @returns Chi-square with one degree of freedom and its p.
 * @throws RangeError if an arm of a stratum is empty, or no stratum has both outcomes.
 * @see Mantel and Haenszel (1959), J. Natl. Cancer Inst. 22:719-748; Agresti (2013), Categorical
 *   Data Analysis, 3rd edition, equation 6.6; `mantelhaen.test` of R's stats package.
 */
export function cochranMantelHaenszel(
  strata: readonly StratumCounts[],
  correct = false,
): {
  readonly method: string;
  readonly statistic: number;
  readonly degreesOfFreedom: 1;
  readonly p: number;
} {
  let deviation = 0;
  let variance = 0;
  for (const stratum of strata) {
    check(stratum);
    const { n1, n0, events, n } = sizes(stratum);
    deviation += stratum.treated.events - (n1 * events) / n;
    variance += (n1 * n0 * events * (n - events)) / (n * n * (n - 1));
  }
  if (!(variance > 0)) {
    throw new RangeError(
      'Test across strata: no stratum has people with and without the event; at least one must',
    );
  }
  const gap = Math.abs(deviation);
  const statistic = (gap - (correct && gap >= 0.5 ? 0.5 : 0)) ** 2 / variance;
  return {
    method: correct ? 'Cochran-Mantel-Haenszel, continuity corrected' : 'Cochran-Mantel-Haenszel',
    statistic,
    degreesOfFreedom: 1,
    p: chiSquareUpper(statistic, 1),
  };
}

/**
 * Mantel-Haenszel common odds ratio with the interval of Robins, Breslow and Greenland.
 *
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
    check(stratum);
    const { n } = sizes(stratum);
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

/**
 * Mantel-Haenszel common risk difference with Sato's variance, good for few large strata and for
 * many small ones.
 *
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
    check(stratum);
    const { n1, n0, n } = sizes(stratum);
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

function check({ treated, control }: StratumCounts): void {
  assertCounts('the treated arm', treated);
  assertCounts('the control arm', control);
}

function sizes({ treated, control }: StratumCounts): {
  n1: number;
  n0: number;
  n: number;
  events: number;
} {
  const n1 = treated.participants;
  const n0 = control.participants;
  return { n1, n0, n: n1 + n0, events: treated.events + control.events };
}
