import { assertLevel, assertPositive } from '../numerics/check.ts';
import { normalInterval } from '../numerics/intervals.ts';
import { assertTimes, riskTable, type Times } from './types.ts';

export interface RestrictedMean {
  /** Mean time without the event up to the horizon, in the unit of the times. */
  readonly mean: number;
  readonly standardError: number;
}

export interface RestrictedMeanDifference {
  readonly method: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly p: number | null;
  readonly horizon: number;
  readonly treated: RestrictedMean;
  readonly control: RestrictedMean;
}

/**
 * Difference in mean time without the event up to a horizon: the area between two Kaplan-Meier
 * curves. It needs no constant ratio of hazards.
 *
 * @param treated - Each person's time and whether the event happened then; one unit of time for both
 *   arms.
 * @param control - Same shape, other arm.
 * @param horizon - Above 0 and not beyond the time to which both arms were watched.
 * @param level - Confidence level, in (0, 1).
 * @throws RangeError on bad times, or a horizon beyond the last time of an arm that ends without
 *   an event (the curve isn't known there).
 * @see Royston and Parmar (2013), BMC Med. Res. Methodol. 13:152, section "Estimation"; Klein and
 *   Moeschberger (2003), equations 4.5.2 and 4.5.3.
 */
export function restrictedMeanDifference(
  treated: Times,
  control: Times,
  horizon: number,
  level = 0.95,
): RestrictedMeanDifference {
  assertLevel(level);
  assertPositive('the horizon', horizon);
  const one = restrictedMean('the treated arm', treated, horizon);
  const two = restrictedMean('the control arm', control, horizon);
  const estimate = one.mean - two.mean;
  const standardError = Math.hypot(one.standardError, two.standardError);
  return {
    method: 'difference in restricted mean time',
    ...normalInterval(estimate, standardError, level),
    horizon,
    treated: one,
    control: two,
  };
}

function restrictedMean(name: string, times: Times, horizon: number): RestrictedMean {
  assertTimes(`times of ${name}`, times);
  const table = riskTable(times);
  const last = table.at(-1);
  if (last && last.time < horizon && last.left > 0) {
    throw new RangeError(
      `Take a mean time of ${name}: watching ended at ${last.time} and the horizon is ${horizon}; choose an earlier horizon`,
    );
  }
  const steps = table.filter(({ events, time }) => events > 0 && time <= horizon);
  // Areas under the curve between events, then the area from each event to the horizon.
  let survival = 1;
  let before = 0;
  const pieces: number[] = [];
  for (const { time, atRisk, events } of steps) {
    pieces.push(survival * (time - before));
    survival *= 1 - events / atRisk;
    before = time;
  }
  pieces.push(survival * (horizon - before));
  const mean = pieces.reduce((sum, piece) => sum + piece, 0);
  let after = mean;
  let variance = 0;
  steps.forEach(({ atRisk, events }, place) => {
    after -= pieces[place] ?? 0;
    if (atRisk > events) variance += (after * after * events) / (atRisk * (atRisk - events));
  });
  return { mean, standardError: Math.sqrt(variance) };
}
