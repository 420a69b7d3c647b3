import { permutationTestOfCounts } from '../strata/permutation-of-counts.ts';
import { type PermutationUnits, permutationTest } from '../strata/permutation-test.ts';
import type { PermutationResult } from '../strata/randomisation-distribution.ts';
import { addMoments, peopleByShare, unitMoments } from './cell-table.ts';
import { type ContrastRequest, mergedCells } from './contrast.ts';
import { noTest } from './estimates.ts';
import type { TestResult } from './types.ts';

const METHOD = 'randomisation test';

/**
 * Draws arms again as they were drawn: people within the cells the estimate is standardised over,
 * or whole groups within strata. Who has an outcome stays as it is.
 */
export function randomisationTest(request: ContrastRequest, draws?: number): TestResult {
  if (draws === 0) return noTest(METHOD, 'the plan asks for no draws');
  return request.units.clustered ? ofGroups(request, draws) : ofPeople(request, draws);
}

function ofPeople(request: ContrastRequest, draws?: number): TestResult {
  const { groups } = mergedCells(request);
  if (groups.length === 0)
    return noTest(METHOD, 'an arm has fewer than two people with an outcome');
  const table = request.tables.people;
  const strata = groups.map((cells) => {
    const treated = peopleByShare(table, request.treated.index, cells);
    const control = peopleByShare(table, request.control.index, cells);
    return [...new Set([...treated.keys(), ...control.keys()])].map((outcome) => ({
      outcome,
      treated: treated.get(outcome) ?? 0,
      control: control.get(outcome) ?? 0,
    }));
  });
  return reported(permutationTestOfCounts(strata, draws), 'people within stratum and offer form');
}

function ofGroups(request: ContrastRequest, draws?: number): TestResult {
  const groups = groupsOf(request);
  const arms = new Set(groups.map(({ treated }) => treated));
  if (arms.size < 2) return noTest(METHOD, 'an arm has no group with an outcome');
  const { units, sign } = unitsInOneOrder(groups);
  const result = permutationTest(units, draws);
  return reported(
    { ...result, statistic: sign * result.statistic + 0 },
    'whole groups within stratum',
  );
}

function reported({ method, statistic, p }: PermutationResult, what: string): TestResult {
  return { method: `${method}, ${what}`, statistic, degreesOfFreedom: null, p, reason: null };
}

interface Group {
  readonly treated: boolean;
  /** Strata its people are of, joined; a group drawn within one stratum has one. */
  readonly stratum: string;
  readonly people: number;
  /** Mean of its people. */
  readonly outcome: number;
}

/** Groups of both arms that have people with an outcome. */
function groupsOf(request: ContrastRequest): Group[] {
  const table = request.tables.people;
  const { cells, forms, units } = table.index;
  return [request.treated, request.control].flatMap(({ index: arm }, side) =>
    Array.from({ length: request.units.clusters }, (_, cluster): Group | null => {
      const parts = Array.from({ length: cells }, (_part, cell) =>
        addMoments(
          Array.from({ length: units / request.units.clusters }, (_pattern, pattern) =>
            unitMoments(table, arm, cell, pattern * request.units.clusters + cluster),
          ),
        ),
      );
      const { participants: people, sum } = addMoments(parts);
      if (people === 0) return null;
      const strata = parts.flatMap(({ participants }, cell) =>
        participants > 0 ? [Math.floor(cell / forms)] : [],
      );
      return {
        treated: side === 0,
        stratum: [...new Set(strata)].join(' '),
        people,
        outcome: sum / people,
      };
    }).filter((group) => group !== null),
  );
}

/**
 * Groups sorted by their own facts, those of strata with one arm only put together, and the arm with
 * fewer of them drawn: the same draws however groups are named and whichever arm is called treated.
 */
function unitsInOneOrder(groups: readonly Group[]): { units: PermutationUnits; sign: 1 | -1 } {
  const strata = new Map<string, Group[]>();
  for (const group of groups) {
    strata.set(group.stratum, [...(strata.get(group.stratum) ?? []), group]);
  }
  const hasBoth = (list: readonly Group[]): boolean =>
    list.some(({ treated }) => treated) && list.some(({ treated }) => !treated);
  const whole = [...strata.values()].filter(hasBoth);
  const rest = [...strata.values()].filter((list) => !hasBoth(list)).flat();
  const lists = hasBoth(rest) ? [...whole, rest] : whole;
  const balance = groups.reduce((sum, { treated }) => sum + (treated ? 1 : -1), 0);
  const lean = groups.reduce(
    (sum, { treated, outcome }) => sum + (treated ? outcome : -outcome),
    0,
  );
  const turns = balance > 0 || (balance === 0 && lean > 0);
  const ordered = lists
    .map((list) => [...list].sort((a, b) => a.people - b.people || a.outcome - b.outcome))
    .map((list) => ({
      list,
      key: JSON.stringify(list.map(({ people, outcome }) => [people, outcome])),
    }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ list }) => list);
  const flat = ordered.flat();
  return {
    units: {
      outcome: flat.map(({ outcome }) => outcome),
      treated: flat.map(({ treated }) => treated !== turns),
      weight: flat.map(({ people }) => people),
      stratum: ordered.flatMap((list, code) => list.map(() => code)),
    },
    sign: turns ? -1 : 1,
  };
}
