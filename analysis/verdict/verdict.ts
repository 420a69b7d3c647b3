import { assertInterval, assertProportion } from '../numerics/check.ts';

/** An interval of a difference in proportions, arm minus comparator. */
export interface IntervalOfDifference {
  readonly lower: number;
  readonly upper: number;
}

export type VerdictWord = 'skill' | 'suspicion' | 'both' | 'unclear';

export interface VerdictResult {
  readonly word: VerdictWord;
  readonly because: readonly string[];
}

/**
 * Skill, suspicion, both or unclear, from the intervals of the differences in acceptance.
 *
 * - Lures **fell** when the whole interval of lure acceptance lies below 0.
 * - Twins were **kept** when the whole interval of twin acceptance lies above minus the margin.
 * - Twins **fell** when the whole interval lies below 0 and they weren't kept.
 *
 * | lures | twins | word |
 * |---|---|---|
 * | fell | kept | skill |
 * | fell | fell | both |
 * | not shown to fall | fell | suspicion |
 * | anything else | | unclear |
 *
 * @param lure - Interval of lure acceptance, arm minus comparator; null when there is none.
 * @param twin - Interval of twin acceptance; null when there is none.
 * @param twinMargin - Largest fall in twin acceptance still called harmless, in (0, 1).
 * @throws RangeError if the margin lies outside (0, 1) or an interval is upside down or not finite.
 * @see docs/analysis.md, "The verdict".
 */
export function verdict(
  lure: IntervalOfDifference | null,
  twin: IntervalOfDifference | null,
  twinMargin: number,
): VerdictResult {
  assertProportion('the twin margin', twinMargin);
  if (lure) assertInterval('the interval of lures', lure);
  if (twin) assertInterval('the interval of twins', twin);
  if (!lure || !twin) {
    return {
      word: 'unclear',
      because: [
        lure
          ? 'There is no interval for acceptance of genuine offers.'
          : 'There is no interval for acceptance of lures.',
      ],
    };
  }
  const lureFell = lure.upper < 0;
  const twinKept = twin.lower > -twinMargin;
  const twinFell = twin.upper < 0 && !twinKept;
  const because = [
    lureFell
      ? 'Acceptance of lures fell: its whole interval lies below zero.'
      : 'Acceptance of lures is not shown to have fallen: its interval reaches zero or above.',
    twinKept
      ? 'Acceptance of genuine offers was kept: its whole interval lies above minus the margin.'
      : twinFell
        ? 'Acceptance of genuine offers fell, and a fall beyond the margin is not excluded.'
        : 'Acceptance of genuine offers is not settled: a fall beyond the margin and no fall are both possible.',
  ];
  if (lureFell && twinKept) return { word: 'skill', because };
  if (lureFell && twinFell) return { word: 'both', because };
  if (twinFell) return { word: 'suspicion', because };
  return { word: 'unclear', because };
}
