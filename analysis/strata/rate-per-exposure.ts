import { assertLevel, assertWhole } from '../numerics/check.ts';
import { errorOf, normalInterval } from '../numerics/intervals.ts';

/** People alike in offers met and events had. */
export interface ExposurePattern {
  readonly people: number;
  readonly exposures: number;
  readonly events: number;
}

export interface RatePerExposure {
  readonly method: string;
  /** Events per exposure, treated minus control. */
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly p: number | null;
  readonly treated: { readonly rate: number; readonly exposures: number; readonly people: number };
  readonly control: { readonly rate: number; readonly exposures: number; readonly people: number };
}

/**
 * Difference in events per exposure, people and not exposures being the units: exposures of one
 * person are alike. A secondary reading, for who meets more offers isn't drawn by lot.
 *
 * @param treated - People by pattern: offers met and events had by each of them; whole numbers.
 * @param control - Same shape, other arm.
 * @param level - Confidence level, in (0, 1).
 * @returns When people don't differ within either arm the error is 0, the interval a point and p null.
 * @throws RangeError if an arm has fewer than two people or no exposure, or events exceed exposures.
 * @see Cochran (1977), Sampling Techniques, 3rd edition, equation 6.9 (variance of a ratio); Deng,
 *   Knoblich and Lu (2018), KDD '18, 233-242, section 3.
 */
export function ratePerExposure(
  treated: readonly ExposurePattern[],
  control: readonly ExposurePattern[],
  level = 0.95,
): RatePerExposure {
  assertLevel(level);
  const one = rate('the treated arm', treated);
  const two = rate('the control arm', control);
  const estimate = one.rate - two.rate;
  const standardError = errorOf(one.variance + two.variance, Math.max(one.rate, two.rate));
  const shown = ({ rate: share, exposures, people }: typeof one) => ({
    rate: share,
    exposures,
    people,
  });
  return {
    method: 'events per exposure, clustered by person',
    ...normalInterval(estimate, standardError, level),
    treated: shown(one),
    control: shown(two),
  };
}

function rate(
  name: string,
  patterns: readonly ExposurePattern[],
): { rate: number; variance: number; exposures: number; people: number } {
  let people = 0;
  let exposures = 0;
  let events = 0;
  for (const pattern of patterns) {
    assertWhole(`people of ${name}`, pattern.people);
    assertWhole(`exposures of ${name}`, pattern.exposures);
    assertWhole(`events of ${name}`, pattern.events);
    if (pattern.events > pattern.exposures) {
      throw new RangeError(
        `Read ${name}: ${pattern.events} events at ${pattern.exposures} exposures; events must not exceed exposures`,
      );
    }
    people += pattern.people;
    exposures += pattern.people * pattern.exposures;
    events += pattern.people * pattern.events;
  }
  if (people < 2 || exposures === 0) {
    throw new RangeError(
      `Compute a rate of ${name}: ${people} people with ${exposures} exposures; at least two people and one exposure are needed`,
    );
  }
  const share = events / exposures;
  const squares = patterns.reduce(
    (sum, p) => sum + p.people * (p.events - share * p.exposures) ** 2,
    0,
  );
  return {
    rate: share,
    variance: ((people / (people - 1)) * squares) / exposures ** 2,
    exposures,
    people,
  };
}
