import { assertFinite, assertLevel, assertWhole } from '../numerics/check.ts';
import { normalCdf } from '../numerics/distributions.ts';
import { findRoot } from '../numerics/root.ts';

/** One arm with missing outcomes; outcomes lie in [0, 1]. */
export interface ArmWithMissing {
  readonly assigned: number;
  /** People with an outcome. */
  readonly analysed: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

export interface BoundsEstimate {
  readonly method: string;
  readonly lower: number;
  readonly upper: number;
  readonly lowerStandardError: number;
  readonly upperStandardError: number;
  /** Covers the true difference, wherever it lies between the bounds, with the level stated. */
  readonly intervalLower: number;
  readonly intervalUpper: number;
  readonly level: number;
}

/**
 * Worst-case bounds of a difference in means when some outcomes are missing, with nothing assumed
 * about the missing, and the Imbens-Manski interval around them.
 *
 * @param treated - People assigned, people analysed, moments of their outcome.
 * @param control - Same shape, other arm.
 * @param level - Confidence level, in (0, 1).
 * @returns Bounds of treated minus control in [-1, 1]; with nobody missing both equal the plain
 *   difference.
 * @throws RangeError if an arm has fewer than 2 assigned, more analysed than assigned, or moments that
 *   can't come from outcomes in [0, 1].
 * @see Manski (1990), Am. Econ. Rev. 80:319-323; Horowitz and Manski (2000), J. Am. Stat. Assoc.
 *   95:77-84; Imbens and Manski (2004), Econometrica 72:1845-1857, equations 6 and 7.
 */
export function manskiBounds(
  treated: ArmWithMissing,
  control: ArmWithMissing,
  level = 0.95,
): BoundsEstimate {
  assertLevel(level);
  check('the treated arm', treated);
  check('the control arm', control);
  const low = difference(filled(treated, 0), filled(control, 1));
  const high = difference(filled(treated, 1), filled(control, 0));
  const reach = imbensManskiCritical(
    high.estimate - low.estimate,
    Math.max(low.standardError, high.standardError),
    level,
  );
  return {
    method: 'Manski worst case',
    lower: low.estimate,
    upper: high.estimate,
    lowerStandardError: low.standardError,
    upperStandardError: high.standardError,
    intervalLower: Math.max(-1, low.estimate - reach * low.standardError),
    intervalUpper: Math.min(1, high.estimate + reach * high.standardError),
    level,
  };
}

/**
 * Critical value C with Phi(C + width / se) - Phi(-C) = level: between the one-sided value for wide
 * bounds and the two-sided one for a point.
 *
 * @param width - Upper bound minus lower bound, at least 0.
 * @param standardError - The larger of the bounds' standard errors, at least 0.
 * @returns At least 0: an interval is never narrower than its bounds, though a level below one half
 *   would have it so. 0 without any error.
 * @throws RangeError if a number is negative or not finite, or the level lies outside (0, 1).
 * @see Imbens and Manski (2004), Econometrica 72:1845-1857, equation 7.
 */
export function imbensManskiCritical(width: number, standardError: number, level: number): number {
  assertLevel(level);
  for (const [name, value] of Object.entries({ width, standardError })) {
    assertFinite(name, value);
    if (value < 0) throw new RangeError(`Read ${name}: ${value} must be at least 0`);
  }
  if (standardError === 0) return 0;
  const shift = width / standardError;
  const excess = (c: number): number => normalCdf(c + shift) - normalCdf(-c) - level;
  return excess(0) >= 0 ? 0 : findRoot(excess, 0, 40);
}

interface Filled {
  readonly mean: number;
  readonly varianceOfMean: number;
}

function filled(arm: ArmWithMissing, value: 0 | 1): Filled {
  const missing = arm.assigned - arm.analysed;
  const n = arm.assigned;
  const sum = arm.sum + value * missing;
  const squares = arm.sumOfSquares + value * missing;
  const spread = Math.max(0, (n * squares - sum * sum) / n);
  return { mean: sum / n, varianceOfMean: spread / (n - 1) / n };
}

function difference(
  treated: Filled,
  control: Filled,
): { readonly estimate: number; readonly standardError: number } {
  return {
    estimate: treated.mean - control.mean,
    standardError: Math.sqrt(treated.varianceOfMean + control.varianceOfMean),
  };
}

function check(name: string, arm: ArmWithMissing): void {
  assertWhole(`people assigned to ${name}`, arm.assigned, 2);
  assertWhole(`people analysed in ${name}`, arm.analysed);
  assertFinite(`sum of ${name}`, arm.sum);
  assertFinite(`sum of squares of ${name}`, arm.sumOfSquares);
  const slack = 1e-9 * Math.max(1, arm.analysed);
  if (
    arm.analysed > arm.assigned ||
    arm.sum < 0 ||
    arm.sum > arm.analysed + slack ||
    arm.sumOfSquares > arm.sum + slack ||
    arm.sumOfSquares * arm.analysed < arm.sum * arm.sum - slack * arm.analysed
  ) {
    throw new RangeError(
      `Bound ${name}: sum ${arm.sum} and sum of squares ${arm.sumOfSquares} of ${arm.analysed} analysed among ${arm.assigned} assigned; outcomes must lie between 0 and 1 and nobody be counted twice`,
    );
  }
}
