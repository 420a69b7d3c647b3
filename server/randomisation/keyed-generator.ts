import { hmac } from './seeds.ts';

/** Whole numbers from 0 to below the bound, each as likely as the other. */
export type Draw = (bound: number) => number;

const WORDS = 8;
const WORD_RANGE = 2 ** 32;

/**
 * A generator that anyone with the key draws again and nobody without it can foresee: words of 32
 * bits from HMAC-SHA-256(key, `label/0`), `label/1` and so on, big end first. A word in the last
 * incomplete multiple of the bound is passed over, so that no number is favoured.
 */
export function keyedGenerator(key: Buffer, label: string): Draw {
  let block: Buffer = Buffer.alloc(0);
  let blocks = 0;
  let word = WORDS;
  return (bound) => {
    if (!Number.isInteger(bound) || bound < 1 || bound > WORD_RANGE) {
      throw new RangeError(
        `Draw a number: the bound is ${bound}; a whole number from 1 to 2^32 is needed`,
      );
    }
    const limit = WORD_RANGE - (WORD_RANGE % bound);
    for (;;) {
      if (word === WORDS) {
        block = hmac(key, `${label}/${blocks}`);
        blocks += 1;
        word = 0;
      }
      const drawn = block.readUInt32BE(word * 4);
      word += 1;
      if (drawn < limit) return drawn % bound;
    }
  };
}
