import { assertAllFinite } from '../numerics/check.ts';

/**
 * Rows of a regression. Identical rows of covariates may be joined: a row then stands for `people`
 * with a sum of outcomes and a sum of their squares.
 */
export interface GroupedRows {
  readonly columns: number;
  /** Row by row, `columns` numbers each. Write the intercept as a column of ones. */
  readonly design: Float64Array;
  readonly people: Float64Array;
  readonly sum: Float64Array;
  readonly sumOfSquares: Float64Array;
  /** Code of the group of assignment of each row, from 0; needed for CR errors. */
  readonly cluster?: Int32Array;
}

/**
 * Rows of one person each.
 *
 * @param design - A row of columns for each person, an intercept written as a one.
 * @param outcome - One for each person.
 * @param cluster - Code of the group of assignment of each person, from 0.
 */
export function personRows(
  design: readonly (readonly number[])[],
  outcome: readonly number[],
  cluster?: readonly number[],
): GroupedRows {
  const columns = design[0]?.length ?? 0;
  return {
    columns,
    design: Float64Array.from(design.flat()),
    people: new Float64Array(outcome.length).fill(1),
    sum: Float64Array.from(outcome),
    sumOfSquares: Float64Array.from(outcome, (y) => y * y),
    ...(cluster ? { cluster: Int32Array.from(cluster) } : {}),
  };
}

/** @throws RangeError if lengths disagree, a number isn't finite or a row has a negative count. */
export function assertRows(rows: GroupedRows): number {
  const count = rows.people.length;
  if (rows.columns < 1 || rows.design.length !== count * rows.columns) {
    throw new RangeError(
      `Read a design: ${rows.design.length} entries for ${count} rows; ${rows.columns} columns need ${count * rows.columns}`,
    );
  }
  if (rows.sum.length !== count || rows.sumOfSquares.length !== count) {
    throw new RangeError(
      `Read outcomes: ${rows.sum.length} sums for ${count} rows; one is needed for each`,
    );
  }
  if (rows.cluster && rows.cluster.length !== count) {
    throw new RangeError(
      `Read clusters: ${rows.cluster.length} for ${count} rows; one is needed for each`,
    );
  }
  assertAllFinite('the design', rows.design);
  assertAllFinite('outcomes', rows.sum);
  assertAllFinite('squares of outcomes', rows.sumOfSquares);
  for (const people of rows.people) {
    if (!(people >= 0 && Number.isFinite(people))) {
      throw new RangeError(
        `Read a design: a row stands for ${people} people and must stand for at least 0`,
      );
    }
  }
  return count;
}
