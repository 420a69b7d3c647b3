import {
  applyToEigenvalues,
  dot,
  multiply,
  rescale,
  squareRoot,
  times,
  unitScale,
} from '../numerics/symmetric.ts';
import type { FitFacts } from './arm-mean.ts';

/**
 * CR2 variance of an arm's predicted mean, with the trace and the sum of squares that give Bell and
 * McCaffrey's degrees of freedom; see linearRegression for the identity used.
 *
 * @see Bell and McCaffrey (2002), Surv. Methodol. 28:169-181.
 */
export function clusterVariance(facts: FitFacts): {
  variance: number;
  trace: number;
  squares: number;
} {
  const { prepared, outcome, target, cellFitted, slopes, gap } = facts;
  const { design, cellPeople, cellMeans, inverse } = prepared;
  const { columns: q, cells, cell, covariates, people, cluster } = design;
  const p = cells + q;
  // Cells and centred covariates are orthogonal: the inverse is a block of each.
  const whole = new Float64Array(p * p);
  for (let c = 0; c < cells; c += 1) {
    const n = cellPeople[c] as number;
    whole[c * p + c] = n > 0 ? 1 / n : 0;
  }
  for (let j = 0; j < q; j += 1) {
    for (let k = 0; k < q; k += 1) {
      whole[(cells + j) * p + cells + k] = inverse[j * q + k] as number;
    }
  }
  // Covariates are put on the scale of the cells: eigenvalues keep only the digits of the largest.
  const unit = unitScale(whole, p);
  const contrast = new Float64Array(p);
  contrast.set(target.cellShares, 0);
  contrast.set(gap, cells);
  for (let j = 0; j < p; j += 1) contrast[j] = (contrast[j] as number) * (unit[j] as number);

  const parts = new Map<number, { score: Float64Array; cross: Float64Array }>();
  const x = new Float64Array(p);
  for (let i = 0; i < people.length; i += 1) {
    const n = people[i] as number;
    const c = cell[i] as number;
    const code = cluster?.[i] as number;
    let part = parts.get(code);
    if (!part) {
      part = { score: new Float64Array(p), cross: new Float64Array(p * p) };
      parts.set(code, part);
    }
    x.fill(0);
    x[c] = unit[c] as number;
    let fitted = cellFitted[c] as number;
    for (let j = 0; j < q; j += 1) {
      const value = (covariates[i * q + j] as number) - (cellMeans[c * q + j] as number);
      x[cells + j] = value * (unit[cells + j] as number);
      fitted += value * (slopes[j] as number);
    }
    const residual = (outcome.sum[i] as number) - n * fitted;
    const filled = [c, ...Array.from({ length: q }, (_, j) => cells + j)];
    for (const j of filled) {
      part.score[j] = (part.score[j] as number) + (x[j] as number) * residual;
      for (const k of filled) {
        part.cross[j * p + k] =
          (part.cross[j * p + k] as number) + n * (x[j] as number) * (x[k] as number);
      }
    }
  }

  const root = squareRoot(
    rescale(whole, unit, (a, b) => 1 / (a * b)),
    p,
  );
  const lead = times(root, contrast, p);
  const outer = new Float64Array(p * p);
  let variance = 0;
  let trace = 0;
  let squares = 0;
  for (const { score, cross } of parts.values()) {
    const share = multiply(multiply(root, cross, p), root, p);
    // Directions a cluster alone determines have eigenvalue 1 and no residual: pseudo-inverse.
    const half = applyToEigenvalues(share, p, (value) =>
      1 - value > 1e-9 ? 1 / Math.sqrt(1 - value) : 0,
    );
    const scaled = times(half, lead, p);
    const pull = dot(scaled, times(root, score, p));
    variance += pull * pull;
    // The functions of one matrix commute: lead' S (I - S)^-1 lead = scaled' S scaled.
    const across = times(share, scaled, p);
    const own = dot(scaled, across);
    const length = dot(across, across);
    trace += own - length;
    squares += own * own - 2 * own * length;
    for (let j = 0; j < p; j += 1) {
      for (let k = 0; k < p; k += 1) {
        outer[j * p + k] =
          (outer[j * p + k] as number) + (across[j] as number) * (across[k] as number);
      }
    }
  }
  return { variance, trace, squares: squares + dot(outer, outer) };
}
