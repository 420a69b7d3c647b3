import { assertAllFinite, assertLevel } from '../numerics/check.ts';
import { normalCdf, normalPdf } from '../numerics/distributions.ts';
import { gaussLegendre } from '../numerics/gauss-legendre.ts';
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
  for (const n of [...sizes.arms, sizes.comparator]) {
    if (!(n > 0)) throw new RangeError(`Adjust comparisons: an arm has ${n} people and needs some`);
  }
  const loadings = sizes.arms.map((n) => Math.sqrt(n / (n + sizes.comparator)));
  const coverage = (limit: number): number => insideAll(limit, loadings);
  return {
    method: 'Dunnett, normal',
    p: statistics.map((z) => Math.min(1, Math.max(0, 1 - coverage(Math.abs(z))))),
    critical: findRoot((limit) => coverage(limit) - level, 0.1, 12),
    level,
  };
}

/** P(|Z_i| <= limit for all i), Z_i = sqrt(1 - b_i^2) e_i + b_i u with independent normals. */
function insideAll(limit: number, loadings: readonly number[]): number {
  const { nodes, weights } = gaussLegendre(20);
  const panels = 48;
  const half = 9 / panels;
  let sum = 0;
  for (let panel = 0; panel < panels; panel += 1) {
    for (let i = 0; i < nodes.length; i += 1) {
      const u = -9 + (2 * panel + 1) * half + half * (nodes[i] as number);
      let product = normalPdf(u);
      for (const b of loadings) {
        const own = Math.sqrt(1 - b * b);
        product *= normalCdf((limit - b * u) / own) - normalCdf((-limit - b * u) / own);
      }
      sum += half * (weights[i] as number) * product;
    }
  }
  return sum;
}
