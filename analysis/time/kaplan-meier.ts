import { assertLevel } from '../numerics/check.ts';
import { normalCritical } from '../numerics/distributions.ts';
import { assertTimes, riskTable, type Times } from './types.ts';

export interface SurvivalStep {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  /** Share still without the event after this time. */
  readonly survival: number;
  /** Null, with the bounds, once the share is 0: Greenwood's variance has no value there. */
  readonly standardError: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Share of people still without the event over time, allowing for those watched less long.
 *
 * @param times - Each person's time, in any unit, and whether the event happened then.
 * @param level - Confidence level, in (0, 1).
 * @returns One step for each distinct time; intervals on the log-log scale, inside [0, 1]. Before the
 *   first event the share is 1, its error 0 and the interval a point, as `survfit` of R has it.
 * @throws RangeError on bad times or level.
 * @see Kaplan and Meier (1958), J. Am. Stat. Assoc. 53:457-481; Greenwood's variance; Kalbfleisch
 *   and Prentice (2002), equation 1.13 (log-log).
 */
export function kaplanMeier(times: Times, level = 0.95): SurvivalStep[] {
  assertTimes('times', times);
  assertLevel(level);
  const z = normalCritical(level);
  let survival = 1;
  let greenwood = 0;
  return riskTable(times).map(({ time, atRisk, events }) => {
    survival *= 1 - events / atRisk;
    if (events > 0) greenwood += events / (atRisk * (atRisk - events));
    if (survival <= 0) {
      return { time, atRisk, events, survival: 0, standardError: null, lower: null, upper: null };
    }
    const reach = survival < 1 ? (z * Math.sqrt(greenwood)) / Math.abs(Math.log(survival)) : 0;
    return {
      time,
      atRisk,
      events,
      survival,
      standardError: survival * Math.sqrt(greenwood),
      lower: survival ** Math.exp(reach),
      upper: survival ** Math.exp(-reach),
    };
  });
}
