import { assertLevel } from '../numerics/check.ts';
import {
  chiSquareUpper,
  normalCritical,
  normalTwoSided,
  tCritical,
  tTwoSided,
} from '../numerics/distributions.ts';
import {
  betweenTrialVariance,
  type VarianceMethod,
  weightedFit,
} from './between-trial-variance.ts';
import { knappScale } from './pooled-effect.ts';
import { assertTrials, type TrialEffect } from './types.ts';

export interface MetaRegression {
  readonly method: string;
  readonly coefficients: readonly {
    readonly name: string;
    readonly estimate: number;
    readonly standardError: number;
    readonly lower: number;
    readonly upper: number;
    readonly p: number;
  }[];
  readonly tau2: number;
  /** Test of variation left after the moderators. */
  readonly residual: {
    readonly statistic: number;
    readonly degreesOfFreedom: number;
    readonly p: number;
  };
  readonly level: number;
}

/**
 * Regression of trials' effects on what the trials are like: COM-B tags as 0 and 1, weeks since
 * training, channel.
 *
 * @param trials - Each with its effect on an additive scale and the variance of that, above 0.
 * @param moderators - Named columns, one value for each trial; an intercept is added.
 * @param method - How the variance between trials is estimated.
 * @param hartungKnapp - t intervals with Knapp and Hartung's errors, better with few trials.
 * @param level - Confidence level, in (0, 1).
 * @throws RangeError on bad trials, columns of another length or that depend on one another, fewer
 *   trials than columns plus 2, or when REML doesn't settle; with Knapp and Hartung's error also when
 *   the moderators explain everything.
 * @see Thompson and Higgins (2002), Stat. Med. 21:1559-1573; Knapp and Hartung (2003), Stat. Med.
 *   22:2693-2710.
 */
export function metaRegression(
  trials: readonly TrialEffect[],
  moderators: Readonly<Record<string, readonly number[]>>,
  method: VarianceMethod = 'REML',
  hartungKnapp = true,
  level = 0.95,
): MetaRegression {
  assertLevel(level);
  const names = ['intercept', ...Object.keys(moderators)];
  assertTrials(trials, names.length + 1);
  for (const [name, values] of Object.entries(moderators)) {
    if (values.length !== trials.length || !values.every(Number.isFinite)) {
      throw new RangeError(
        `Regress on ${name}: ${values.length} values for ${trials.length} trials; give a finite one for each`,
      );
    }
  }
  const design = trials.map((_, i) => [
    1,
    ...Object.values(moderators).map((values) => values[i] ?? 0),
  ]);
  const tau2 = betweenTrialVariance(trials, method, design);
  const { coefficients, inverse, residual } = weightedFit(trials, design, tau2);
  const freedom = trials.length - names.length;
  const scale = hartungKnapp ? knappScale(residual, freedom) : 1;
  const critical = hartungKnapp ? tCritical(level, freedom) : normalCritical(level);
  const left = weightedFit(trials, design, 0).residual;
  return {
    method: `meta-regression, ${method}${hartungKnapp ? ', Knapp-Hartung' : ''}`,
    coefficients: names.map((name, j) => {
      const estimate = coefficients[j] as number;
      const standardError = Math.sqrt((inverse[j * names.length + j] as number) * scale);
      const statistic = estimate / standardError;
      return {
        name,
        estimate,
        standardError,
        lower: estimate - critical * standardError,
        upper: estimate + critical * standardError,
        p: hartungKnapp ? tTwoSided(statistic, freedom) : normalTwoSided(statistic),
      };
    }),
    tau2,
    residual: { statistic: left, degreesOfFreedom: freedom, p: chiSquareUpper(left, freedom) },
    level,
  };
}
