import {
  applyToEigenvalues,
  dot,
  invertPositive,
  multiply,
  rescale,
  squareRoot,
  times,
  transpose,
  unitScale,
} from '../numerics/symmetric.ts';
import { centreRows, moveBack } from './centre.ts';
import { assertRows, type GroupedRows } from './design.ts';

export type ErrorType = 'classical' | 'HC0' | 'HC1' | 'HC2' | 'HC3' | 'CR0' | 'CR1' | 'CR2';

export interface LinearRegression {
  readonly method: string;
  readonly coefficients: Float64Array;
  /** Row by row, in the order of the coefficients. */
  readonly covariance: Float64Array;
  readonly standardErrors: Float64Array;
  /** Columns that could be estimated; others depend on earlier ones and have coefficient 0. */
  readonly kept: readonly boolean[];
  readonly people: number;
  readonly clusters: number | null;
  /** People minus columns kept; clusters minus 1 for CR0 and CR1. */
  readonly degreesOfFreedom: number;
  /** Satterthwaite degrees of freedom of a contrast of coefficients; CR2 only. */
  readonly contrastDegreesOfFreedom: (contrast: ArrayLike<number>) => number;
}

/**
 * Ordinary least squares with classical, heteroscedasticity-robust or cluster-robust errors.
 *
 * CR2 needs no matrix of the size of a cluster: with M = (X'X)^-1 and R its symmetric root,
 * (I - X_g M X_g')^-1/2 X_g R = X_g R (I - R X_g'X_g R)^-1/2, so that all work is on matrices of the
 * number of columns, whatever the number of people. Columns are put on one scale first: eigenvalues
 * keep only the digits of the largest. Columns far from zero beside a constant one are centred.
 *
 * A person, or with CR2 a direction of a cluster, that alone determines a coefficient has no residual
 * and adds nothing to robust errors.
 *
 * @param rows - Design and outcomes, identical rows joined or not: the result is the same.
 * @param errors - HC2 suits individual assignment, CR2 assignment of groups.
 * @throws RangeError on bad rows, on more columns than people, or on CR errors without clusters.
 * @see MacKinnon and White (1985), J. Econom. 29:305-325 (HC1-HC3); Bell and McCaffrey (2002), Surv.
 *   Methodol. 28:169-181 (CR2 and its degrees of freedom); Pustejovsky and Tipton (2018), J. Bus.
 *   Econ. Stat. 36:672-683, equations 4, 6 and 11.
 */
export function linearRegression(rows: GroupedRows, errors: ErrorType = 'HC2'): LinearRegression {
  assertRows(rows);
  const centred = centreRows(rows);
  if (!centred) return fitLinear(rows, errors);
  const near = fitLinear(centred.rows, errors);
  // Columns before the constant one may make it the one that follows from others: only as given.
  if (centred.constant > 0 && near.kept.includes(false)) return fitLinear(rows, errors);
  const { back } = centred;
  const p = rows.columns;
  return {
    ...near,
    ...moveBack(near, back),
    contrastDegreesOfFreedom: (contrast) => {
      if (contrast.length !== p) return near.contrastDegreesOfFreedom(contrast);
      return near.contrastDegreesOfFreedom(times(transpose(back, p), contrast, p));
    },
  };
}

function fitLinear(rows: GroupedRows, errors: ErrorType): LinearRegression {
  const p = rows.columns;
  const count = rows.people.length;
  const row = (i: number): Float64Array => rows.design.subarray(i * p, i * p + p);
  const crossProducts = new Float64Array(p * p);
  const withOutcome = new Float64Array(p);
  let people = 0;
  for (let i = 0; i < count; i += 1) {
    const n = rows.people[i] as number;
    if (n === 0) continue;
    people += n;
    const x = row(i);
    addOuter(crossProducts, x, n);
    for (let j = 0; j < p; j += 1) {
      withOutcome[j] = (withOutcome[j] as number) + (x[j] as number) * (rows.sum[i] as number);
    }
  }
  const { inverse, kept } = invertPositive(crossProducts, p);
  const rank = kept.filter(Boolean).length;
  if (rank === 0 || people <= rank) {
    throw new RangeError(
      `Fit a regression: ${people} people and ${rank} independent columns; there must be more people than columns`,
    );
  }
  const coefficients = times(inverse, withOutcome, p);
  // Once more on what is left: gives back the digits that normal equations lose where columns lie far
  // from zero.
  const left = new Float64Array(p);
  for (let i = 0; i < count; i += 1) {
    const n = rows.people[i] as number;
    if (n === 0) continue;
    const x = row(i);
    const residual = (rows.sum[i] as number) - n * dot(x, coefficients);
    for (let j = 0; j < p; j += 1) left[j] = (left[j] as number) + (x[j] as number) * residual;
  }
  times(inverse, left, p).forEach((value, j) => {
    coefficients[j] = (coefficients[j] as number) + value;
  });
  const fitted = (i: number): number => dot(row(i), coefficients);
  const clustered = errors.startsWith('CR');
  if (clustered && !rows.cluster) {
    throw new RangeError(`Compute ${errors} errors: rows name no cluster and each needs one`);
  }
  const clusters = clustered ? clusterScores(rows, fitted) : null;
  const middle = new Float64Array(p * p);
  if (errors === 'classical') {
    let squares = 0;
    for (let i = 0; i < count; i += 1) squares += residualSquares(rows, i, fitted(i));
    for (let k = 0; k < p * p; k += 1) {
      middle[k] = (squares / (people - rank)) * (crossProducts[k] as number);
    }
  } else if (!clusters) {
    for (let i = 0; i < count; i += 1) {
      if (rows.people[i] === 0) continue;
      const x = row(i);
      const leverage = dot(x, times(inverse, x, p));
      const factor = leverageFactor(errors, leverage, people, rank);
      addOuter(middle, x, factor * residualSquares(rows, i, fitted(i)));
    }
  }
  const corrected = clusters && errors === 'CR2' ? cr2(clusters, inverse, p) : null;
  if (clusters && !corrected) {
    const factor = errors === 'CR1' ? clusters.size / (clusters.size - 1) : 1;
    for (const { score } of clusters.values()) addOuter(middle, score, factor);
  }
  const covariance = corrected?.covariance ?? multiply(multiply(inverse, middle, p), inverse, p);
  return {
    method: `least squares, ${errors} errors`,
    coefficients,
    covariance,
    standardErrors: unitScale(covariance, p),
    kept,
    people,
    clusters: clusters?.size ?? null,
    degreesOfFreedom: clusters ? clusters.size - 1 : people - rank,
    contrastDegreesOfFreedom: (contrast) => {
      if (!corrected) {
        throw new RangeError(`Compute degrees of freedom: errors are ${errors} and must be CR2`);
      }
      return corrected.degreesOfFreedom(contrast);
    },
  };
}

interface ClusterPart {
  /** X_g' e_g. */
  readonly score: Float64Array;
  /** X_g' X_g. */
  readonly crossProducts: Float64Array;
}

function clusterScores(rows: GroupedRows, fitted: (i: number) => number): Map<number, ClusterPart> {
  const p = rows.columns;
  const clusters = new Map<number, ClusterPart>();
  for (let i = 0; i < rows.people.length; i += 1) {
    const n = rows.people[i] as number;
    if (n === 0) continue;
    const code = rows.cluster?.[i] ?? 0;
    let part = clusters.get(code);
    if (!part) {
      part = { score: new Float64Array(p), crossProducts: new Float64Array(p * p) };
      clusters.set(code, part);
    }
    const x = rows.design.subarray(i * p, i * p + p);
    const residual = (rows.sum[i] as number) - n * fitted(i);
    for (let j = 0; j < p; j += 1) {
      part.score[j] = (part.score[j] as number) + (x[j] as number) * residual;
    }
    addOuter(part.crossProducts, x, n);
  }
  if (clusters.size < 2) {
    throw new RangeError(
      `Compute cluster errors: there is ${clusters.size} cluster and at least 2 are needed`,
    );
  }
  return clusters;
}

interface Cr2 {
  readonly covariance: Float64Array;
  readonly degreesOfFreedom: (contrast: ArrayLike<number>) => number;
}

function cr2(clusters: ReadonlyMap<number, ClusterPart>, inverse: Float64Array, p: number): Cr2 {
  const unit = unitScale(inverse, p);
  const root = squareRoot(
    rescale(inverse, unit, (a, b) => 1 / (a * b)),
    p,
  );
  const covariance = new Float64Array(p * p);
  const parts: { share: Float64Array; half: Float64Array; whole: Float64Array }[] = [];
  for (const { score, crossProducts } of clusters.values()) {
    const cross = rescale(crossProducts, unit, (a, b) => a * b);
    const share = multiply(multiply(root, cross, p), root, p);
    // Directions a cluster alone determines have eigenvalue 1 and no residual: pseudo-inverse.
    const half = applyToEigenvalues(share, p, (value) =>
      1 - value > 1e-9 ? 1 / Math.sqrt(1 - value) : 0,
    );
    const whole = applyToEigenvalues(share, p, (value) =>
      1 - value > 1e-9 ? value / (1 - value) : 0,
    );
    parts.push({ share, half, whole });
    const scaled = score.map((value, j) => value * (unit[j] as number));
    const pull = times(root, times(half, times(root, scaled, p), p), p);
    addOuter(
      covariance,
      pull.map((value, j) => value * (unit[j] as number)),
      1,
    );
  }
  return {
    covariance,
    degreesOfFreedom: (contrast) => {
      if (contrast.length !== p) {
        throw new RangeError(
          `Compute degrees of freedom: the contrast has ${contrast.length} entries and needs ${p}`,
        );
      }
      const lead = times(
        root,
        unit.map((value, j) => value * (contrast[j] as number)),
        p,
      );
      const outer = new Float64Array(p * p);
      let trace = 0;
      let squares = 0;
      for (const { share, half, whole } of parts) {
        const own = dot(lead, times(whole, lead, p));
        const across = times(half, times(share, lead, p), p);
        const length = dot(across, across);
        trace += own - length;
        squares += own * own - 2 * own * length;
        addOuter(outer, across, 1);
      }
      return (trace * trace) / (squares + dot(outer, outer));
    },
  };
}

function leverageFactor(errors: ErrorType, leverage: number, people: number, rank: number): number {
  // A person who alone determines a coefficient has no residual to scale.
  const room = 1 - leverage > 1e-9 ? 1 - leverage : Number.POSITIVE_INFINITY;
  if (errors === 'HC1') return people / (people - rank);
  if (errors === 'HC2') return 1 / room;
  if (errors === 'HC3') return 1 / (room * room);
  return 1;
}

/**
 * Sum of squared residuals of the people in a row, all with the same fitted value: about their own
 * mean, then of the mean, so that outcomes far from zero lose no digits.
 */
function residualSquares(rows: GroupedRows, i: number, fitted: number): number {
  const n = rows.people[i] as number;
  if (n === 0) return 0;
  const sum = rows.sum[i] as number;
  const within = Math.max(0, (rows.sumOfSquares[i] as number) - (sum * sum) / n);
  return within + n * (sum / n - fitted) ** 2;
}

function addOuter(matrix: Float64Array, x: Float64Array, factor: number): void {
  const p = x.length;
  for (let j = 0; j < p; j += 1) {
    const scaled = factor * (x[j] as number);
    if (scaled === 0) continue;
    for (let k = 0; k < p; k += 1) {
      matrix[j * p + k] = (matrix[j * p + k] as number) + scaled * (x[k] as number);
    }
  }
}
