import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../analysis/numerics/random.ts';
import { permutationTest } from '../../../analysis/strata/permutation-test.ts';
import {
  type AssignedGroup,
  permutationTestOfGroups,
} from '../../../analysis/strata/permutation-test-of-groups.ts';
import { expectClose } from '../golden.ts';

/** Two strata of groups, three cells, every group with people in two of them. */
function groups(perArm: number, seed: number): AssignedGroup[] {
  const random = seededRandom(seed);
  return [0, 1].flatMap((stratum) =>
    Array.from({ length: 2 * perArm }, (_, place) => ({
      treated: place % 2 === 0,
      stratum,
      parts: [place % 3, (place + 1) % 3].map((cell) => ({
        cell,
        people: 5 + Math.floor(20 * random()),
        outcome: Math.round(100 * random()) / 100,
      })),
    })),
  );
}

/** By going through every assignment, with nothing clever. */
function byHand(list: readonly AssignedGroup[]): { statistic: number; p: number } {
  const difference = (treated: readonly boolean[]): number => {
    const cells = [...new Set(list.flatMap(({ parts }) => parts.map(({ cell }) => cell)))];
    let sum = 0;
    let people = 0;
    for (const cell of cells) {
      const [one, two] = [true, false].map((arm) => {
        const parts = list.flatMap((group, i) =>
          treated[i] === arm ? group.parts.filter((part) => part.cell === cell) : [],
        );
        const n = parts.reduce((all, part) => all + part.people, 0);
        return { n, mean: parts.reduce((all, part) => all + part.people * part.outcome, 0) / n };
      }) as [{ n: number; mean: number }, { n: number; mean: number }];
      if (one.n === 0 || two.n === 0) continue;
      sum += (one.n + two.n) * (one.mean - two.mean);
      people += one.n + two.n;
    }
    return sum / people;
  };
  const statistic = difference(list.map(({ treated }) => treated));
  const takes = [0, 1].map(
    (stratum) => list.filter((group) => group.stratum === stratum && group.treated).length,
  );
  let ways = 0;
  let large = 0;
  for (let mask = 0; mask < 2 ** list.length; mask += 1) {
    const treated = list.map((_, i) => ((mask >> i) & 1) === 1);
    const fits = takes.every(
      (take, stratum) => list.filter((g, i) => g.stratum === stratum && treated[i]).length === take,
    );
    if (!fits) continue;
    ways += 1;
    if (Math.abs(difference(treated)) >= Math.abs(statistic) - 1e-12) large += 1;
  }
  return { statistic, p: large / ways };
}

describe('permutationTestOfGroups()', () => {
  it('goes through all assignments within strata, cells reaching over them', () => {
    for (const seed of [1, 2, 3]) {
      const list = groups(3, seed);
      const result = permutationTestOfGroups(list);
      const expected = byHand(list);
      expect(result).toMatchObject({ draws: 0, method: 'randomisation test, all assignments' });
      expectClose(result.statistic, expected.statistic, 1e-12);
      expectClose(result.p, expected.p, 1e-12);
    }
  });

  it('leaves a cell out of the draws that give it one arm alone', () => {
    const rare = groups(3, 4).map((group, i) =>
      i < 2
        ? { ...group, parts: [...group.parts, { cell: 9, people: 40, outcome: i / 2 }] }
        : group,
    );
    expectClose(permutationTestOfGroups(rare).p, byHand(rare).p, 1e-12);
  });

  it('draws when there are many, as often as all assignments would', () => {
    const list = groups(8, 5);
    const [one, two] = [1, 2].map((seed) => permutationTestOfGroups(list, 6000, seed));
    expect(one?.method).toBe('randomisation test, 6000 draws');
    const p = one?.p ?? 9;
    expect(Math.abs(p - (two?.p ?? 9))).toBeLessThan(4 * Math.sqrt((2 * p * (1 - p)) / 6000));
  });

  it('does not mind names, order, unit, or which arm is called treated', () => {
    const list = groups(8, 6);
    const one = permutationTestOfGroups(list, 500);
    const renamed = list
      .map((group) => ({
        ...group,
        stratum: 7 - group.stratum,
        parts: group.parts.map((part) => ({ ...part, cell: -part.cell })).reverse(),
      }))
      .reverse();
    expect(permutationTestOfGroups(renamed, 500).p).toBe(one.p);
    const turned = list.map((group) => ({ ...group, treated: !group.treated }));
    const other = permutationTestOfGroups(turned, 500);
    expect(other.p).toBe(one.p);
    expectClose(other.statistic, -one.statistic, 1e-12);
  });

  it('is the test of people when each is a group of one', () => {
    const random = seededRandom(3);
    const people = Array.from({ length: 60 }, (_, i) => ({
      treated: i % 2 === 0,
      stratum: i % 3,
      outcome: random(),
    }));
    const result = permutationTestOfGroups(
      people.map(({ treated, stratum, outcome }) => ({
        treated,
        stratum,
        parts: [{ cell: stratum, people: 1, outcome }],
      })),
      900,
    );
    const asPeople = permutationTest(
      {
        outcome: people.map(({ outcome }) => outcome),
        treated: people.map(({ treated }) => treated),
        stratum: people.map(({ stratum }) => stratum),
      },
      900,
    );
    expect(asPeople).toEqual(result);
  });

  it('gives 1 where outcomes do not vary', () => {
    const flat = groups(8, 7).map((group) => ({
      ...group,
      parts: group.parts.map((part) => ({ ...part, outcome: 0.3 })),
    }));
    expect(permutationTestOfGroups(flat)).toMatchObject({ p: 1, statistic: 0, draws: 0 });
  });
});
