import { findRoot } from '../numerics/root.ts';
import { invertPositive } from '../numerics/symmetric.ts';
import { assertTrials, type TrialEffect } from './types.ts';

export type VarianceMethod = 'DerSimonian-Laird' | 'Paule-Mandel' | 'REML';

/**
 * Variance of true effects between trials, tau squared, optionally around a regression.
 *
 * @param trials - At least one more than there are columns.
 * @param design - A row of moderators for each trial, intercept included; only an intercept when
 *   left out.
 * @returns At least 0, in the squared unit of the estimates: the same trials in another unit give the
 *   same answer in that unit.
 * @throws RangeError on bad trials, or moderators that depend on one another or differ in number.
 * @see DerSimonian and Laird (1986), Control. Clin. Trials 7:177-188; Paule and Mandel (1982), J. Res.
 *   Natl. Bur. Stand. 87:377-385; Viechtbauer (2005), J. Educ. Behav. Stat. 30:261-293, equation 4
 *   (the restricted likelihood); Raudenbush (2009) for the versions with moderators.
 */
export function betweenTrialVariance(
  trials: readonly TrialEffect[],
  method: VarianceMethod,
  design: readonly (readonly number[])[] = trials.map(() => [1]),
): number {
  const k = trials.length;
  const p = design[0]?.length ?? 1;
  assertTrials(trials, p + 1);
  if (design.length !== k || design.some((row) => row.length !== p)) {
    throw new RangeError(
      `Pool trials: ${design.length} rows of moderators for ${k} trials; each trial needs a row and all rows ${p} columns`,
    );
  }
  // In units of the typical variance, so that tolerances mean the same whatever the scale.
  const unit = trials.reduce((sum, { variance }) => sum + variance, 0) / k;
  const scaled = trials.map(({ label, estimate, variance }) => ({
    label,
    estimate: estimate / Math.sqrt(unit),
    variance: variance / unit,
  }));
  return unit * varianceInUnits(scaled, method, design);
}

function varianceInUnits(
  trials: readonly TrialEffect[],
  method: VarianceMethod,
  design: readonly (readonly number[])[],
): number {
  const k = trials.length;
  const p = design[0]?.length ?? 1;
  if (method === 'DerSimonian-Laird') {
    const { residual, trace } = residualSum(trials, design, 0);
    return Math.max(0, (residual - (k - p)) / trace);
  }
  if (method === 'Paule-Mandel') {
    const excess = (tau2: number): number => residualSum(trials, design, tau2).residual - (k - p);
    if (excess(0) <= 0) return 0;
    let high = Math.max(...trials.map(({ variance }) => variance)) + spread(trials);
    while (excess(high) > 0) high *= 2;
    let low = 0;
    for (let step = 0; step < 300; step += 1) {
      const middle = low + (high - low) / 2;
      if (middle === low || middle === high) break;
      if (excess(middle) > 0) low = middle;
      else high = middle;
    }
    return low + (high - low) / 2;
  }
  return reml(trials, design);
}

/** Ratio of neighbouring points at which the slope of the restricted likelihood is looked at. */
const GRID_RATIO = 1.1;

/**
 * Where the restricted likelihood is highest: at 0 or at one of the points where its slope turns from
 * rising to falling. There may be several when variances differ much.
 */
function reml(trials: readonly TrialEffect[], design: readonly (readonly number[])[]): number {
  const slope = (tau2: number): number => restricted(trials, design, tau2).slope;
  // The likelihood is a sum of -log(l + tau2) - u^2 / (l + tau2) over trials minus columns, l lying
  // between the smallest and the largest variance and the u^2 summing to the unweighted residual sum.
  // So it bends on the scale of the smallest variance at least, and falls beyond that sum.
  const alike = trials.map((trial) => ({ ...trial, variance: 1 }));
  const end = 2 * weightedFit(alike, design, 0).residual;
  let low = 0;
  let rising = slope(low) > 0;
  let best = 0;
  let highest = rising ? Number.NEGATIVE_INFINITY : restricted(trials, design, 0).logLikelihood;
  let next = Math.max(1e-300, Math.min(...trials.map(({ variance }) => variance)) / 100);
  while (low < end) {
    const high = Math.min(next, end);
    const risingAtHigh = slope(high) > 0;
    if (rising && !risingAtHigh) {
      const top = findRoot(slope, low, high);
      const { logLikelihood } = restricted(trials, design, top);
      if (logLikelihood > highest) {
        best = top;
        highest = logLikelihood;
      }
    }
    low = high;
    rising = risingAtHigh;
    next *= GRID_RATIO;
  }
  return best;
}

/** Weighted regression of effects on moderators. */
export function weightedFit(
  trials: readonly TrialEffect[],
  design: readonly (readonly number[])[],
  tau2: number,
): {
  coefficients: Float64Array;
  inverse: Float64Array;
  /** Of X'WX. */
  logDeterminant: number;
  /** Weighted residual sum of squares. */
  residual: number;
} {
  const p = design[0]?.length ?? 1;
  const cross = new Float64Array(p * p);
  const withEffect = new Float64Array(p);
  trials.forEach(({ estimate, variance }, i) => {
    const weight = 1 / (variance + tau2);
    const x = design[i] ?? [];
    for (let j = 0; j < p; j += 1) {
      withEffect[j] = (withEffect[j] as number) + weight * (x[j] ?? 0) * estimate;
      for (let l = 0; l < p; l += 1) {
        cross[j * p + l] = (cross[j * p + l] as number) + weight * (x[j] ?? 0) * (x[l] ?? 0);
      }
    }
  });
  const { inverse, kept, logDeterminant } = invertPositive(cross, p);
  if (kept.includes(false)) {
    throw new RangeError('Pool trials: moderators depend on one another; leave one out');
  }
  const coefficients = Float64Array.from({ length: p }, (_, j) => {
    let sum = 0;
    for (let l = 0; l < p; l += 1)
      sum += (inverse[j * p + l] as number) * (withEffect[l] as number);
    return sum;
  });
  const residual = trials.reduce((sum, { estimate, variance }, i) => {
    const fitted = (design[i] ?? []).reduce(
      (total, x, j) => total + x * (coefficients[j] as number),
      0,
    );
    return sum + (estimate - fitted) ** 2 / (variance + tau2);
  }, 0);
  return { coefficients, inverse, logDeterminant, residual };
}

/** Residual sum with weights 1 / (v + tau2), and tr(P) = sum w - tr(M X'W^2X). */
function residualSum(
  trials: readonly TrialEffect[],
  design: readonly (readonly number[])[],
  tau2: number,
): { residual: number; trace: number } {
  const { inverse, residual } = weightedFit(trials, design, tau2);
  let trace = 0;
  trials.forEach(({ variance }, i) => {
    const weight = 1 / (variance + tau2);
    trace += weight - weight * weight * quadratic(inverse, design[i] ?? [], design[i] ?? []);
  });
  return { residual, trace };
}

/** The restricted log likelihood, up to a constant, and its derivative by tau2. */
function restricted(
  trials: readonly TrialEffect[],
  design: readonly (readonly number[])[],
  tau2: number,
): { logLikelihood: number; slope: number } {
  const { coefficients, inverse, logDeterminant, residual } = weightedFit(trials, design, tau2);
  let logVariances = 0;
  let slope = 0;
  trials.forEach(({ estimate, variance }, i) => {
    const x = design[i] ?? [];
    const w = 1 / (variance + tau2);
    const left =
      estimate - x.reduce((sum, value, j) => sum + value * (coefficients[j] as number), 0);
    logVariances += Math.log(variance + tau2);
    slope += w * w * (left * left + quadratic(inverse, x, x)) - w;
  });
  return { logLikelihood: -(logVariances + logDeterminant + residual) / 2, slope: slope / 2 };
}

function quadratic(matrix: Float64Array, x: readonly number[], y: readonly number[]): number {
  const p = x.length;
  let sum = 0;
  for (let j = 0; j < p; j += 1) {
    for (let l = 0; l < p; l += 1) sum += (x[j] ?? 0) * (matrix[j * p + l] as number) * (y[l] ?? 0);
  }
  return sum;
}

function spread(trials: readonly TrialEffect[]): number {
  const mean = trials.reduce((sum, { estimate }) => sum + estimate, 0) / trials.length;
  return (
    trials.reduce((sum, { estimate }) => sum + (estimate - mean) ** 2, 0) / (trials.length - 1)
  );
}
