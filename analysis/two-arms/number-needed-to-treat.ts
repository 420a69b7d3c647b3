import { assertFinite, assertLevel } from '../numerics/check.ts';

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
 * @param difference - Arm minus comparator with interval, proportions in [-1, 1],
 *   lower <= estimate <= upper.
 * @param good - Whether a lower or a higher risk is the wished direction.
 * @param level - Level of the interval given, in (0, 1).
 * @returns Estimate in people, its direction, and one or two ranges (benefit first).
 * @throws RangeError if a number isn't finite or the bounds don't contain the estimate.
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
  // Benefit counted as positive from here on.
  const gain =
    good === 'higher'
      ? difference
      : { estimate: -difference.estimate, lower: -difference.upper, upper: -difference.lower };
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
    ranges: ranges.map((range) => ({ ...range, to: Math.abs(range.to) })),
    level,
  };
}
