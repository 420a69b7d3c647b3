import { assertAllFinite, assertFinite } from '../numerics/check.ts';
import { dot, invertPositive, times } from '../numerics/symmetric.ts';
import { clusterVariance } from './arm-cluster-variance.ts';

/**
 * People of one arm, their cell (stratum and form) and covariates. A row may stand for several
 * people with the same cell, covariates and cluster.
 */
export interface ArmDesign {
  readonly cells: number;
  readonly cell: Int32Array;
  /** Covariates per row. */
  readonly columns: number;
  /** Row by row. */
  readonly covariates: Float64Array;
  readonly people: Float64Array;
  /** Code of the group of assignment; absent when persons were assigned. */
  readonly cluster?: Int32Array;
}

/** Sum and sum of squares of the outcome of each row's people. */
export interface ArmOutcome {
  readonly sum: Float64Array;
  readonly sumOfSquares: Float64Array;
}

/** What the arm's mean is predicted for: shares of cells, and mean covariates, of both arms. */
export interface Target {
  readonly cellShares: Float64Array;
  readonly means: Float64Array;
}

export interface ArmMean {
  readonly mean: number;
  readonly variance: number;
  /** Trace and sum of squares of the matrix whose ratio gives Satterthwaite's degrees of freedom. */
  readonly trace: number;
  readonly squares: number;
  readonly people: number;
  /** Covariates without variation within cells, or that follow from others: not adjusted for. */
  readonly dropped: number;
  /** People who alone determine a coefficient: they leave no residual and add nothing to the variance. */
  readonly alone: number;
}

/** A design with all that doesn't depend on the outcome worked out. */
export interface PreparedArm {
  readonly design: ArmDesign;
  readonly people: number;
  readonly cellPeople: Float64Array;
  /** Mean covariates of each cell, cell by cell. */
  readonly cellMeans: Float64Array;
  /** Inverse of the cross products of covariates centred in their cells. */
  readonly inverse: Float64Array;
  readonly dropped: number;
  /** Which covariates could be estimated in this arm. */
  readonly kept: readonly boolean[];
}

/**
 * Sweeps cells out of the covariates.
 *
 * @param design - Rows of one arm; see ArmDesign.
 * @throws RangeError if columns differ in length, a code names no cell, or a number isn't finite.
 * @see Frisch and Waugh (1933), Econometrica 1:387-401.
 */
export function prepareArm(design: ArmDesign): PreparedArm {
  const { columns: q, cells, cell, covariates, people: counts } = design;
  const size = counts.length;
  const cellPeople = new Float64Array(cells);
  const cellMeans = new Float64Array(cells * q);
  let people = 0;
  for (let i = 0; i < size; i += 1) {
    const n = counts[i] as number;
    const c = cell[i] as number;
    people += n;
    cellPeople[c] = (cellPeople[c] as number) + n;
    for (let j = 0; j < q; j += 1) {
      cellMeans[c * q + j] =
        (cellMeans[c * q + j] as number) + n * (covariates[i * q + j] as number);
    }
  }
  for (let c = 0; c < cells; c += 1) {
    const n = cellPeople[c] as number;
    for (let j = 0; j < q; j += 1) {
      cellMeans[c * q + j] = n > 0 ? (cellMeans[c * q + j] as number) / n : 0;
    }
  }
  const inCells = cellPeople.reduce((sum, n) => sum + n, 0);
  const lengths = cell.length === size && covariates.length === size * q;
  if (!lengths || !Number.isFinite(people) || !(Math.abs(inCells - people) <= 1e-9 * people)) {
    throw new RangeError(
      `Prepare an arm: ${size} rows of ${people} people, ${cell.length} cells of ${inCells} people and ${covariates.length} covariates; each row needs a cell below ${cells} and ${q} covariates`,
    );
  }
  const cross = new Float64Array(q * q);
  const centred = new Float64Array(q);
  for (let i = 0; q > 0 && i < size; i += 1) {
    const n = counts[i] as number;
    const c = (cell[i] as number) * q;
    for (let j = 0; j < q; j += 1) {
      const x = (covariates[i * q + j] as number) - (cellMeans[c + j] as number);
      centred[j] = x;
      const scaled = n * x;
      for (let k = 0; k <= j; k += 1) {
        cross[j * q + k] = (cross[j * q + k] as number) + scaled * (centred[k] as number);
      }
    }
  }
  for (let j = 0; j < q; j += 1) {
    for (let k = 0; k < j; k += 1) cross[k * q + j] = cross[j * q + k] as number;
  }
  assertAllFinite('cross products of covariates', cross);
  const { inverse, kept } = invertPositive(cross, q);
  return {
    design,
    people,
    cellPeople,
    cellMeans,
    inverse,
    dropped: kept.filter((one) => !one).length,
    kept,
  };
}

/**
 * Mean outcome of one arm, predicted for a population of given cells and covariates, from the arm's
 * own regression on cells and covariates: one half of Lin's interacted estimator.
 *
 * Cells are swept out first, so that work grows with rows times squared covariates, not with cells.
 * Without clusters the variance is HC2 and the degrees of freedom are people minus columns; with
 * them it is CR2 and Bell and McCaffrey's.
 *
 * @param prepared - The arm, from prepareArm.
 * @param outcome - Sums over each row's people, in the order of the design.
 * @param target - The population to predict for: shares of cells, summing to 1, and mean covariates.
 * @throws RangeError if a cell of the target has nobody in this arm, or outcomes or the target aren't
 *   finite or of another size.
 * @see Lin (2013), Ann. Appl. Stat. 7:295-318; Frisch and Waugh (1933), Econometrica 1:387-401;
 *   Bell and McCaffrey (2002), Surv. Methodol. 28:169-181.
 */
export function armMean(prepared: PreparedArm, outcome: ArmOutcome, target: Target): ArmMean {
  const { design, cellPeople, cellMeans, inverse } = prepared;
  const { columns: q, cells, cell, covariates } = design;
  const size = design.people.length;
  const { sum } = outcome;
  const fits = sum.length === size && outcome.sumOfSquares.length === size;
  if (!fits || target.cellShares.length !== cells || target.means.length !== q) {
    throw new RangeError(
      `Predict a mean: ${sum.length} outcomes of ${size} rows for ${target.cellShares.length} cells and ${target.means.length} covariates; the design has ${cells} and ${q}`,
    );
  }
  const cellSum = new Float64Array(cells);
  const withOutcome = new Float64Array(q);
  for (let i = 0; i < size; i += 1) {
    const c = cell[i] as number;
    const y = sum[i] as number;
    if (y === 0) continue;
    cellSum[c] = (cellSum[c] as number) + y;
    for (let j = 0; j < q; j += 1) {
      const x = (covariates[i * q + j] as number) - (cellMeans[c * q + j] as number);
      withOutcome[j] = (withOutcome[j] as number) + x * y;
    }
  }
  const slopes = times(inverse, withOutcome, q);
  const cellFitted = new Float64Array(cells);
  // The target's covariates minus what its cells alone would predict for them.
  const gap = new Float64Array(target.means);
  let mean = 0;
  for (let c = 0; c < cells; c += 1) {
    const share = target.cellShares[c] as number;
    const n = cellPeople[c] as number;
    if (share > 0 && n === 0) {
      throw new RangeError(`Predict a mean: cell ${c} has nobody of the arm; merge cells first`);
    }
    cellFitted[c] = n > 0 ? (cellSum[c] as number) / n : 0;
    mean += share * (cellFitted[c] as number);
    for (let j = 0; j < q; j += 1) {
      gap[j] = (gap[j] as number) - share * (cellMeans[c * q + j] as number);
    }
  }
  mean += dot(gap, slopes);
  assertFinite('a predicted mean', mean);
  const facts: FitFacts = { prepared, outcome, target, cellFitted, slopes, gap };
  const { people, dropped } = prepared;
  if (design.cluster) return { mean, ...clusterVariance(facts), people, dropped, alone: 0 };
  const { variance, alone } = hc2Variance(facts);
  const filled = cellPeople.filter((n) => n > 0).length;
  const freedom = people - filled - (q - dropped);
  return {
    mean,
    variance,
    trace: variance,
    squares: freedom > 0 ? (variance * variance) / freedom : Number.POSITIVE_INFINITY,
    people,
    dropped,
    alone,
  };
}

/** A fitted arm, for the variance of its prediction. */
export interface FitFacts {
  readonly prepared: PreparedArm;
  readonly outcome: ArmOutcome;
  readonly target: Target;
  readonly cellFitted: Float64Array;
  readonly slopes: Float64Array;
  readonly gap: Float64Array;
}

/** sum l^2 e^2 / (1 - h), l being a person's weight in the prediction and h the leverage. */
function hc2Variance(facts: FitFacts): { variance: number; alone: number } {
  const { prepared, outcome, target, cellFitted, slopes, gap } = facts;
  const { design, cellPeople, cellMeans, inverse } = prepared;
  const { columns: q, cell, covariates, people } = design;
  const centred = new Float64Array(q);
  const lead = times(inverse, gap, q);
  const { sum, sumOfSquares } = outcome;
  let variance = 0;
  let alone = 0;
  for (let i = 0; i < people.length; i += 1) {
    const n = people[i] as number;
    const c = cell[i] as number;
    const inCell = cellPeople[c] as number;
    let fitted = cellFitted[c] as number;
    let weight = (target.cellShares[c] as number) / inCell;
    let leverage = 1 / inCell;
    for (let j = 0; j < q; j += 1) {
      const x = (covariates[i * q + j] as number) - (cellMeans[c * q + j] as number);
      centred[j] = x;
      fitted += x * (slopes[j] as number);
      weight += x * (lead[j] as number);
      let part = 0;
      for (let k = 0; k < j; k += 1)
        part += (inverse[j * q + k] as number) * (centred[k] as number);
      leverage += x * (2 * part + (inverse[j * q + j] as number) * x);
    }
    if (1 - leverage < 1e-9) {
      alone += n;
      continue;
    }
    const squares =
      (sumOfSquares[i] as number) - 2 * fitted * (sum[i] as number) + fitted * fitted * n;
    if (squares > 0) variance += (weight * weight * squares) / (1 - leverage);
  }
  return { variance, alone };
}
