import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** A square symmetric matrix, row by row, `size` rows of `size` numbers. */
export type Symmetric = Float64Array;

/**
 * Inverse of a positive definite matrix by Cholesky decomposition, with rows and columns that
 * depend linearly on earlier ones left out.
 *
 * @param size - Rows.
 * @returns Inverse with zeros where a row was left out, which rows were kept, and the logarithm of the
 *   determinant of the rows kept.
 */
export function invertPositive(
  matrix: Symmetric,
  size: number,
): { inverse: Symmetric; kept: boolean[]; logDeterminant: number } {
  // Scaled to a unit diagonal, so that the test for dependence doesn't hang on units of measure.
  const scale = Float64Array.from({ length: size }, (_, i) => {
    const d = matrix[i * size + i] as number;
    return d > 0 ? 1 / Math.sqrt(d) : 0;
  });
  const lower = new Float64Array(size * size);
  const kept: boolean[] = [];
  let logDeterminant = 0;
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      if (j < i && !kept[j]) continue;
      let sum = (matrix[i * size + j] as number) * (scale[i] as number) * (scale[j] as number);
      for (let k = 0; k < j; k += 1) {
        sum -= (lower[i * size + k] as number) * (lower[j * size + k] as number);
      }
      if (j < i) {
        lower[i * size + j] = sum / (lower[j * size + j] as number);
      } else {
        kept[i] = sum > 1e-10;
        if (kept[i]) {
          lower[i * size + i] = Math.sqrt(sum);
          logDeterminant += Math.log(sum) - 2 * Math.log(scale[i] as number);
        } else {
          for (let k = 0; k < i; k += 1) lower[i * size + k] = 0;
        }
      }
    }
  }
  // Columns of L^-1, then L^-T L^-1.
  const inverseLower = new Float64Array(size * size);
  for (let column = 0; column < size; column += 1) {
    if (!kept[column]) continue;
    inverseLower[column * size + column] = 1 / (lower[column * size + column] as number);
    for (let i = column + 1; i < size; i += 1) {
      if (!kept[i]) continue;
      let sum = 0;
      for (let k = column; k < i; k += 1) {
        sum -= (lower[i * size + k] as number) * (inverseLower[k * size + column] as number);
      }
      inverseLower[i * size + column] = sum / (lower[i * size + i] as number);
    }
  }
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = 0;
      for (let k = i; k < size; k += 1) {
        sum += (inverseLower[k * size + i] as number) * (inverseLower[k * size + j] as number);
      }
      const value = sum * (scale[i] as number) * (scale[j] as number);
      inverse[i * size + j] = value;
      inverse[j * size + i] = value;
    }
  }
  return { inverse, kept, logDeterminant };
}

/** Roots of the diagonal: what rows and columns are divided by to make it one; zeros stay. */
export function unitScale(matrix: Symmetric, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) =>
    Math.sqrt(Math.max(0, matrix[i * size + i] as number)),
  );
}

/** Each entry times a factor of its row's and its column's scale; zero where either scale is. */
export function rescale(
  matrix: Symmetric,
  scale: Float64Array,
  factor: (row: number, column: number) => number,
): Symmetric {
  const size = scale.length;
  return matrix.map((value, at) => {
    const row = scale[Math.floor(at / size)] as number;
    const column = scale[at % size] as number;
    return row > 0 && column > 0 ? value * factor(row, column) : 0;
  });
}

/** Symmetric square root of a matrix without negative eigenvalues. */
export function squareRoot(matrix: Symmetric, size: number): Symmetric {
  return applyToEigenvalues(matrix, size, (value) => Math.sqrt(Math.max(0, value)));
}

/** Applies a function to the eigenvalues of a symmetric matrix. */
export function applyToEigenvalues(
  matrix: Symmetric,
  size: number,
  f: (value: number) => number,
): Symmetric {
  if (size === 1) return Float64Array.of(f(matrix[0] as number));
  const rows = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_unused, j) => matrix[i * size + j] as number),
  );
  const decomposition = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  const values = decomposition.realEigenvalues.map(f);
  const vectors = decomposition.eigenvectorMatrix;
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = 0;
      for (let k = 0; k < size; k += 1) {
        sum += vectors.get(i, k) * (values[k] as number) * vectors.get(j, k);
      }
      result[i * size + j] = sum;
      result[j * size + i] = sum;
    }
  }
  return result;
}

/** matrix times vector. */
export function times(matrix: Float64Array, vector: ArrayLike<number>, size: number): Float64Array {
  const result = new Float64Array(size);
  for (let i = 0; i < size; i += 1) {
    let sum = 0;
    for (let j = 0; j < size; j += 1) {
      sum += (matrix[i * size + j] as number) * (vector[j] as number);
    }
    result[i] = sum;
  }
  return result;
}

/** first times second, both square. */
export function multiply(first: Float64Array, second: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    for (let k = 0; k < size; k += 1) {
      const factor = first[i * size + k] as number;
      if (factor === 0) continue;
      for (let j = 0; j < size; j += 1) {
        result[i * size + j] =
          (result[i * size + j] as number) + factor * (second[k * size + j] as number);
      }
    }
  }
  return result;
}

/** Rows as columns; square. */
export function transpose(matrix: Float64Array, size: number): Float64Array {
  return matrix.map((_, at) => matrix[(at % size) * size + Math.floor(at / size)] as number);
}

export function dot(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < first.length; i += 1) sum += (first[i] as number) * (second[i] as number);
  return sum;
}
