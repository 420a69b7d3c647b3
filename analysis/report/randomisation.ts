import { permutationTestOfCounts } from '../strata/permutation-of-counts.ts';
import {
  type AssignedGroup,
  permutationTestOfGroups,
} from '../strata/permutation-test-of-groups.ts';
import type { PermutationResult } from '../strata/randomisation-distribution.ts';
import { addMoments, peopleByShare, unitMoments } from './cell-table.ts';
import { type ContrastRequest, mergedCells } from './contrast.ts';
import { noTest } from './estimates.ts';
import type { TestResult } from './types.ts';

const METHOD = 'randomisation test';

/**
 * Draws arms again as they were drawn and looks at the standardised difference: people within the cells
 * it is standardised over, or whole groups within strata. Who has an outcome stays as it is.
 */
export function randomisationTest(request: ContrastRequest, draws?: number): TestResult {
  if (draws === 0) return noTest(METHOD, 'the plan asks for no draws');
  return request.units.clustered ? ofGroups(request, draws) : ofPeople(request, draws);
}

function ofPeople(request: ContrastRequest, draws?: number): TestResult {
  const { groups: cells } = mergedCells(request);
  if (cells.length === 0) {
    return noTest(METHOD, 'an arm has fewer than two people with an outcome');
  }
  const table = request.tables.people;
  const strata = cells.map((merged) => {
    const treated = peopleByShare(table, request.treated.index, merged);
    const control = peopleByShare(table, request.control.index, merged);
    return [...new Set([...treated.keys(), ...control.keys()])].map((outcome) => ({
      outcome,
      treated: treated.get(outcome) ?? 0,
      control: control.get(outcome) ?? 0,
    }));
  });
  return reported(permutationTestOfCounts(strata, draws), 'people within stratum and offer form');
}

function ofGroups(request: ContrastRequest, draws?: number): TestResult {
  const { groups: cells } = mergedCells(request);
  if (cells.length === 0) {
    return noTest(METHOD, 'an arm has fewer than two groups with an outcome');
  }
  const groups = groupsOf(request, cells);
  const result = permutationTestOfGroups(groups, draws);
  return reported(result, `${groups.length} whole groups within stratum`);
}

function reported({ method, statistic, p }: PermutationResult, what: string): TestResult {
  return { method: `${method}, ${what}`, statistic, degreesOfFreedom: null, p, reason: null };
}

/** Groups of both arms that have people with an outcome, by merged cell. */
function groupsOf(
  request: ContrastRequest,
  cells: readonly (readonly number[])[],
): AssignedGroup[] {
  const table = request.tables.people;
  const { clusters } = request.units;
  const patterns = table.index.units / clusters;
  const strata = strataOfGroups(request);
  return [request.treated, request.control].flatMap(({ index: arm }, side) =>
    Array.from({ length: clusters }, (_, cluster): AssignedGroup => {
      const parts = cells.flatMap((merged, cell) => {
        const { participants, sum } = addMoments(
          merged.flatMap((one) =>
            Array.from({ length: patterns }, (_pattern, pattern) =>
              unitMoments(table, arm, one, pattern * clusters + cluster),
            ),
          ),
        );
        return participants > 0
          ? [{ cell, people: participants, outcome: sum / participants }]
          : [];
      });
      return { treated: side === 0, stratum: strata[cluster] ?? SEVERAL, parts };
    }).filter(({ parts }) => parts.length > 0),
  );
}

const SEVERAL = -2;

/**
 * The stratum of everyone assigned in a group; groups of people from several strata make one of their
 * own, for nothing says under which of them they were drawn.
 */
function strataOfGroups({ dataset }: ContrastRequest): number[] {
  const strata: number[] = [];
  const clusters = dataset.cluster?.codes;
  for (let row = 0; row < dataset.rows; row += 1) {
    if (dataset.count[row] === 0) continue;
    const cluster = clusters?.[row] as number;
    const stratum = dataset.stratum.codes[row] as number;
    const known = strata[cluster];
    strata[cluster] = known === undefined || known === stratum ? stratum : SEVERAL;
  }
  return strata;
}
