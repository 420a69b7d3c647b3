import { assertFinite, assertPositive } from '../numerics/check.ts';

/** One trial's effect on an additive scale (risk difference, log ratio) and its variance. */
export interface TrialEffect {
  readonly label: string;
  readonly estimate: number;
  /** Squared standard error, above 0. */
  readonly variance: number;
}

/** @throws RangeError on fewer trials than needed, or on numbers that can't be used. */
export function assertTrials(trials: readonly TrialEffect[], least: number): void {
  if (trials.length < least) {
    throw new RangeError(
      `Pool trials: ${trials.length} were given and at least ${least} are needed`,
    );
  }
  for (const { label, estimate, variance } of trials) {
    assertFinite(`the estimate of ${label}`, estimate);
    assertPositive(`the variance of ${label}`, variance);
  }
}
