import { describe, expect, it } from 'vitest';
import { pickWeighted, seededRandom } from '../../../server/rehearsal/random.ts';

describe('seededRandom()', () => {
  it('gives the same numbers for the same label and others for another', () => {
    const draw = (label: string): number[] => {
      const random = seededRandom(label);
      return Array.from({ length: 5 }, () => random());
    };
    expect(draw('7/person/1')).toEqual(draw('7/person/1'));
    expect(draw('7/person/1')).not.toEqual(draw('7/person/2'));
  });

  it('stays what it was, so that a seed means the same for ever', () => {
    const random = seededRandom('scampaign');
    expect([random(), random(), random()]).toMatchInlineSnapshot(`
      [
        0.6567452321760356,
        0.47974666161462665,
        0.2628326795529574,
      ]
    `);
  });

  it('spreads evenly, also over the first numbers of neighbouring labels', () => {
    const firsts = Array.from({ length: 20_000 }, (_, n) => seededRandom(`1/person/${n}`)());
    const tenths = new Array<number>(10).fill(0);
    for (const number of firsts) tenths[Math.floor(number * 10)]! += 1;
    // 2,000 expected in each; four standard deviations are 170.
    for (const count of tenths) expect(Math.abs(count - 2_000)).toBeLessThan(170);
  });
});

describe('pickWeighted()', () => {
  it('picks by weight and never what weighs nothing', () => {
    const random = seededRandom('weights');
    const counts = { often: 0, seldom: 0, never: 0 };
    for (let n = 0; n < 4_000; n += 1) {
      const choice = pickWeighted(random, [
        ['often', 3],
        ['never', 0],
        ['seldom', 1],
      ] as const);
      counts[choice] += 1;
    }
    expect(counts.never).toBe(0);
    expect(Math.abs(counts.often - 3_000)).toBeLessThan(110);
  });
});
