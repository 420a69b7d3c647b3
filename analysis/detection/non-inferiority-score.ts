import { type ArmCounts, assertCounts, assertProportion } from '../numerics/check.ts';
import { normalCdf } from '../numerics/distributions.ts';
import { scoreOfDifference } from '../two-arms/risk-difference-miettinen-nurminen.ts';
import type { NonInferiority } from './non-inferiority.ts';

/**
 * Is the fall in acceptance of genuine offers smaller than a margin? One-sided score test of the counts:
 * the variance is that at the margin, so that zero and full cells are no trouble.
 *
 * @param treated - People accepting and people; integers.
 * @param control - The same of the comparator.
 * @param margin - Largest fall still called harmless, in (0, 1).
 * @throws RangeError on bad counts, or a margin outside (0, 1).
 * @see Farrington and Manning (1990), Stat. Med. 9:1447-1454, equation 3; Miettinen and Nurminen
 *   (1985), Stat. Med. 4:213-226, for the factor N / (N - 1) of the variance.
 */
export function nonInferiorityScore(
  treated: ArmCounts,
  control: ArmCounts,
  margin: number,
): NonInferiority {
  assertCounts('the treated arm', treated);
  assertCounts('the control arm', control);
  assertProportion('the margin', margin);
  return {
    method: 'score test of the difference against minus the margin',
    margin,
    p: normalCdf(-scoreOfDifference(treated, control, -margin)),
  };
}
