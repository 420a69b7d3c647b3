import { assertAllFinite, assertFinite, assertLevel, assertWhole } from '../numerics/check.ts';
import { errorOf, normalInterval } from '../numerics/intervals.ts';
import { dot, invertPositive, times } from '../numerics/symmetric.ts';
import type { GroupedRows } from '../regression/design.ts';
import {
  type LogisticRegression,
  logisticRegression,
  SeparationError,
} from '../regression/logistic-regression.ts';

/** One person, or several alike, of one arm. */
export interface WeightRow {
  readonly treated: boolean;
  /** Covariates known for everyone assigned. */
  readonly covariates: readonly number[];
  readonly people: number;
  /** Null when missing. */
  readonly outcome: number | null;
}

export interface WeightedDifference {
  readonly method: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly p: number | null;
  /** Largest weight given to one person; much above 10 says the weights rest on few people. */
  readonly largestWeight: number;
  readonly analysed: { readonly treated: number; readonly control: number };
}

/**
 * Difference in means with each analysed person weighted by the inverse of the chance of being
 * analysed, from a logistic regression on covariates within each arm. Right when, given the
 * covariates, being missing has nothing to do with the outcome.
 *
 * The error allows for the weights being estimated, by stacking the equations of the regression and
 * of the weighted (Hajek) mean.
 *
 * Where covariates foretell for certain who is analysed (a stratum that lost nobody), the regression
 * takes Firth's penalty, which draws such chances a little towards one half.
 *
 * @param rows - Everyone assigned, whether analysed or not; the outcome is null where missing.
 * @param level - Confidence level, in (0, 1).
 * @returns When outcomes don't vary within either arm the error is 0, the interval a point and p null.
 * @throws RangeError if an arm has fewer than two people analysed, rows differ in covariates, or a
 *   number isn't finite or a number of people not whole.
 * @see Hernan and Robins (2020), Causal Inference: What If, section 12.2 and 8.4; Stefanski and Boos
 *   (2002), Am. Stat. 56:29-38 (stacked equations).
 */
export function attritionWeightedDifference(
  rows: readonly WeightRow[],
  level = 0.95,
): WeightedDifference {
  assertLevel(level);
  const one = weightedMean(
    rows.filter(({ treated }) => treated),
    'the treated arm',
  );
  const two = weightedMean(
    rows.filter(({ treated }) => !treated),
    'the control arm',
  );
  const estimate = one.mean - two.mean;
  const largest = rows.reduce((most, { outcome }) => Math.max(most, Math.abs(outcome ?? 0)), 0);
  const standardError = errorOf(one.variance + two.variance, largest);
  return {
    method: 'inverse probability of attrition, Hajek, stacked errors',
    ...normalInterval(estimate, standardError, level),
    largestWeight: Math.max(one.largestWeight, two.largestWeight),
    analysed: { treated: one.analysed, control: two.analysed },
  };
}

function fitOrFirth(rows: GroupedRows): LogisticRegression {
  try {
    return logisticRegression(rows);
  } catch (error) {
    if (error instanceof SeparationError) return logisticRegression(rows, { firth: true });
    throw error;
  }
}

function weightedMean(
  rows: readonly WeightRow[],
  name: string,
): { mean: number; variance: number; largestWeight: number; analysed: number } {
  const width = rows[0]?.covariates.length ?? 0;
  if (rows.some(({ covariates }) => covariates.length !== width)) {
    throw new RangeError(
      `Weight ${name}: rows have different numbers of covariates and need the same`,
    );
  }
  for (const { people, covariates, outcome } of rows) {
    assertWhole(`people of ${name}`, people);
    assertAllFinite(`covariates of ${name}`, covariates);
    if (outcome !== null) assertFinite(`an outcome of ${name}`, outcome);
  }
  const analysed = rows.reduce((sum, row) => sum + (row.outcome === null ? 0 : row.people), 0);
  if (analysed < 2) {
    throw new RangeError(
      `Weight ${name}: ${analysed} analysed and at least two are needed, for an error to be judged`,
    );
  }
  const everyone = rows.reduce((sum, row) => sum + row.people, 0);
  const p = width + 1;
  const design = Float64Array.from(rows.flatMap(({ covariates }) => [1, ...covariates]));
  const x = (i: number): Float64Array => design.subarray(i * p, (i + 1) * p);
  const complete = analysed === everyone;
  const chances = complete
    ? rows.map(() => 1)
    : (() => {
        const seen = Float64Array.from(rows, ({ outcome, people }) =>
          outcome === null ? 0 : people,
        );
        const { coefficients } = fitOrFirth({
          columns: p,
          design,
          people: Float64Array.from(rows, ({ people }) => people),
          sum: seen,
          sumOfSquares: seen,
        });
        return rows.map((_, i) => 1 / (1 + Math.exp(-dot(x(i), coefficients))));
      })();
  let weights = 0;
  let sum = 0;
  let largestWeight = 0;
  rows.forEach(({ outcome, people }, i) => {
    if (outcome === null || people === 0) return;
    const weight = 1 / (chances[i] ?? 1);
    weights += people * weight;
    sum += people * weight * outcome;
    largestWeight = Math.max(largestWeight, weight);
  });
  const mean = sum / weights;
  // Stacked equations: regression score X'(R - e), then R (Y - m) / e.
  const information = new Float64Array(p * p);
  const slope = new Float64Array(p);
  rows.forEach(({ outcome, people }, i) => {
    const chance = chances[i] ?? 1;
    const covariates = x(i);
    for (let j = 0; j < p; j += 1) {
      for (let k = 0; k < p; k += 1) {
        information[j * p + k] =
          (information[j * p + k] as number) +
          people * chance * (1 - chance) * (covariates[j] as number) * (covariates[k] as number);
      }
      if (outcome !== null) {
        slope[j] =
          (slope[j] as number) +
          ((people * ((outcome - mean) * (1 - chance))) / chance) * (covariates[j] as number);
      }
    }
  });
  const pull = complete
    ? new Float64Array(p)
    : times(invertPositive(information, p).inverse, slope, p);
  let variance = 0;
  rows.forEach(({ outcome, people }, i) => {
    const chance = chances[i] ?? 1;
    const own = outcome === null ? 0 : (outcome - mean) / chance;
    const influence = own - dot(pull, x(i)) * ((outcome === null ? 0 : 1) - chance);
    variance += people * influence * influence;
  });
  return { mean, variance: variance / (weights * weights), largestWeight, analysed };
}
