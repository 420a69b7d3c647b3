import { assertSameLength, assertWhole } from '../numerics/check.ts';
import { dot, invertPositive, times } from '../numerics/symmetric.ts';

/**
 * Standardised difference of a covariate with several categories: Mahalanobis distance between the
 * arms' shares.
 *
 * @param treated - People in each category.
 * @param control - The same, same categories.
 * @returns At least 0; null when everybody is in one category, Infinity when the arms have no category
 *   in common.
 * @throws RangeError if an arm has nobody, people aren't whole, or categories differ in number.
 * @see Yang and Dalton (2012), SAS Global Forum, paper 335, equation 3.
 */
export function standardisedDifferenceCategories(
  treated: readonly number[],
  control: readonly number[],
): number | null {
  assertSameLength('categories', treated, control);
  for (const people of [...treated, ...control]) assertWhole('people in a category', people);
  const total = (arm: readonly number[]): number => arm.reduce((sum, n) => sum + n, 0);
  const n1 = total(treated);
  const n0 = total(control);
  if (n1 === 0 || n0 === 0) {
    throw new RangeError(
      `Compare categories: arms have ${n1} and ${n0} people and each needs some`,
    );
  }
  const used = treated.map((_, k) => k).filter((k) => (treated[k] ?? 0) + (control[k] ?? 0) > 0);
  if (used.length < 2) return null;
  // Shares sum to one: any category may be left out, and the distance stays the same.
  const kept = used.slice(1);
  const p = kept.map((k) => (treated[k] ?? 0) / n1);
  const q = kept.map((k) => (control[k] ?? 0) / n0);
  const size = kept.length;
  const matrix = Float64Array.from({ length: size * size }, (_, at) => {
    const i = Math.floor(at / size);
    const j = at % size;
    const part = (shares: readonly number[]): number =>
      i === j ? (shares[i] ?? 0) * (1 - (shares[i] ?? 0)) : -(shares[i] ?? 0) * (shares[j] ?? 0);
    return (part(p) + part(q)) / 2;
  });
  const gap = p.map((share, k) => share - (q[k] ?? 0));
  // Singular only if some function of the category varies in neither arm but differs between them.
  if (used.every((k) => treated[k] === 0 || control[k] === 0)) return Number.POSITIVE_INFINITY;
  const { inverse } = invertPositive(matrix, size);
  return Math.sqrt(Math.max(0, dot(gap, times(inverse, gap, size))));
}
