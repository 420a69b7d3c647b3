import { assertWhole } from './check.ts';
import type { RandomSource } from './random.ts';

/** Chances of how many marked ones are among those taken, from `from` on. */
export interface Hypergeometric {
  readonly from: number;
  readonly chances: readonly number[];
  /** A number drawn by these chances. */
  readonly draw: (random: RandomSource) => number;
}

/** Smaller chances, the largest being 1, are left out: a double holds hardly less. */
const LEAST = 1e-300;

/**
 * The number of marked ones among `taken` out of `all`, of which `marked` are marked.
 *
 * @throws RangeError unless all three are whole numbers and neither exceeds `all`.
 * @see Johnson, Kotz and Kemp (1992), Univariate Discrete Distributions, equation 6.1.
 */
export function hypergeometric(all: number, marked: number, taken: number): Hypergeometric {
  assertWhole('a population', all);
  for (const part of [marked, taken]) {
    assertWhole('a part of a population', part);
    if (part > all) {
      throw new RangeError(`Take from a population: ${part} of ${all}; at most all can be taken`);
    }
  }
  const { from, chances } = tableChances(marked, all - marked, taken, 1, LEAST);
  const upTo = new Float64Array(chances.length);
  let running = 0;
  chances.forEach((chance, place) => {
    running += chance;
    upTo[place] = running;
  });
  const draw = (random: RandomSource): number => {
    const u = random();
    let low = 0;
    let high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] as number) > u) high = middle;
      else low = middle + 1;
    }
    return from + low;
  };
  return { from, chances, draw };
}

/**
 * Chances of `k` of one arm's people being among `total` with the event, given both arms' sizes: the
 * non-central hypergeometric distribution, the central one with odds of 1.
 *
 * Ratios of neighbouring chances are multiplied from the mode outwards, so that nothing overflows and
 * the cost follows the spread of the distribution.
 *
 * @param one - People of the arm; `other` - of the other arm; whole numbers.
 * @param total - People with the event in both; a whole number, at most all of them.
 * @param odds - Odds ratio, above 0.
 * @param least - Chances below this, the largest being 1, are left out.
 * @see Fisher (1935), J. R. Stat. Soc. 98:39-82; McCullagh and Nelder (1989), Generalized Linear Models,
 *   section 7.3.2.
 */
export function tableChances(
  one: number,
  other: number,
  total: number,
  odds: number,
  least: number,
): { from: number; chances: number[] } {
  const fewest = Math.max(0, total - other);
  const most = Math.min(total, one);
  // Chance of one more over the chance of k; it falls as k grows.
  const ratio = (k: number): number =>
    (odds * ((one - k) * (total - k))) / ((k + 1) * (other - total + k + 1));
  let mode = fewest;
  for (let high = most; mode < high; ) {
    const middle = mode + Math.floor((high - mode) / 2);
    if (ratio(middle) >= 1) mode = middle + 1;
    else high = middle;
  }
  const below: number[] = [];
  for (let k = mode - 1, chance = 1; k >= fewest; k -= 1) {
    chance /= ratio(k);
    if (chance < least) break;
    below.push(chance);
  }
  const chances = [...below.reverse(), 1];
  for (let k = mode, chance = 1; k < most; k += 1) {
    chance *= ratio(k);
    if (chance < least) break;
    chances.push(chance);
  }
  const sum = chances.reduce((all, chance) => all + chance, 0);
  return { from: mode - below.length, chances: chances.map((chance) => chance / sum) };
}
