import { assertFinite, assertPositive, assertWhole } from '../numerics/check.ts';
import type { RandomSource } from '../numerics/random.ts';
import {
  byAll,
  byDraws,
  choose,
  combinations,
  isAsLarge,
  MOST_COUNTED,
  NO_DIFFERENCE,
  type PermutationResult,
  sample,
  toUnitRange,
} from './randomisation-distribution.ts';

/** One thing that was assigned as a whole: a group of people, or a person. */
export interface AssignedGroup {
  readonly treated: boolean;
  /** Code of the stratum or block it was drawn in. */
  readonly stratum: number;
  /** Its people by cell of the estimate; a cell stands once. */
  readonly parts: readonly GroupPart[];
}

export interface GroupPart {
  /** Code of the cell (stratum and form, say) whose means are compared. */
  readonly cell: number;
  /** People, or any weight above 0. */
  readonly people: number;
  /** Their mean outcome, on any scale. */
  readonly outcome: number;
}

/**
 * Randomisation test of a difference standardised over cells, of a trial that assigned groups: whole
 * groups are drawn again within the strata they were drawn in, each stratum keeping its numbers.
 *
 *     d = sum_c w_c (m1c - m0c),   w_c = people of cell c over all people
 *
 * A cell that a draw leaves with one arm is left out of that draw's average. All assignments are
 * counted when there are 20,000 at most; else `draws` are made, and p is
 * (1 + those as large) / (1 + draws). Names of groups, strata and cells, and which arm is called
 * treated, don't matter.
 *
 * @param groups - At least one of each arm in a stratum, and in a cell.
 * @param seed - Fixes the draws.
 * @returns p is 1 when outcomes don't vary.
 * @throws RangeError if no stratum or no cell has groups of both arms, a weight isn't above 0, or an
 *   outcome or a code isn't a number.
 * @see Gail, Mark, Carroll, Green and Pee (1996), Stat. Med. 15:1069-1092 (groups); Fisher (1935), The
 *   Design of Experiments, section 21; Phipson and Smyth (2010), Stat. Appl. Genet. Mol. Biol. 9:39
 *   (adding one).
 */
export function permutationTestOfGroups(
  groups: readonly AssignedGroup[],
  draws = 10_000,
  seed = 1,
): PermutationResult {
  assertWhole('draws', draws, 1);
  for (const { stratum, parts } of groups) {
    assertFinite('a stratum', stratum);
    for (const { cell, people, outcome } of parts) {
      assertFinite('a cell', cell);
      assertPositive('people of a group', people);
      assertFinite('an outcome', outcome);
    }
  }
  const both = (list: readonly AssignedGroup[]): boolean =>
    list.some(({ treated }) => treated) && list.some(({ treated }) => !treated);
  const strata = [...byCode(groups, ({ stratum }) => [stratum]).values()].filter(both);
  const cells = [...byCode(groups, cellsOf).values()].filter(both);
  if (strata.length === 0 || cells.length === 0) {
    throw new RangeError(
      'Permute groups: no stratum, or no cell, has groups of both arms and at least one must',
    );
  }
  const scale = toUnitRange(groups.flatMap(({ parts }) => parts.map(({ outcome }) => outcome)));
  if (!scale) return NO_DIFFERENCE;
  const { list, places, turned } = inOneOrder(groups);
  const difference = differenceOver(list, scale.map);
  const flags = Uint8Array.from(list, ({ treated }) => (treated !== turned ? 1 : 0));
  const observed = difference(flags);
  const drawn = places.map((of) => ({ of, take: of.filter((place) => flags[place] === 1).length }));
  const ways = drawn.reduce((product, { of, take }) => product * choose(of.length, take), 1);
  const result =
    ways <= MOST_COUNTED
      ? byAll(observed, shareOfAll(drawn, flags, difference, observed))
      : byDraws(observed, (random) => difference(redrawn(drawn, flags, random)), draws, seed);
  const sign = turned ? -1 : 1;
  return { ...result, statistic: sign * scale.range * observed + 0 };
}

function cellsOf({ parts }: AssignedGroup): number[] {
  return parts.map(({ cell }) => cell);
}

function byCode<T>(list: readonly T[], codesOf: (one: T) => readonly number[]): Map<number, T[]> {
  const found = new Map<number, T[]>();
  for (const one of list) {
    for (const code of codesOf(one)) {
      const known = found.get(code);
      if (known) known.push(one);
      else found.set(code, [one]);
    }
  }
  return found;
}

/**
 * Groups sorted by what is in them, strata by their groups, and of the two arms the one that makes the
 * first word in a dictionary: an order that no name decides.
 */
function inOneOrder(groups: readonly AssignedGroup[]): {
  list: AssignedGroup[];
  /** Places in the list by stratum. */
  places: number[][];
  /** Whether the arm drawn is the control. */
  turned: boolean;
} {
  const content = (parts: readonly GroupPart[]): string =>
    parts.map(({ people, outcome }) => `${people}:${outcome}`).join(' ');
  const rank = new Map(
    [...byCode(groups, cellsOf)]
      .map(([cell, members]) => ({
        cell,
        key: members
          .map(({ parts }) => content(parts.filter((part) => part.cell === cell)))
          .sort()
          .join(),
      }))
      .sort((a, b) => alphabetically(a.key, b.key))
      .map(({ cell }, place) => [cell, place]),
  );
  const keyed = groups.map((group) => ({
    group,
    key: group.parts
      .map((part) => `${rank.get(part.cell)}=${content([part])}`)
      .sort()
      .join(' '),
  }));
  const strata = [...byCode(keyed, ({ group }) => [group.stratum]).values()];
  const ordered = (turned: boolean) =>
    strata
      .map((members) => {
        const words = members
          .map(({ group, key }) => ({ group, word: `${key} ${group.treated !== turned}` }))
          .sort((a, b) => alphabetically(a.word, b.word));
        return { words, key: words.map(({ word }) => word).join('; ') };
      })
      .sort((a, b) => alphabetically(a.key, b.key));
  const ways = [false, true].map((turned) => {
    const lists = ordered(turned);
    return { turned, lists, word: lists.map(({ key }) => key).join(' / ') };
  });
  const { lists, turned } = ways.sort((a, b) =>
    alphabetically(a.word, b.word),
  )[0] as (typeof ways)[0];
  let next = 0;
  const places = lists.map(({ words }) => words.map(() => next++));
  return { list: lists.flatMap(({ words }) => words.map(({ group }) => group)), places, turned };
}

function alphabetically(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** The standardised difference for any choice of who is treated. */
function differenceOver(
  groups: readonly AssignedGroup[],
  map: (outcome: number) => number,
): (treated: Uint8Array) => number {
  const codes = new Map([...new Set(groups.flatMap(cellsOf))].map((cell, place) => [cell, place]));
  const of: number[] = [];
  const cell: number[] = [];
  const people: number[] = [];
  const sum: number[] = [];
  groups.forEach(({ parts }, group) => {
    for (const part of parts) {
      of.push(group);
      cell.push(codes.get(part.cell) ?? 0);
      people.push(part.people);
      sum.push(part.people * map(part.outcome));
    }
  });
  const all = new Float64Array(2 * codes.size);
  const add = (to: Float64Array, part: number): void => {
    const at = 2 * (cell[part] as number);
    to[at] = (to[at] as number) + (people[part] as number);
    to[at + 1] = (to[at + 1] as number) + (sum[part] as number);
  };
  of.forEach((_, part) => {
    add(all, part);
  });
  const one = new Float64Array(2 * codes.size);
  return (treated) => {
    one.fill(0);
    for (let part = 0; part < of.length; part += 1) {
      if (treated[of[part] as number] === 1) add(one, part);
    }
    let total = 0;
    let used = 0;
    for (let at = 0; at < all.length; at += 2) {
      const n = all[at] as number;
      const n1 = one[at] as number;
      // Weights needn't be whole, and what is left of a difference may not be nothing.
      if (n1 <= 1e-12 * n || n - n1 <= 1e-12 * n) continue;
      const s1 = one[at + 1] as number;
      total += n * (s1 / n1 - ((all[at + 1] as number) - s1) / (n - n1));
      used += n;
    }
    return used > 0 ? total / used : 0;
  };
}

interface Drawn {
  readonly of: readonly number[];
  readonly take: number;
}

function redrawn(strata: readonly Drawn[], flags: Uint8Array, random: RandomSource): Uint8Array {
  for (const { of, take } of strata) {
    const chosen = sample(of.length, take, random);
    of.forEach((place, at) => {
      flags[place] = chosen[at] as number;
    });
  }
  return flags;
}

/** Share of all assignments with a difference as large. */
function shareOfAll(
  strata: readonly Drawn[],
  flags: Uint8Array,
  difference: (treated: Uint8Array) => number,
  observed: number,
): number {
  let ways = 0;
  let large = 0;
  const go = (at: number): void => {
    const stratum = strata[at];
    if (!stratum) {
      ways += 1;
      if (isAsLarge(difference(flags), observed)) large += 1;
      return;
    }
    for (const chosen of combinations(stratum.of.length, stratum.take)) {
      stratum.of.forEach((place, index) => {
        flags[place] = chosen.has(index) ? 1 : 0;
      });
      go(at + 1);
    }
  };
  go(0);
  return large / ways;
}
