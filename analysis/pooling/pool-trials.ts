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
import { assertTrials, type TrialEffect } from './types.ts';

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

/** Fixed effect: all trials are taken to share one effect. */
export function poolFixed(trials: readonly TrialEffect[], level = 0.95): PooledEffect {
  assertLevel(level);
  assertTrials(trials, 1);
  const facts = describe(trials, 0);
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

/**
 * Random effects: trials' true effects vary, and their mean is estimated.
 *
 * @param method - How the variance between trials is estimated.
 * @param hartungKnapp - t interval with Hartung and Knapp's error, better with few trials.
 * @throws RangeError on fewer than two trials or bad numbers; with Hartung and Knapp's error also when
 *   the estimates don't differ, for the error is then 0.
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
  const facts = describe(trials, tau2);
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
 * @param moderators - Named columns, one value for each trial; an intercept is added.
 * @throws RangeError on bad trials, columns of another length, or fewer trials than columns plus 2; with
 *   Knapp and Hartung's error also when the moderators explain everything.
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

/**
 * Each trial's (or arm's) own effect drawn towards the mean by as much as its error is large beside
 * the variation between them: empirical Bayes.
 *
 * @returns In the order given. With no variation between trials all become the mean.
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
  const { estimate: mean, inverse } = describe(trials, tau2);
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

/** Factor of Hartung and Knapp's variance: residual sum over its degrees of freedom. */
function knappScale(residual: number, freedom: number): number {
  if (!(residual > 1e-20)) {
    throw new RangeError(
      "Pool trials: nothing is left to vary and Hartung and Knapp's error would be 0; pool without it",
    );
  }
  return residual / freedom;
}

function describe(
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
function heterogeneity(
  trials: readonly TrialEffect[],
  tau2: number | null,
): { i2: number; q: PooledEffect['q'] } {
  const k = trials.length;
  const { residual } = describe(trials, 0);
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
