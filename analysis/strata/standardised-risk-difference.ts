import { assertLevel } from '../numerics/check.ts';
import { tInterval } from '../numerics/intervals.ts';
import { assertMoments, type Moments, varianceOfMean } from './moments.ts';

export interface StandardisedRiskDifference {
  readonly method: string;
  readonly estimate: number;
  readonly standardError: number;
  /** Null when the standard error is 0: no interval can be had from a variance of nothing. */
  readonly lower: number | null;
  readonly upper: number | null;
  readonly level: number;
  readonly p: number | null;
  readonly degreesOfFreedom: number | null;
  readonly cells: number;
  readonly participants: { readonly treated: number; readonly control: number };
}

/**
 * Difference in mean outcome between two arms, standardised over cells (strata, offer forms): the
 * average of the cells' differences, weighted by the people of both arms together.
 *
 *     d = sum_c w_c (m1c - m0c),   w_c = (n1c + n0c) / N
 *     Var(d) = sum_c w_c^2 (s1c^2 / n1c + s0c^2 / n0c)
 *
 * The variance is HC2 of the regression of the outcome on arm, cells and their products, and the
 * degrees of freedom are Satterthwaite's. With one cell it is Welch's comparison of two means.
 *
 * @param cells - For each cell both arms' moments; at least 2 people per arm and cell.
 * @param level - Confidence level, in (0, 1).
 * @returns Treated minus control as a proportion; a t interval, not clipped to [-1, 1].
 * @throws RangeError if there is no cell, a cell has fewer than 2 people in an arm, or moments
 *   can't come from outcomes in [0, 1].
 * @see Miratrix, Sekhon and Yu (2013), J. R. Stat. Soc. B 75:369-396, equation 2 (post-stratified
 *   estimator); Lin (2013), Ann. Appl. Stat. 7:295-318; Satterthwaite (1946), Biometrics Bull.
 *   2:110-114, equation 17.
 */
export function standardisedRiskDifference(
  cells: readonly { readonly treated: Moments; readonly control: Moments }[],
  level = 0.95,
): StandardisedRiskDifference {
  assertLevel(level);
  if (cells.length === 0) {
    throw new RangeError('Standardise a risk difference: no cell was given and one is needed');
  }
  let treated = 0;
  let control = 0;
  for (const cell of cells) {
    assertMoments('the treated arm', cell.treated);
    assertMoments('the control arm', cell.control);
    treated += cell.treated.participants;
    control += cell.control.participants;
  }
  const total = treated + control;
  let estimate = 0;
  let variance = 0;
  let fourth = 0;
  for (const cell of cells) {
    const weight = (cell.treated.participants + cell.control.participants) / total;
    estimate += weight * (mean(cell.treated) - mean(cell.control));
    for (const arm of [cell.treated, cell.control]) {
      const part = weight * weight * varianceOfMean(arm);
      variance += part;
      fourth += (part * part) / (arm.participants - 1);
    }
  }
  const standardError = Math.sqrt(variance);
  const base = {
    method:
      cells.length === 1
        ? 'difference in means, HC2 (Welch)'
        : 'standardised over cells, HC2, Satterthwaite t',
    estimate,
    standardError,
    level,
    cells: cells.length,
    participants: { treated, control },
  };
  if (standardError === 0) {
    return { ...base, lower: null, upper: null, p: null, degreesOfFreedom: null };
  }
  const degreesOfFreedom = (variance * variance) / fourth;
  return { ...base, ...tInterval(estimate, standardError, degreesOfFreedom, level) };
}

function mean(arm: Moments): number {
  return arm.sum / arm.participants;
}
