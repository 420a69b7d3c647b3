import { assertDifference, assertFinite, assertLevel } from '../numerics/check.ts';

/** One range of a number needed to treat; `to` is Infinity when it has no end. */
export interface NumberNeededRange {
  readonly direction: 'benefit' | 'harm';
  readonly from: number;
  readonly to: number;
}

export interface NumberNeededToTreat {
  readonly method: string;
  /** Infinity when the difference is exactly zero. */
  readonly estimate: number;
  readonly direction: 'benefit' | 'harm';
  readonly ranges: readonly NumberNeededRange[];
  readonly level: number;
}

/**
 * People to train for one more good outcome, from a risk difference and its interval.
 *
 * An interval that contains zero becomes two ranges, each running to infinity: writing it as one
 * range would leave out the likeliest values and include impossible ones.
 *
 * @param difference - Arm minus comparator with interval, lower <= estimate <= upper. A bound beyond
 *   -1 or 1 (a t interval may have one) counts as -1 or 1: nobody can be helped more than once.
 * @param good - Whether a lower or a higher risk is the wished direction.
 * @param level - Level of the interval given, in (0, 1).
 * @returns Estimate in people, its direction, and one or two ranges (benefit first).
 * @throws RangeError if a number isn't finite, the estimate lies outside [-1, 1], or the bounds don't
 *   contain it.
 * @see Altman (1998), BMJ 317:1309-1312.
 */
export function numberNeededToTreat(
  difference: { readonly estimate: number; readonly lower: number; readonly upper: number },
  good: 'lower' | 'higher',
  level = 0.95,
): NumberNeededToTreat {
  assertLevel(level);
  for (const [name, value] of Object.entries(difference)) assertFinite(name, value);
  if (difference.lower > difference.estimate || difference.upper < difference.estimate) {
    throw new RangeError(
      `Invert a risk difference: ${difference.estimate} lies outside ${difference.lower} to ${difference.upper}; the interval must contain it`,
    );
  }
  assertDifference(difference.estimate);
  const lower = Math.max(-1, difference.lower);
  const upper = Math.min(1, difference.upper);
  // Benefit counted as positive from here on.
  const gain =
    good === 'higher'
      ? { estimate: difference.estimate, lower, upper }
      : { estimate: -difference.estimate, lower: -upper, upper: -lower };
  const ranges: NumberNeededRange[] = [];
  if (gain.lower >= 0) {
    ranges.push({ direction: 'benefit', from: 1 / gain.upper, to: 1 / gain.lower });
  } else if (gain.upper <= 0) {
    ranges.push({ direction: 'harm', from: -1 / gain.lower, to: -1 / gain.upper });
  } else {
    ranges.push({ direction: 'benefit', from: 1 / gain.upper, to: Number.POSITIVE_INFINITY });
    ranges.push({ direction: 'harm', from: -1 / gain.lower, to: Number.POSITIVE_INFINITY });
  }
  return {
    method: 'inverse of the risk difference',
    estimate: Math.abs(1 / gain.estimate),
    direction: gain.estimate >= 0 ? 'benefit' : 'harm',
    // A bound of exactly zero may be a negative zero.
    ranges: ranges.map(({ direction, from, to }) => ({
      direction,
      from: Math.abs(from),
      to: Math.abs(to),
    })),
    level,
  };
}
