import type { Categorical, Dataset } from '../dataset.ts';

/** The plan's covariates as numbers, ready for regression. */
export interface CovariateColumns {
  readonly columns: number;
  /** Rows of numbers, `columns` each: one per pattern when `pattern` is there, else one per row. */
  readonly values: Float64Array;
  /** For each row of the dataset its pattern of levels; absent when a covariate is continuous. */
  readonly pattern?: Int32Array;
  readonly patterns: number;
}

interface Category extends Categorical {
  /** Columns it takes: levels, and "not recorded" if anybody's isn't, less one. */
  readonly width: number;
}

/** Largest number of patterns of levels kept apart. */
const MOST_PATTERNS = 100_000;

/**
 * Turns named covariates into columns: a category becomes one column for each level but the first,
 * and one for "not recorded"; a number stays one column, with the mean in place of what isn't
 * recorded and a column that says so.
 *
 * When all are categories, people with the same levels share one pattern, and regressions cost what
 * the patterns cost.
 *
 * @returns Null when no covariate is named.
 * @see Groenwold et al. (2012), CMAJ 184:1265-1269 (missing-indicator method in randomised trials).
 */
export function covariateColumns(
  dataset: Dataset,
  names: readonly string[],
): CovariateColumns | null {
  if (names.length === 0) return null;
  const categories: Category[] = [];
  const numbers: Float64Array[] = [];
  for (const name of names) {
    const covariate = dataset.covariates[name];
    if (covariate === undefined) {
      throw new RangeError(
        `Adjust for ${name}: the data have no such column and the plan needs it`,
      );
    }
    if (covariate instanceof Float64Array) numbers.push(covariate);
    else categories.push({ ...covariate, width: widthOf(covariate, dataset.count) });
  }
  const patterns = categories.reduce((product, { width }) => product * (width + 1), 1);
  if (numbers.length === 0 && patterns <= MOST_PATTERNS)
    return byPattern(dataset, categories, patterns);
  return byRow(dataset, categories, numbers);
}

function byPattern(
  dataset: Dataset,
  categories: readonly Category[],
  patterns: number,
): CovariateColumns {
  const pattern = new Int32Array(dataset.rows);
  for (const { width, codes } of categories) {
    for (let row = 0; row < dataset.rows; row += 1) {
      const code = codes[row] as number;
      pattern[row] = (pattern[row] as number) * (width + 1) + (code < 0 ? width : code);
    }
  }
  const columns = categories.reduce((sum, { width }) => sum + width, 0);
  const values = new Float64Array(patterns * columns);
  for (let code = 0; code < patterns; code += 1) {
    let left = code;
    let end = columns;
    for (let index = categories.length - 1; index >= 0; index -= 1) {
      const width = categories[index]?.width ?? 0;
      end -= width;
      setLevel(values, code * columns + end, left % (width + 1), width);
      left = Math.floor(left / (width + 1));
    }
  }
  return { columns, values, pattern, patterns };
}

function byRow(
  dataset: Dataset,
  categories: readonly Category[],
  numbers: readonly Float64Array[],
): CovariateColumns {
  const facts = numbers.map((values) => meanOf(values, dataset.count));
  const columns =
    categories.reduce((sum, { width }) => sum + width, 0) +
    facts.reduce((sum, { missing }) => sum + (missing ? 2 : 1), 0);
  const result = new Float64Array(dataset.rows * columns);
  let column = 0;
  for (const { width, codes } of categories) {
    for (let row = 0; row < dataset.rows; row += 1) {
      setLevel(result, row * columns + column, codes[row] as number, width);
    }
    column += width;
  }
  numbers.forEach((values, index) => {
    const { mean, missing } = facts[index] ?? { mean: 0, missing: false };
    for (let row = 0; row < dataset.rows; row += 1) {
      const value = values[row] as number;
      const at = row * columns + column;
      // Centred, so that products of large numbers lose no digits.
      result[at] = Number.isNaN(value) ? 0 : value - mean;
      if (missing) result[at + 1] = Number.isNaN(value) ? 1 : 0;
    }
    column += missing ? 2 : 1;
  });
  return { columns, values: result, patterns: 0 };
}

function widthOf({ levels, codes }: Categorical, count: Float64Array): number {
  let gaps = false;
  for (let row = 0; row < codes.length && !gaps; row += 1) {
    gaps = (codes[row] as number) < 0 && (count[row] as number) > 0;
  }
  return Math.max(0, levels.length - (gaps ? 0 : 1));
}

/** Columns of one category: level 0 is all zeros; "not recorded", if any, has the last column. */
function setLevel(values: Float64Array, start: number, code: number, width: number): void {
  if (code === 0) return;
  const column = code < 0 ? width - 1 : code - 1;
  values[start + column] = 1;
}

function meanOf(values: Float64Array, count: Float64Array): { mean: number; missing: boolean } {
  let sum = 0;
  let people = 0;
  let missing = false;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number;
    const n = count[row] as number;
    if (Number.isNaN(value)) {
      if (n > 0) missing = true;
    } else if (!Number.isFinite(value)) {
      throw new RangeError(`Read a covariate: row ${row} is ${value} and must be a finite number`);
    } else {
      sum += n * value;
      people += n;
    }
  }
  return { mean: people > 0 ? sum / people : 0, missing };
}
