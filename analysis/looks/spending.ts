import { assertProportion } from '../numerics/check.ts';
import { normalCdf, normalQuantile } from '../numerics/distributions.ts';

/** How alpha is spent as information grows. */
export type Spending = 'obrien-fleming' | 'pocock';

/**
 * Two-sided alpha spent by an information fraction, split evenly between the sides.
 *
 *     O'Brien-Fleming type: 4 - 4 Phi(z(1 - alpha/4) / sqrt(t));  Pocock type: alpha ln(1 + (e - 1) t)
 *
 * @param fraction - Share of the planned information, in (0, 1].
 * @param alpha - Two-sided, in (0, 1).
 * @param spending - `obrien-fleming` spends little early, `pocock` nearly evenly.
 * @throws RangeError outside those ranges.
 * @see Lan and DeMets (1983), Biometrika 70:659-663, section 3.
 */
export function alphaSpent(fraction: number, alpha: number, spending: Spending): number {
  assertProportion('alpha', alpha);
  if (!(fraction > 0 && fraction <= 1)) {
    throw new RangeError(
      `Spend alpha: the information fraction is ${fraction} and must lie in (0, 1]`,
    );
  }
  if (spending === 'pocock') return alpha * Math.log1p((Math.E - 1) * fraction);
  // Each side spends alpha/2 by the one-sided function of the source.
  return 4 * normalCdf(normalQuantile(alpha / 4) / Math.sqrt(fraction));
}
