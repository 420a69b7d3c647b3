import { assertFinite } from '../numerics/check.ts';

export type Adjustment = 'none' | 'holm' | 'hochberg' | 'benjamini-hochberg';

/**
 * Adjusts p values for the number of comparisons made.
 *
 * Holm controls the chance of any false claim always; Hochberg does so when the tests are
 * independent or positively dependent, as comparisons with a shared comparator are;
 * Benjamini-Hochberg controls the share of false claims.
 *
 * @param pValues - Each in [0, 1].
 * @param method - `none` gives the values back.
 * @returns Adjusted values in the same order, each in [0, 1].
 * @throws RangeError if a value lies outside [0, 1].
 * @see Holm (1979), Scand. J. Stat. 6:65-70; Hochberg (1988), Biometrika 75:800-802; Benjamini and
 *   Hochberg (1995), J. R. Stat. Soc. B 57:289-300.
 */
export function adjustPValues(pValues: readonly number[], method: Adjustment): number[] {
  for (const p of pValues) {
    assertFinite('a p value', p);
    if (p < 0 || p > 1) throw new RangeError(`Adjust p values: ${p} is not between 0 and 1`);
  }
  if (method === 'none') return [...pValues];
  const count = pValues.length;
  const ascending = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(count).fill(1);
  if (method === 'holm') {
    let running = 0;
    ascending.forEach(({ p, index }, rank) => {
      running = Math.max(running, Math.min(1, (count - rank) * p));
      adjusted[index] = running;
    });
    return adjusted;
  }
  let running = 1;
  for (let rank = count - 1; rank >= 0; rank -= 1) {
    const entry = ascending[rank];
    if (!entry) continue;
    const factor = method === 'hochberg' ? count - rank : count / (rank + 1);
    running = Math.min(running, factor * entry.p);
    adjusted[entry.index] = running;
  }
  return adjusted;
}
