import { assertAllFinite, assertLevel, assertWhole } from '../numerics/check.ts';
import { normalInterval } from '../numerics/intervals.ts';
import { dot, times } from '../numerics/symmetric.ts';
import { assertRows, type GroupedRows } from './design.ts';

export interface MarginalStandardisation {
  readonly method: string;
  /** Mean predicted risk had everyone been in each arm. */
  readonly treatedRisk: number;
  readonly controlRisk: number;
  /** Treated minus control. */
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly p: number | null;
}

/**
 * Risk difference by marginal standardisation (g-computation) from a logistic fit, with the delta
 * method: predict everyone's risk under each arm, average, subtract.
 *
 * @param fit - Coefficients and their covariance; the covariance decides what the error allows for.
 * @param rows - The rows fitted; only design and people are read.
 * @param arm - Column of the arm, 0 or 1; columns in `interactions` are its products with others.
 * @param interactions - For each product column, the column multiplied by the arm.
 * @param level - Confidence level, in (0, 1).
 * @throws RangeError on bad rows, a fit of another number of columns, or a column that isn't in the
 *   design.
 * @see Ge et al. (2011), Drug Inf. J. 45:481-493; FDA (2023), Adjusting for Covariates in Randomized
 *   Clinical Trials, section III.C.
 */
export function marginalStandardisation(
  fit: { readonly coefficients: Float64Array; readonly covariance: Float64Array },
  rows: GroupedRows,
  arm: number,
  interactions: ReadonlyMap<number, number> = new Map(),
  level = 0.95,
): MarginalStandardisation {
  assertLevel(level);
  assertRows(rows);
  const p = rows.columns;
  if (fit.coefficients.length !== p || fit.covariance.length !== p * p) {
    throw new RangeError(
      `Standardise over arms: the fit has ${fit.coefficients.length} coefficients and the design ${p} columns`,
    );
  }
  assertAllFinite('coefficients', fit.coefficients);
  assertAllFinite('their covariance', fit.covariance);
  for (const column of [arm, ...interactions.keys(), ...interactions.values()]) {
    assertWhole('a column of the design', column);
    if (column >= p)
      throw new RangeError(`Standardise over arms: there is no column ${column} among ${p}`);
  }
  const gradient = new Float64Array(p);
  let treatedRisk = 0;
  let controlRisk = 0;
  let people = 0;
  const x = new Float64Array(p);
  for (let i = 0; i < rows.people.length; i += 1) {
    const n = rows.people[i] as number;
    if (n === 0) continue;
    people += n;
    x.set(rows.design.subarray(i * p, i * p + p));
    for (const value of [1, 0]) {
      x[arm] = value;
      for (const [product, column] of interactions) x[product] = value * (x[column] as number);
      const risk = 1 / (1 + Math.exp(-dot(x, fit.coefficients)));
      if (value === 1) treatedRisk += n * risk;
      else controlRisk += n * risk;
      const slope = (value === 1 ? n : -n) * risk * (1 - risk);
      for (let j = 0; j < p; j += 1)
        gradient[j] = (gradient[j] as number) + slope * (x[j] as number);
    }
  }
  if (people === 0)
    throw new RangeError('Standardise over arms: rows hold nobody and need at least one');
  const lead = gradient.map((value) => value / people);
  const variance = dot(lead, times(fit.covariance, lead, p));
  const standardError = Math.sqrt(Math.max(0, variance));
  const estimate = (treatedRisk - controlRisk) / people;
  return {
    method: 'marginal standardisation, delta method',
    treatedRisk: treatedRisk / people,
    controlRisk: controlRisk / people,
    ...normalInterval(estimate, standardError, level),
  };
}
