import { betweenTrialVariance, type VarianceMethod } from './between-trial-variance.ts';
import { weightedMean } from './pooled-effect.ts';
import { assertTrials, type TrialEffect } from './types.ts';

/**
 * Each trial's (or arm's) own effect drawn towards the mean by as much as its error is large beside
 * the variation between them: empirical Bayes.
 *
 * @param trials - Each with its effect on an additive scale and the variance of that, above 0; at
 *   least two.
 * @param method - How the variance between trials is estimated.
 * @returns In the order given. With no variation between trials all become the mean.
 * @throws RangeError on fewer than two trials, estimates that aren't finite, variances not above 0, or
 *   when REML doesn't settle.
 * @see Efron and Morris (1975), J. Am. Stat. Assoc. 70:311-319; Raudenbush and Bryk (1985), J. Educ.
 *   Stat. 10:75-98, equation 12; `blup` of R's metafor.
 */
export function shrinkEffects(
  trials: readonly TrialEffect[],
  method: VarianceMethod = 'REML',
): {
  readonly label: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly weight: number;
}[] {
  assertTrials(trials, 2);
  const tau2 = betweenTrialVariance(trials, method);
  const { estimate: mean, inverse } = weightedMean(trials, tau2);
  return trials.map(({ label, estimate, variance }) => {
    const weight = tau2 / (tau2 + variance);
    return {
      label,
      estimate: weight * estimate + (1 - weight) * mean,
      standardError: Math.sqrt(weight * variance + (1 - weight) ** 2 * inverse),
      weight,
    };
  });
}
