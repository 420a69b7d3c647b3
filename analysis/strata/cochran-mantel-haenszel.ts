import { chiSquareUpper } from '../numerics/distributions.ts';
import { assertStratum, type StratumCounts, stratumSizes } from './stratum-counts.ts';

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
    assertStratum(stratum);
    const { n1, n0, events, n } = stratumSizes(stratum);
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
