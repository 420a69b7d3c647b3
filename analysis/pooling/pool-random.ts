import { assertLevel } from '../numerics/check.ts';
import { normalCritical, normalTwoSided, tCritical, tTwoSided } from '../numerics/distributions.ts';
import { betweenTrialVariance, type VarianceMethod } from './between-trial-variance.ts';
import { heterogeneity, knappScale, type PooledEffect, weightedMean } from './pooled-effect.ts';
import { assertTrials, type TrialEffect } from './types.ts';

/**
 * Random effects: trials' true effects vary, and their mean is estimated.
 *
 * @param trials - Each with its effect on an additive scale and the variance of that, above 0; at
 *   least two.
 * @param method - How the variance between trials is estimated.
 * @param hartungKnapp - t interval with Hartung and Knapp's error, better with few trials.
 * @param level - Confidence level, in (0, 1).
 * @throws RangeError on fewer than two trials or bad numbers, or when REML doesn't settle; with Hartung
 *   and Knapp's error also when the estimates don't differ, for the error is then 0.
 * @see DerSimonian and Laird (1986), Control. Clin. Trials 7:177-188; Hartung and Knapp (2001), Stat.
 *   Med. 20:3875-3889; Higgins, Thompson and Spiegelhalter (2009), J. R. Stat. Soc. A 172:137-159,
 *   equation 12 (prediction); Higgins and Thompson (2002), Stat. Med. 21:1539-1558 (I2).
 */
export function poolRandom(
  trials: readonly TrialEffect[],
  method: VarianceMethod = 'REML',
  hartungKnapp = true,
  level = 0.95,
): PooledEffect {
  assertLevel(level);
  assertTrials(trials, 2);
  const k = trials.length;
  const tau2 = betweenTrialVariance(trials, method);
  const facts = weightedMean(trials, tau2);
  const scale = hartungKnapp ? knappScale(facts.residual, k - 1) : 1;
  const standardError = Math.sqrt(facts.inverse * scale);
  const degreesOfFreedom = hartungKnapp ? k - 1 : null;
  const critical = hartungKnapp ? tCritical(level, k - 1) : normalCritical(level);
  const statistic = facts.estimate / standardError;
  // Two degrees fewer than trials: one for the mean and one for tau2. Higgins et al., equation 12.
  const reach = k > 2 ? tCritical(level, k - 2) * Math.sqrt(tau2 + standardError ** 2) : null;
  return {
    method: `random effects, ${method}${hartungKnapp ? ', Hartung-Knapp' : ''}`,
    estimate: facts.estimate,
    standardError,
    lower: facts.estimate - critical * standardError,
    upper: facts.estimate + critical * standardError,
    level,
    p: hartungKnapp ? tTwoSided(statistic, k - 1) : normalTwoSided(statistic),
    degreesOfFreedom,
    predictionLower: reach === null ? null : facts.estimate - reach,
    predictionUpper: reach === null ? null : facts.estimate + reach,
    tau2,
    ...heterogeneity(trials, tau2),
    trials: k,
  };
}
