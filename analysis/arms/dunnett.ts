import { assertAllFinite, assertLevel, assertPositive } from '../numerics/check.ts';
import { normalCdf, normalPdf } from '../numerics/distributions.ts';
import { integrate } from '../numerics/gauss-legendre.ts';
import { findRoot } from '../numerics/root.ts';

export interface DunnettResult {
  readonly method: string;
  /** Adjusted two-sided p of each comparison, in the order given. */
  readonly p: readonly number[];
  /** Critical value for simultaneous intervals: estimate +- critical * standard error. */
  readonly critical: number;
  readonly level: number;
}

/**
 * Dunnett's adjustment for comparing several arms with one comparator: uses that the comparisons
 * share it, and so adjusts less than Holm's first step does.
 *
 * With correlation rho_ij = b_i b_j, the chance that all |Z_i| <= c is one integral over the
 * comparator's share of the noise.
 *
 * @param statistics - z statistics of the arms against the comparator (large samples).
 * @param sizes - People of each arm, in the same order, and of the comparator.
 * @param level - Joint confidence level of all intervals, in (0, 1).
 * @throws RangeError without an arm, or on sizes that aren't above 0.
 * @see Dunnett (1955), J. Am. Stat. Assoc. 50:1096-1121, equation 6 (many degrees of freedom).
 */
export function dunnett(
  statistics: readonly number[],
  sizes: { readonly arms: readonly number[]; readonly comparator: number },
  level = 0.95,
): DunnettResult {
  assertLevel(level);
  assertAllFinite('statistics', statistics);
  if (statistics.length === 0 || statistics.length !== sizes.arms.length) {
    throw new RangeError(
      `Adjust comparisons: ${statistics.length} statistics and ${sizes.arms.length} sizes; give one of each for every arm`,
    );
  }
  for (const n of [...sizes.arms, sizes.comparator]) assertPositive('people of an arm', n);
  const loadings = sizes.arms.map((n) => Math.sqrt(n / (n + sizes.comparator)));
  const tail = 1 - level;
  return {
    method: 'Dunnett, normal',
    p: statistics.map((z) => Math.min(1, outsideAny(Math.abs(z), loadings))),
    critical: findRoot((limit) => tail - outsideAny(limit, loadings), 0, 12),
    level,
  };
}

/**
 * P(|Z_i| > limit for any i), Z_i = sqrt(1 - b_i^2) e_i + b_i u with independent normals. Summed as
 * a tail, not as one less its complement, so that a p of 1e-30 keeps its digits.
 */
function outsideAny(limit: number, loadings: readonly number[]): number {
  // Far out the tail comes from u near b limit: the range grows with the limit. An arm much larger than
  // the comparator makes a steep step, as wide as its own share of the noise.
  const range = 9 + limit;
  const steepest = Math.sqrt(1 - Math.max(...loadings) ** 2);
  const panels = Math.ceil(range * Math.max(5, 1 / steepest));
  return integrate(
    (u) => {
      let logInside = 0;
      for (const b of loadings) {
        const own = Math.sqrt(1 - b * b);
        const outside = normalCdf((b * u - limit) / own) + normalCdf((-limit - b * u) / own);
        logInside += Math.log1p(-Math.min(1, outside));
      }
      return -normalPdf(u) * Math.expm1(logInside);
    },
    -range,
    range,
    panels,
  );
}
