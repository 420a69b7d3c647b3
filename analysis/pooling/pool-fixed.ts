import { assertLevel } from '../numerics/check.ts';
import { normalCritical, normalTwoSided } from '../numerics/distributions.ts';
import { heterogeneity, type PooledEffect, weightedMean } from './pooled-effect.ts';
import { assertTrials, type TrialEffect } from './types.ts';

/** Fixed effect: all trials are taken to share one effect. */
export function poolFixed(trials: readonly TrialEffect[], level = 0.95): PooledEffect {
  assertLevel(level);
  assertTrials(trials, 1);
  const facts = weightedMean(trials, 0);
  const standardError = Math.sqrt(facts.inverse);
  const reach = normalCritical(level) * standardError;
  return {
    method: 'fixed effect, inverse variance',
    estimate: facts.estimate,
    standardError,
    lower: facts.estimate - reach,
    upper: facts.estimate + reach,
    level,
    p: normalTwoSided(facts.estimate / standardError),
    degreesOfFreedom: null,
    predictionLower: null,
    predictionUpper: null,
    tau2: 0,
    ...heterogeneity(trials, null),
    trials: trials.length,
  };
}
