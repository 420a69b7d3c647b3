import { assertLevel } from '../numerics/check.ts';
import { normalCritical, normalTwoSided } from '../numerics/distributions.ts';
import { assertTimes, type Times } from './types.ts';

export interface HazardRatio {
  readonly method: string;
  readonly estimate: number;
  /** Of its logarithm. */
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly p: number;
  readonly logLikelihood: number;
  readonly events: { readonly treated: number; readonly control: number };
}

/**
 * Cox regression on one treatment: the ratio of hazards, ties by Efron's method.
 *
 * @param treated - Each person's time and whether the event happened then; one unit of time for both
 *   arms.
 * @param control - Same shape, other arm.
 * @param level - Confidence level, in (0, 1).
 * @returns Treated over control. The ratio is taken as constant over time.
 * @throws RangeError on bad times, or when all events are in one arm while both are watched (the
 *   ratio is then 0 or infinite).
 * @see Cox (1972), J. R. Stat. Soc. B 34:187-220; Efron (1977), J. Am. Stat. Assoc. 72:557-565.
 */
export function hazardRatio(treated: Times, control: Times, level = 0.95): HazardRatio {
  assertTimes('times of the treated arm', treated);
  assertTimes('times of the control arm', control);
  assertLevel(level);
  const groups = tieGroups(treated, control);
  const eventsTreated = groups.reduce((sum, group) => sum + group.treatedEvents, 0);
  const events = groups.reduce((sum, group) => sum + group.events, 0);
  let beta = 0;
  let state = evaluate(groups, beta);
  let step = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 100 && Math.abs(step) > 1e-12; round += 1) {
    if (!(state.information > 0)) break;
    step = state.score / state.information;
    let next = evaluate(groups, beta + step);
    for (
      let half = 0;
      half < 40 && !(next.logLikelihood >= state.logLikelihood - 1e-13);
      half += 1
    ) {
      step /= 2;
      next = evaluate(groups, beta + step);
    }
    beta += step;
    state = next;
  }
  if (!(state.information > 0) || Math.abs(step) > 1e-6 || Math.abs(beta) > 15) {
    throw new RangeError(
      'Compare hazards: all events while both arms are watched are in one arm and the ratio is 0 or infinite; compare shares at a fixed time',
    );
  }
  const standardError = 1 / Math.sqrt(state.information);
  const reach = normalCritical(level) * standardError;
  return {
    method: 'Cox regression, Efron ties',
    estimate: Math.exp(beta),
    standardError,
    lower: Math.exp(beta - reach),
    upper: Math.exp(beta + reach),
    level,
    p: normalTwoSided(beta / standardError),
    logLikelihood: state.logLikelihood,
    events: { treated: eventsTreated, control: events - eventsTreated },
  };
}

/** What matters of one time with events: who is at risk and who has the event, by arm. */
interface TieGroup {
  readonly atRisk: number;
  readonly treatedAtRisk: number;
  readonly events: number;
  readonly treatedEvents: number;
}

function tieGroups(treated: Times, control: Times): TieGroup[] {
  const people = [treated, control]
    .flatMap((arm, which) =>
      arm.time.map((time, i) => ({ time, event: arm.event[i] === true, treated: 1 - which })),
    )
    .sort((a, b) => b.time - a.time);
  const groups: TieGroup[] = [];
  let atRisk = 0;
  let treatedAtRisk = 0;
  for (let start = 0; start < people.length; ) {
    const time = people[start]?.time;
    let events = 0;
    let treatedEvents = 0;
    let end = start;
    for (; end < people.length && people[end]?.time === time; end += 1) {
      const person = people[end];
      if (!person) break;
      atRisk += 1;
      treatedAtRisk += person.treated;
      if (person.event) {
        events += 1;
        treatedEvents += person.treated;
      }
    }
    if (events > 0) groups.push({ atRisk, treatedAtRisk, events, treatedEvents });
    start = end;
  }
  return groups;
}

function evaluate(
  groups: readonly TieGroup[],
  beta: number,
): { logLikelihood: number; score: number; information: number } {
  const ratio = Math.exp(beta);
  let logLikelihood = 0;
  let score = 0;
  let information = 0;
  for (const { atRisk, treatedAtRisk, events, treatedEvents } of groups) {
    logLikelihood += treatedEvents * beta;
    score += treatedEvents;
    for (let place = 0; place < events; place += 1) {
      // Efron: of tied events, on average this share has already happened.
      const done = place / events;
      const treatedWeight = ratio * (treatedAtRisk - done * treatedEvents);
      const all = treatedWeight + (atRisk - treatedAtRisk) - done * (events - treatedEvents);
      const share = treatedWeight / all;
      logLikelihood -= Math.log(all);
      score -= share;
      information += share * (1 - share);
    }
  }
  return { logLikelihood, score, information };
}
