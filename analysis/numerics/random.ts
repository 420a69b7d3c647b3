import { assertWhole } from './check.ts';

/** A source of uniform numbers in [0, 1). */
export type RandomSource = () => number;

/**
 * A seeded source of uniform numbers with 53 random bits, for simulation and permutation. Not for
 * assigning people: whoever knows the seed knows all that follows.
 *
 * @param seed - Whole number from 0; the same seed gives the same numbers on every machine.
 * @see Blackman and Vigna (2021), ACM Trans. Math. Softw. 47:36 (xoshiro128**); seeds are spread by
 *   splitmix32.
 */
export function seededRandom(seed: number): RandomSource {
  assertWhole('the seed', seed);
  let mixed = (seed ^ Math.floor(seed / 2 ** 32)) >>> 0;
  const split = (): number => {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  let a = split();
  let b = split();
  let c = split();
  let d = split();
  const next = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}
