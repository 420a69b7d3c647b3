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
 * @see Johnson, Kotz and Kemp (1992), Univariate Discrete Distributions, equation 6.1; ratios of
 *   neighbouring chances are summed from the mode outwards, so that nothing overflows.
 */
export function hypergeometric(all: number, marked: number, taken: number): Hypergeometric {
  assertWhole('a population', all);
  for (const part of [marked, taken]) {
    assertWhole('a part of a population', part);
    if (part > all) {
      throw new RangeError(`Take from a population: ${part} of ${all}; at most all can be taken`);
    }
  }
  const least = Math.max(0, marked + taken - all);
  const most = Math.min(marked, taken);
  const mode = Math.min(
    most,
    Math.max(least, Math.floor(((marked + 1) * (taken + 1)) / (all + 2))),
  );
  // Chance of one more over the chance of k.
  const ratio = (k: number): number =>
    ((marked - k) * (taken - k)) / ((k + 1) * (all - marked - taken + k + 1));
  const below: number[] = [];
  for (let k = mode - 1, chance = 1; k >= least; k -= 1) {
    chance /= ratio(k);
    if (chance < LEAST) break;
    below.push(chance);
  }
  const chances = [...below.reverse(), 1];
  for (let k = mode, chance = 1; k < most; k += 1) {
    chance *= ratio(k);
    if (chance < LEAST) break;
    chances.push(chance);
  }
  const sum = chances.reduce((total, chance) => total + chance, 0);
  const from = mode - below.length;
  const upTo = new Float64Array(chances.length);
  let running = 0;
  chances.forEach((chance, place) => {
    running += chance / sum;
    upTo[place] = running;
    chances[place] = chance / sum;
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
