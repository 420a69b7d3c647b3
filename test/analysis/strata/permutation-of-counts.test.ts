import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../analysis/numerics/random.ts';
import {
  type OutcomeCount,
  permutationTestOfCounts,
} from '../../../analysis/strata/permutation-of-counts.ts';
import { permutationTest } from '../../../analysis/strata/permutation-test.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

const { counts } = golden<{
  counts: {
    cells: { treated: [number, number]; control: [number, number] }[];
    statistic: number;
    p: number;
  };
}>('pooling-health');

const CELLS = counts.cells.map(({ treated, control }) =>
  [1, 0].map((outcome, place) => ({
    outcome,
    treated: treated[place] ?? 0,
    control: control[place] ?? 0,
  })),
);

/** The same people, one by one. */
function units(strata: readonly (readonly OutcomeCount[])[]) {
  const people = strata.flatMap((list, stratum) =>
    list.flatMap(({ outcome, treated, control }) => [
      ...Array.from({ length: treated }, () => ({ outcome, stratum, treated: true })),
      ...Array.from({ length: control }, () => ({ outcome, stratum, treated: false })),
    ]),
  );
  return {
    outcome: people.map(({ outcome }) => outcome),
    treated: people.map(({ treated }) => treated),
    stratum: people.map(({ stratum }) => stratum),
  };
}

describe('permutationTestOfCounts()', () => {
  it('counts every table by its chance, as R does', () => {
    const result = permutationTestOfCounts(CELLS);
    expectClose(result.statistic, counts.statistic);
    expectRatio(result.p, counts.p, 1e-9);
    expect(result).toMatchObject({ draws: 0, method: 'randomisation test, all assignments' });
  });

  it('gives what going through all assignments of people gives', () => {
    const few = [
      [
        { outcome: 1, treated: 1, control: 3 },
        { outcome: 0, treated: 3, control: 1 },
      ],
      [
        { outcome: 1, treated: 0, control: 2 },
        { outcome: 0, treated: 2, control: 1 },
      ],
    ];
    const one = permutationTestOfCounts(few);
    const other = permutationTest(units(few));
    expect(other.method).toBe(one.method);
    expectClose(one.statistic, other.statistic, 1e-12);
    expectClose(one.p, other.p, 1e-12);
  });

  it('draws shares of several offers as people are drawn', () => {
    const random = seededRandom(2);
    const strata = [0, 1, 2].map(() =>
      [0, 0.25, 0.5, 0.75, 1].map((outcome) => ({
        outcome,
        treated: 4 + Math.floor(random() * 8),
        control: 5 + Math.floor(random() * 8),
      })),
    );
    const draws = 20_000;
    const one = permutationTestOfCounts(strata, draws, 3);
    const other = permutationTest(units(strata), draws, 4);
    expect(one.method).toContain('draws');
    expectClose(one.statistic, other.statistic, 1e-12);
    const error = Math.sqrt((2 * other.p * (1 - other.p)) / draws);
    expect(Math.abs(one.p - other.p)).toBeLessThan(4 * error);
  });

  it('uses the same normal approximation above 50,000 people', () => {
    const many = CELLS.map((list) =>
      list.map(({ outcome, treated, control }) => ({
        outcome: outcome / 2,
        treated: 500 * treated + 17,
        control: 500 * control + 400,
      })),
    );
    const one = permutationTestOfCounts(many);
    const other = permutationTest(units(many));
    expect(one.method).toContain('normal');
    expect(other.method).toBe(one.method);
    expectClose(one.statistic, other.statistic, 1e-12);
    expectRatio(one.p, other.p, 1e-6);
  });

  it('gives the same draws in another order, and mirrored with arms the other way round', () => {
    const strata = [...CELLS, ...CELLS.map((list) => list.map((c) => ({ ...c, control: 60 })))];
    const one = permutationTestOfCounts(strata, 500);
    expect(one.draws).toBe(500);
    expect(permutationTestOfCounts(strata.map((list) => list.toReversed()).reverse(), 500)).toEqual(
      one,
    );
    const turned = permutationTestOfCounts(
      strata.map((list) =>
        list.map(({ outcome, treated, control }) => ({
          outcome,
          treated: control,
          control: treated,
        })),
      ),
      500,
    );
    expect(turned).toEqual({ ...one, statistic: -one.statistic });
  });

  it('mirrors where both arms are alike in their totals', () => {
    const strata = [
      [
        { outcome: 1, treated: 48, control: 80 },
        { outcome: 0, treated: 72, control: 40 },
      ],
      [
        { outcome: 1, treated: 60, control: 28 },
        { outcome: 0, treated: 60, control: 92 },
      ],
      [
        { outcome: 1, treated: 36, control: 36 },
        { outcome: 0, treated: 84, control: 84 },
      ],
    ];
    const turned = strata.map((list) =>
      list.map((c) => ({ ...c, treated: c.control, control: c.treated })),
    );
    const one = permutationTestOfCounts(strata, 700);
    expect(one.draws).toBe(700);
    expect(permutationTestOfCounts(turned, 700).p).toBe(one.p);
  });

  it('gives the same p whatever the unit of the outcome', () => {
    const other = (map: (outcome: number) => number) =>
      permutationTestOfCounts(
        CELLS.map((list) => list.map((c) => ({ ...c, outcome: map(c.outcome) }))),
      );
    for (const map of [(y: number) => 1e6 + y, (y: number) => 1e-12 * y, (y: number) => -7 * y]) {
      expectRatio(other(map).p, counts.p, 1e-9);
    }
    expectRatio(other((y) => 1e6 + 3 * y).statistic, 3 * counts.statistic, 1e-9);
  });

  it('gives 1 where nothing varies, and never 0', () => {
    const flat = [[{ outcome: 0.1, treated: 40_000, control: 30_000 }]];
    expect(permutationTestOfCounts(flat)).toMatchObject({ p: 1, draws: 0 });
    expect(permutationTestOfCounts([[{ outcome: 1, treated: 4, control: 9 }]]).p).toBe(1);
    const apart = [
      [
        { outcome: 1, treated: 0, control: 400 },
        { outcome: 0, treated: 400, control: 0 },
      ],
    ];
    const { p } = permutationTestOfCounts(apart);
    expect(p).toBeGreaterThan(0);
    expect(p).toBeLessThan(1e-200);
    const further = apart.map((list) =>
      list.map((c) => ({ ...c, treated: 2 * c.treated, control: 2 * c.control })),
    );
    expect(permutationTestOfCounts(further).p).toBeGreaterThan(0);
  });

  it('refuses strata without both arms, parts of people and outcomes that are no numbers', () => {
    const alone = [[{ outcome: 1, treated: 3, control: 0 }]];
    expect(() => permutationTestOfCounts(alone)).toThrow('no stratum has people of both arms');
    expect(() => permutationTestOfCounts([])).toThrow(RangeError);
    for (const bad of [{ treated: 1.5 }, { control: -1 }, { outcome: Number.NaN }]) {
      const list = [{ outcome: 1, treated: 3, control: 2, ...bad }];
      expect(() => permutationTestOfCounts([list])).toThrow(RangeError);
    }
  });
});
