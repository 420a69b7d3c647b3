import { multiply, times, transpose, unitScale } from '../numerics/symmetric.ts';
import type { GroupedRows } from './design.ts';

/** Rows in which columns far from zero lie about it: a multiple of the constant column was taken off. */
export interface CentredRows {
  readonly rows: GroupedRows;
  /** Place of the constant column. */
  readonly constant: number;
  /** Row by row: times the coefficients of these rows it gives those of the rows before. */
  readonly back: Float64Array;
}

/** A column's mean may be ten times what it spreads by. */
const FAR = 100;

/** A column's variation beside its size, both squared, where only rounding is left; R's lm has the same. */
const ROUNDING = 1e-14;

/**
 * Moves columns that lie far from zero, where sums of products would lose the digits that tell them from
 * the constant column. A fit stays the same but for the coefficient of that column.
 *
 * @param rows - Already checked.
 * @returns Null when no column lies far from zero, or none is constant.
 */
export function centreRows(rows: GroupedRows): CentredRows | null {
  const { columns: p, design, people } = rows;
  const means = new Float64Array(p);
  const squares = new Float64Array(p);
  let all = 0;
  for (let i = 0; i < people.length; i += 1) {
    const n = people[i] as number;
    all += n;
    for (let j = 0; j < p; j += 1) {
      const x = design[i * p + j] as number;
      means[j] = (means[j] as number) + n * x;
      squares[j] = (squares[j] as number) + n * x * x;
    }
  }
  for (let j = 0; j < p; j += 1) means[j] = (means[j] as number) / all;
  const far = [...means.keys()].filter((j) => {
    const ofMean = all * (means[j] as number) ** 2;
    return ofMean > FAR * ((squares[j] as number) - ofMean);
  });
  const constant = far.find((j) => constantOf(rows, j) !== 0);
  if (constant === undefined || far.length === 1) return null;
  const centred = new Float64Array(design);
  const back = new Float64Array(p * p);
  for (let j = 0; j < p; j += 1) back[j * p + j] = 1;
  for (const j of far) {
    if (j === constant) continue;
    const mean = means[j] as number;
    let left = 0;
    for (let i = 0; i < people.length; i += 1) {
      const x = (design[i * p + j] as number) - mean;
      centred[i * p + j] = x;
      left += (people[i] as number) * x * x;
    }
    if (left <= ROUNDING * (squares[j] as number)) {
      for (let i = 0; i < people.length; i += 1) centred[i * p + j] = 0;
    }
    back[constant * p + j] = -mean / constantOf(rows, constant);
  }
  return { rows: { ...rows, design: centred }, constant, back };
}

/** Coefficients and errors of the rows before they were centred. */
export function moveBack(
  fit: { readonly coefficients: Float64Array; readonly covariance: Float64Array },
  back: Float64Array,
): { coefficients: Float64Array; covariance: Float64Array; standardErrors: Float64Array } {
  const p = fit.coefficients.length;
  const covariance = multiply(multiply(back, fit.covariance, p), transpose(back, p), p);
  return {
    coefficients: times(back, fit.coefficients, p),
    covariance,
    standardErrors: unitScale(covariance, p),
  };
}

/** What a column is for everybody; 0 when it varies. */
export function constantOf({ columns, design, people }: GroupedRows, column: number): number {
  let constant = 0;
  for (let i = 0; i < people.length; i += 1) {
    if (people[i] === 0) continue;
    const x = design[i * columns + column] as number;
    if (constant === 0) constant = x;
    if (x === 0 || x !== constant) return 0;
  }
  return constant;
}
