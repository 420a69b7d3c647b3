import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocationOf } from '../../../server/randomisation/allocation.ts';
import { drawOfferRow, drawTwinFirst } from '../../../server/randomisation/draw-offers.ts';
import { chooseArm } from '../../../server/randomisation/experiment.ts';
import { keyedGenerator } from '../../../server/randomisation/keyed-generator.ts';
import { deriveSeeds, unitHash } from '../../../server/randomisation/seeds.ts';
import { personUnit } from '../../../server/randomisation/unit.ts';
import { armsProtocol, chiSquareTail, drawsWith, personId, WEIGHTS } from './arms.ts';

const SALT = Buffer.from('5a'.repeat(32), 'hex');
const PEOPLE = 10_000;
/** A fixed salt gives fixed draws, so that a threshold this low is passed or not for ever. */
const ALARM = 0.001;

function counts<T extends string | number>(values: readonly T[]): Map<T, number> {
  const found = new Map<T, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}

function tailOf(values: readonly string[], weights: Readonly<Record<string, number>>): number {
  const found = counts(values);
  const statistic = Object.entries(weights).reduce((sum, [value, weight]) => {
    const expected = values.length * weight;
    return sum + ((found.get(value) ?? 0) - expected) ** 2 / expected;
  }, 0);
  return chiSquareTail(statistic, Object.keys(weights).length - 1);
}

describe('a simple draw', () => {
  const draws = drawsWith(SALT);
  const arms = Array.from({ length: PEOPLE }, (_, n) =>
    chooseArm(draws.experiment, unitHash(draws.seeds.arm, personUnit(personId(n)))),
  );

  it('keeps to the weights over ten thousand people', () => {
    expect(tailOf(arms, WEIGHTS)).toBeGreaterThan(ALARM);
    // The same test sees a small shift: two people in a hundred put into another arm.
    const shifted = arms.map((arm, n) => (n % 50 === 0 ? 'awareness_message' : arm));
    expect(tailOf(shifted, WEIGHTS)).toBeLessThan(ALARM);
  });

  it('is another one under another salt', () => {
    const other = drawsWith(Buffer.alloc(32, 7));
    const same = arms.filter(
      (arm, n) =>
        arm === chooseArm(other.experiment, unitHash(other.seeds.arm, personUnit(personId(n)))),
    ).length;
    // Two independent draws agree with chance 0.4² + 0.2² + 0.4² = 0.36; 0.0048 is one deviation.
    expect(same / PEOPLE).toBeGreaterThan(0.34);
    expect(same / PEOPLE).toBeLessThan(0.38);
  });

  it('tells nothing of the offers, nor of their order', () => {
    const cells = (side: (id: string) => number, sides: number): number => {
      const weights: Record<string, number> = {};
      for (const [arm, weight] of Object.entries(WEIGHTS)) {
        for (let value = 0; value < sides; value++) weights[`${arm}/${value}`] = weight / sides;
      }
      const values = arms.map((arm, n) => `${arm}/${side(personId(n))}`);
      if (sides % 2 === 0) weights.spare = 1e-9; // an even number of degrees of freedom
      return tailOf(values, weights);
    };
    expect(cells((id) => drawOfferRow(draws.seeds, id, [3, 3]), 3)).toBeGreaterThan(ALARM);
    expect(cells((id) => drawTwinFirst(draws.seeds, id, 1)[0]!, 2)).toBeGreaterThan(ALARM);
    expect(cells((id) => drawTwinFirst(draws.seeds, id, 2)[1]!, 2)).toBeGreaterThan(ALARM);
    // Drawing the order with the seed of the rows would tie them; with its own it does not.
    const tied = arms.map((_, n) => {
      const row = drawOfferRow(draws.seeds, personId(n), [2, 2]);
      return `${row}/${drawTwinFirst(draws.seeds, personId(n), 1)[0]}`;
    });
    const quarters = { '0/0': 0.25, '0/1': 0.25, '1/0': 0.25, '1/1': 0.25, spare: 1e-9 };
    expect(tailOf(tied, quarters)).toBeGreaterThan(ALARM);
  });
});

describe('blocks', () => {
  const sequence = () => drawsWith(SALT).sequence('students');

  it('are balanced to the person at the end of every block', () => {
    const blocks = sequence();
    const found: Record<string, number> = {
      reveal_only: 0,
      awareness_message: 0,
      red_flag_replay: 0,
    };
    let ends = 0;
    for (let place = 0; place < 5_000; place++) {
      const arm = blocks.armAt(place);
      found[arm] = found[arm]! + 1;
      const drawn = place + 1;
      const balanced = Object.entries(WEIGHTS).every(
        ([key, weight]) => found[key] === drawn * weight,
      );
      if (balanced) ends += 1;
      for (const [key, weight] of Object.entries(WEIGHTS)) {
        // Never further from the weights than within one block of ten.
        expect(Math.abs(found[key]! - drawn * weight)).toBeLessThanOrEqual(
          10 * weight * (1 - weight) + 1e-9 + 2,
        );
      }
    }
    expect(ends).toBeGreaterThan(500);
    expect(blocks.countsOfFirst(5_000)).toEqual(found);
  });

  it('have sizes and orders that differ, from stratum to stratum too', () => {
    const one = drawsWith(SALT).sequence('students');
    const two = drawsWith(SALT).sequence('older_adults');
    const list = (each: typeof one) => Array.from({ length: 200 }, (_, place) => each.armAt(place));
    expect(list(one)).not.toEqual(list(two));
    const fives = Array.from({ length: 40 }, (_, n) =>
      list(one)
        .slice(n * 5, n * 5 + 5)
        .join(),
    );
    expect(new Set(fives).size).toBeGreaterThan(20);
    // With fives only, every five would hold two, one and two.
    const whole = fives.filter((five) => five.split('awareness_message').length === 2);
    expect(whole.length).toBeLessThan(40);
  });

  it('put each arm into each place equally often', () => {
    const draws = drawsWith(SALT, WEIGHTS, { block_sizes: [5] });
    for (let inBlock = 0; inBlock < 5; inBlock++) {
      const arms = Array.from({ length: 3_000 }, (_, n) =>
        draws.sequence('s').armAt(n * 5 + inBlock),
      );
      expect(tailOf(arms, WEIGHTS)).toBeGreaterThan(ALARM);
    }
  });

  it('that can not be dealt by the weights are refused', () => {
    const refused = (sizes: number[]) => () =>
      drawsWith(SALT, WEIGHTS, { block_sizes: sizes }).sequence('s');
    expect(refused([5, 7])).toThrow(/7 times the weight/);
    expect(refused([])).toThrow(/at least one/);
    expect(refused([10])).not.toThrow();
  });

  it('can be dealt by thirds, though a third is no finite number', () => {
    const thirds = { a: 1 / 3, b: 1 / 3, c: 1 / 3 };
    const draws = drawsWith(SALT, thirds, { block_sizes: [6] });
    expect(draws.sequence('s').countsOfFirst(18_000)).toEqual({ a: 6_000, b: 6_000, c: 6_000 });
  });
});

describe('keyedGenerator', () => {
  it('favours no number', () => {
    const draw = keyedGenerator(SALT, 'test');
    const values = Array.from({ length: 30_000 }, () => String(draw(7)));
    expect(
      tailOf(values, Object.fromEntries(Array.from({ length: 7 }, (_, n) => [n, 1 / 7]))),
    ).toBeGreaterThan(ALARM);
  });

  it('stays below its bound, draws the same again, and differs by key and label', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 32 }), fc.string(), (bound, label) => {
        const take = (key: Buffer, name: string) => {
          const draw = keyedGenerator(key, name);
          return Array.from({ length: 20 }, () => draw(bound));
        };
        const drawn = take(SALT, label);
        expect(drawn.every((each) => Number.isInteger(each) && each >= 0 && each < bound)).toBe(
          true,
        );
        expect(take(SALT, label)).toEqual(drawn);
        if (bound > 1000) {
          expect(take(SALT, `${label}x`)).not.toEqual(drawn);
          expect(take(Buffer.alloc(32), label)).not.toEqual(drawn);
        }
      }),
      { numRuns: 100 },
    );
    expect(() => keyedGenerator(SALT, 'x')(0)).toThrow(RangeError);
  });
});

describe('drawOfferRow', () => {
  it('has as many rows as every wave needs, each as likely as the other', () => {
    const seeds = deriveSeeds(SALT);
    const rows = Array.from({ length: PEOPLE }, (_, n) =>
      String(drawOfferRow(seeds, personId(n), [2, 3, 1])),
    );
    const sixth = 1 / 6;
    expect(
      tailOf(rows, {
        0: sixth,
        1: sixth,
        2: sixth,
        3: sixth,
        4: sixth,
        5: sixth - 1e-9,
        spare: 1e-9,
      }),
    ).toBeGreaterThan(ALARM);
    expect(drawOfferRow(seeds, personId(1), [1])).toBe(0);
  });
});

describe('allocationOf', () => {
  it('keeps the order of the arms, whatever the order of the weights', () => {
    const protocol = armsProtocol(WEIGHTS);
    const reversed = Object.fromEntries(Object.entries(WEIGHTS).reverse());
    expect(
      allocationOf({
        ...protocol,
        randomisation: { ...protocol.randomisation, allocation: reversed },
      }),
    ).toEqual({
      arms: ['reveal_only', 'awareness_message', 'red_flag_replay'],
      weights: [0.4, 0.2, 0.4],
    });
  });

  it.each([
    ['sums above 1', { a: 0.6, b: 0.6 }],
    ['sums below 1', { a: 0.5, b: 0.499 }],
    ['a weight of nothing', { a: 1, b: 0 }],
    ['a negative weight', { a: 1.5, b: -0.5 }],
    ['no number', { a: Number.NaN, b: 0.5 }],
    ['one arm', { a: 1 }],
  ])('refuses %s, which the SDK would take for equal weights', (_what, allocation) => {
    expect(() => allocationOf(armsProtocol(allocation))).toThrow(RangeError);
  });

  it('refuses an arm without a weight and a weight without an arm', () => {
    const { arms, randomisation } = armsProtocol({ a: 0.5, b: 0.5 });
    const withWeights = (allocation: Record<string, number>) => () =>
      allocationOf({ arms, randomisation: { ...randomisation, allocation } });
    expect(withWeights({ a: 1 })).toThrow(/give each arm one weight/);
    expect(withWeights({ a: 0.5, c: 0.5 })).toThrow(/give each arm one weight/);
    expect(withWeights({ a: 0.4, b: 0.4, c: 0.2 })).toThrow(/give each arm one weight/);
  });
});
