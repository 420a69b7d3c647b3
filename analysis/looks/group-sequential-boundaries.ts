import { normalCdf, normalQuantile } from '../numerics/distributions.ts';
import { findRoot } from '../numerics/root.ts';
import { assertFractions, crossing, type Density, nextDensity } from './look-density.ts';
import { alphaSpent, type Spending } from './spending.ts';

/** Where a trial may stop at one look. */
export interface LookBoundary {
  readonly fraction: number;
  /** Stop when the absolute z statistic reaches this. */
  readonly z: number;
  /** Two-sided p that z alone would have. */
  readonly nominalP: number;
  /** Alpha spent up to this look, both sides. */
  readonly alphaSpent: number;
}

/**
 * Symmetric two-sided boundaries of a trial looked at several times, by recursive numerical
 * integration of the joint density of z statistics.
 *
 * @param fractions - Information at each look as shares of the plan, rising, the last at most 1.
 * @param alpha - Two-sided, in (0, 1).
 * @param spending - How alpha is spent as information grows; see alphaSpent.
 * @returns One boundary for each look; within 1e-8 of R's multivariate normal integrals. A look so
 *   early that it may spend less than 1e-307 has z Infinity: it can't stop the trial.
 * @throws RangeError if fractions don't rise within (0, 1] by at least a ten-thousandth of themselves,
 *   or alpha lies outside (0, 1).
 * @see Armitage, McPherson and Rowe (1969), J. R. Stat. Soc. A 132:235-244, section 2; Lan and DeMets
 *   (1983), Biometrika 70:659-663; Jennison and Turnbull (2000), chapter 19.
 */
export function groupSequentialBoundaries(
  fractions: readonly number[],
  alpha: number,
  spending: Spending = 'obrien-fleming',
): LookBoundary[] {
  assertFractions(fractions);
  const boundaries: LookBoundary[] = [];
  let density = null as Density | null;
  let spentBefore = 0;
  let before = 0;
  fractions.forEach((fraction, look) => {
    const spent = alphaSpent(fraction, alpha, spending);
    const side = (spent - spentBefore) / 2;
    const from = density;
    const start = before;
    // The density of earlier looks is symmetric: one side is enough.
    let z = Number.POSITIVE_INFINITY;
    if (from === null) z = -normalQuantile(side);
    else if (side > 0) {
      z = findRoot((limit) => crossing(from, start, fraction, limit) - side, 0, 40);
    }
    boundaries.push({ fraction, z, nominalP: 2 * normalCdf(-z), alphaSpent: spent });
    density = nextDensity(from, start, fraction, z, fractions[look + 1] ?? null);
    spentBefore = spent;
    before = fraction;
  });
  return boundaries;
}
