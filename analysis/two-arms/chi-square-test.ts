import { assertWhole } from '../numerics/check.ts';
import { chiSquareUpper } from '../numerics/distributions.ts';
import type { TestOfCounts } from './types.ts';

/**
 * Pearson's chi-square test of independence in a table of counts.
 *
 * @param table - Rows of whole counts, at least 2 by 2.
 * @param yates - Continuity correction, for 2 by 2 only, by R's definition: the correction never
 *   exceeds the smallest distance from expectation.
 * @returns Statistic, (rows - 1)(columns - 1) degrees of freedom, upper-tail p.
 * @throws RangeError if the table isn't rectangular, a count isn't whole, or a row or column is
 *   empty (its expectation is zero and the statistic undefined).
 * @see Pearson (1900), Phil. Mag. 50:157-175; Yates (1934), J. R. Stat. Soc. Suppl. 1:217-235.
 */
export function chiSquareTest(table: readonly (readonly number[])[], yates = false): TestOfCounts {
  const columns = table[0]?.length ?? 0;
  if (table.length < 2 || columns < 2 || table.some((row) => row.length !== columns)) {
    throw new RangeError(
      `Test a table: it has ${table.length} rows and ${columns} columns; it must be rectangular and at least 2 by 2`,
    );
  }
  if (yates && (table.length !== 2 || columns !== 2)) {
    throw new RangeError(
      `Correct for continuity: the table is ${table.length} by ${columns} and must be 2 by 2`,
    );
  }
  const rowSums = table.map((row) => row.reduce((sum, count) => sum + count, 0));
  const columnSums = new Array<number>(columns).fill(0);
  for (const row of table) {
    row.forEach((count, column) => {
      assertWhole('a count of the table', count);
      columnSums[column] = (columnSums[column] ?? 0) + count;
    });
  }
  const total = rowSums.reduce((sum, count) => sum + count, 0);
  if (rowSums.includes(0) || columnSums.includes(0)) {
    throw new RangeError('Test a table: a row or column is empty and each needs at least one');
  }
  const gaps: { gap: number; expected: number }[] = [];
  table.forEach((row, r) => {
    row.forEach((count, c) => {
      const expected = ((rowSums[r] ?? 0) * (columnSums[c] ?? 0)) / total;
      gaps.push({ gap: Math.abs(count - expected), expected });
    });
  });
  const correction = yates ? Math.min(0.5, ...gaps.map(({ gap }) => gap)) : 0;
  const statistic = gaps.reduce(
    (sum, { gap, expected }) => sum + (gap - correction) ** 2 / expected,
    0,
  );
  const degreesOfFreedom = (table.length - 1) * (columns - 1);
  return {
    method: yates ? 'Pearson chi-square with Yates correction' : 'Pearson chi-square',
    statistic,
    degreesOfFreedom,
    p: chiSquareUpper(statistic, degreesOfFreedom),
  };
}
