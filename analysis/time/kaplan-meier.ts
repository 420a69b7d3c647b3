import { assertLevel } from '../numerics/check.ts';
import { normalCritical } from '../numerics/distributions.ts';
import { assertTimes, riskTable, type Times } from './types.ts';

export interface SurvivalStep {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  /** Share still without the event after this time. */
  readonly survival: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Share of people still without the event over time, allowing for those watched less long.
 *
 * @returns One step for each distinct time; intervals on the log-log scale, inside [0, 1]. At 1 and 0
 *   the interval is a point.
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
    const open = survival > 0 && survival < 1;
    const standardError = open ? survival * Math.sqrt(greenwood) : 0;
    const reach = open ? (z * Math.sqrt(greenwood)) / Math.abs(Math.log(survival)) : 0;
    return {
      time,
      atRisk,
      events,
      survival: Math.max(0, survival),
      standardError,
      lower: open ? survival ** Math.exp(reach) : survival,
      upper: open ? survival ** Math.exp(-reach) : survival,
    };
  });
}
