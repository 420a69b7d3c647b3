import { assertLevel } from '../numerics/check.ts';
import { normalCritical, normalTwoSided } from '../numerics/distributions.ts';
import { heterogeneity, type PooledEffect, weightedMean } from './pooled-effect.ts';
import { assertTrials, type TrialEffect } from './types.ts';

/**
 * Fixed effect: all trials are taken to share one effect.
 *
 * @param trials - Each with its effect on an additive scale and the variance of that, above 0; one is
 *   enough.
 * @param level - Confidence level, in (0, 1).
 * @returns Mean weighted by inverse variances, with a normal interval; I2 is from Cochran's Q.
 * @throws RangeError without a trial, on estimates that aren't finite, variances not above 0, or a
 *   level outside (0, 1).
 * @see Cochran (1954), Biometrics 10:101-129; Higgins and Thompson (2002), Stat. Med. 21:1539-1558
 *   (I2).
 */
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
