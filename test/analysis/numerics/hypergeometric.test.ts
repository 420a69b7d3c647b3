import { describe, expect, it } from 'vitest';
import { hypergeometric } from '../../../analysis/numerics/hypergeometric.ts';
import { seededRandom } from '../../../analysis/numerics/random.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

const { hypergeometric: cases } = golden<{
  hypergeometric: {
    all: number;
    marked: number;
    taken: number;
    at: number[];
    chance: number[];
  }[];
}>('pooling-health');

describe('hypergeometric()', () => {
  it.each(cases)('$taken of $all with $marked marked, as dhyper has it', (one) => {
    const { from, chances } = hypergeometric(one.all, one.marked, one.taken);
    one.at.forEach((k, place) => {
      expectRatio(chances[k - from] ?? 0, one.chance[place] ?? -1, 1e-9);
    });
    expectClose(
      chances.reduce((sum, chance) => sum + chance, 0),
      1,
      1e-12,
    );
  });

  it('draws numbers as often as their chances say', () => {
    const { from, chances, draw } = hypergeometric(30, 12, 10);
    const random = seededRandom(4);
    const draws = 40_000;
    const seen = chances.map(() => 0);
    for (let n = 0; n < draws; n += 1) {
      const place = draw(random) - from;
      seen[place] = (seen[place] ?? 0) + 1;
    }
    chances.forEach((chance, place) => {
      const error = Math.sqrt((chance * (1 - chance)) / draws);
      expect(Math.abs((seen[place] ?? 0) / draws - chance)).toBeLessThan(5 * error + 1e-9);
    });
  });

  it('holds the ends of its range, where random numbers end', () => {
    const { from, chances, draw } = hypergeometric(8, 4, 4);
    expect(draw(() => 0)).toBe(from);
    expect(draw(() => 1 - 2 ** -53)).toBe(from + chances.length - 1);
  });

  it('refuses to take more than there are', () => {
    expect(() => hypergeometric(5, 6, 1)).toThrow(RangeError);
    expect(() => hypergeometric(5, 1, 6)).toThrow(RangeError);
    expect(() => hypergeometric(5, 1.5, 2)).toThrow(RangeError);
  });
});
