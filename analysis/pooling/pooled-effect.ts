/** What pooled effects share: the weighted mean, how much trials differ, and Knapp and Hartung's factor. */
import { chiSquareUpper } from '../numerics/distributions.ts';
import { weightedFit } from './between-trial-variance.ts';
import type { TrialEffect } from './types.ts';

/** Effect pooled over trials. */
export interface PooledEffect {
  readonly method: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly p: number;
  readonly degreesOfFreedom: number | null;
  /** Range of the true effect in a new trial like these; null for fixed effects and two trials. */
  readonly predictionLower: number | null;
  readonly predictionUpper: number | null;
  /** Variance of true effects between trials. */
  readonly tau2: number;
  /** Share of the variation that isn't chance, in [0, 1]. */
  readonly i2: number;
  /** Cochran's test that all trials share one effect; p is null with one trial. */
  readonly q: {
    readonly statistic: number;
    readonly degreesOfFreedom: number;
    readonly p: number | null;
  };
  readonly trials: number;
}

/**
 * Factor of Hartung and Knapp's variance: residual sum over its degrees of freedom.
 *
 * @throws RangeError if nothing is left to vary.
 */
export function knappScale(residual: number, freedom: number): number {
  if (!(residual > 1e-20)) {
    throw new RangeError(
      "Pool trials: nothing is left to vary and Hartung and Knapp's error would be 0; pool without it",
    );
  }
  return residual / freedom;
}

/**
 * Mean of effects with weights 1 / (variance + tau2), its variance, and the weighted residual sum.
 *
 * @param tau2 - Variance between trials, at least 0; 0 for a fixed effect.
 */
export function weightedMean(
  trials: readonly TrialEffect[],
  tau2: number,
): { estimate: number; inverse: number; residual: number } {
  const { coefficients, inverse, residual } = weightedFit(
    trials,
    trials.map(() => [1]),
    tau2,
  );
  return { estimate: coefficients[0] as number, inverse: inverse[0] as number, residual };
}

/** I2 from tau2 and the typical variance within trials; from Q for fixed effects, without a tau2. */
export function heterogeneity(
  trials: readonly TrialEffect[],
  tau2: number | null,
): { i2: number; q: PooledEffect['q'] } {
  const k = trials.length;
  const { residual } = weightedMean(trials, 0);
  const weights = trials.map(({ variance }) => 1 / variance);
  const sum = weights.reduce((all, w) => all + w, 0);
  const squares = weights.reduce((all, w) => all + w * w, 0);
  const typical = k > 1 ? ((k - 1) * sum) / (sum * sum - squares) : 0;
  const fromQ = residual > 0 ? Math.max(0, (residual - (k - 1)) / residual) : 0;
  return {
    i2: tau2 === null ? fromQ : tau2 / (tau2 + typical),
    q: {
      statistic: residual,
      degreesOfFreedom: k - 1,
      p: k > 1 ? chiSquareUpper(residual, k - 1) : null,
    },
  };
}
