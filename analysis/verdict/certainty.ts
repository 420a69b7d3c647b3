import { assertInterval, assertProportion } from '../numerics/check.ts';

export type CertaintyWord = 'high' | 'moderate' | 'low' | 'very low';

export interface CertaintyFacts {
  /** Interval of the primary difference; null when there is none. */
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  /** Smallest difference that would change a decision, in (0, 1). */
  readonly smallestEffect: number;
  /** Worst-case bounds for the missing; null when there are none. */
  readonly bounds: { readonly lower: number; readonly upper: number } | null;
  /** Share of those assigned without an outcome, the larger of the two arms'. */
  readonly missingShare: number;
  /** p of the test of different loss by arm; null when untestable. */
  readonly lossByArmP: number | null;
  readonly sampleRatioStop: boolean;
  /** Estimates under the other readings of who is a person, and their intervals. */
  readonly otherReadings: readonly ({ readonly lower: number; readonly upper: number } | null)[];
}

export interface CertaintyResult {
  readonly word: CertaintyWord;
  readonly because: readonly string[];
}

const WORDS: readonly CertaintyWord[] = ['high', 'moderate', 'low', 'very low'];

/**
 * A word for how much the primary estimate can be relied on, by fixed steps down from "high".
 *
 * One step each for:
 * 1. an interval that holds both zero and a difference that matters;
 * 2. more than a fifth of an arm without an outcome;
 * 3. an effect shown, but worst-case bounds for the missing that reach the other side of zero;
 * 4. loss that differs by arm (p < 0.05);
 * 5. a reading of who counts as a person that changes whether the interval excludes zero.
 *
 * A failed sample ratio, or no interval at all, gives "very low" at once.
 *
 * @param facts - What is known of the primary difference, arm minus comparator, as proportions.
 * @throws RangeError if an interval isn't finite or upside down, or a share or p lies outside [0, 1].
 * @see docs/analysis.md, "The certainty word"; steps down from high as in Guyatt et al. (2008), BMJ
 *   336:924-926 (GRADE).
 */
export function certainty(facts: CertaintyFacts): CertaintyResult {
  check(facts);
  if (facts.sampleRatioStop) {
    return {
      word: 'very low',
      because: ['The numbers assigned do not fit the planned shares: something else decided.'],
    };
  }
  const { interval, bounds } = facts;
  if (!interval) {
    return { word: 'very low', because: ['The primary difference has no interval.'] };
  }
  const because: string[] = [];
  const shown = excludesZero(interval);
  const reachesEffect =
    interval.lower <= -facts.smallestEffect || interval.upper >= facts.smallestEffect;
  if (!shown && reachesEffect) {
    because.push('The interval holds both no difference and a difference that matters.');
  }
  if (facts.missingShare > 0.2) {
    because.push('More than a fifth of an arm has no outcome.');
  }
  if (shown && (!bounds || (bounds.lower <= 0 && bounds.upper >= 0))) {
    because.push('The missing could by themselves have turned the result around.');
  }
  if (facts.lossByArmP !== null && facts.lossByArmP < 0.05) {
    because.push('Arms lost different shares of their people.');
  }
  if (facts.otherReadings.some((other) => !agrees(interval, other))) {
    because.push('The result depends on which page views are taken for people.');
  }
  return { word: WORDS[Math.min(because.length, WORDS.length - 1)] ?? 'very low', because };
}

function check(facts: CertaintyFacts): void {
  assertProportion('the smallest effect', facts.smallestEffect);
  for (const interval of [facts.interval, facts.bounds, ...facts.otherReadings]) {
    if (interval) assertInterval('an interval', interval);
  }
  for (const [name, value] of [
    ['the share missing', facts.missingShare],
    ['p of loss by arm', facts.lossByArmP ?? 0],
  ] as const) {
    if (!(value >= 0 && value <= 1)) {
      throw new RangeError(`Judge certainty: ${name} is ${value} and must lie between 0 and 1`);
    }
  }
}

function excludesZero(interval: { readonly lower: number; readonly upper: number }): boolean {
  return interval.lower > 0 || interval.upper < 0;
}

function agrees(
  interval: { readonly lower: number; readonly upper: number },
  other: { readonly lower: number; readonly upper: number } | null,
): boolean {
  if (!other) return false;
  if (excludesZero(interval) !== excludesZero(other)) return false;
  return !excludesZero(interval) || interval.lower > 0 === other.lower > 0;
}
