import type { ReportedComparison, ReportedEffect } from '../schema/report-schema.ts';

/**
 * A next step by fixed rules, for a reader who has to decide; the decision is theirs.
 *
 * 1. Genuine offers suffered (suspicion, both): adapt.
 * 2. Skill, and the whole interval is at least the smallest effect that matters: adopt.
 * 3. The interval excludes every effect that matters, or lies on the wrong side of zero: stop.
 * 4. Anything else: re-test.
 */
export function suggestion(comparison: ReportedComparison, effect: ReportedEffect): string {
  const estimate = comparison.primary?.people.standardised;
  if (!estimate || estimate.lower === null || estimate.upper === null) {
    return 'Re-test: there is no estimate to decide on.';
  }
  const { word } = comparison.verdict;
  if (word === 'suspicion' || word === 'both') {
    return 'Adapt: it made people distrust genuine offers, so change it before it goes further.';
  }
  const { smallestEffect, good } = effect.plan;
  // Turned so that below zero is better, whichever direction is the good one.
  const [best, worst] =
    good === 'lower' ? [estimate.lower, estimate.upper] : [-estimate.upper, -estimate.lower];
  if (word === 'skill' && worst <= -smallestEffect) {
    return 'Adopt: even the cautious end of the interval is an effect that matters.';
  }
  if (best > 0) return 'Stop: it did harm rather than good.';
  if (best > -smallestEffect) {
    return 'Stop: an effect large enough to matter is not plausible.';
  }
  return worst < 0
    ? 'Re-test: it helps; whether by enough, and at no cost to genuine offers, is not settled.'
    : 'Re-test: an effect that matters is possible and not shown.';
}
