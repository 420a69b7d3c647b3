import { assertAllFinite, assertSameLength } from '../numerics/check.ts';
import { chiSquareUpper } from '../numerics/distributions.ts';
import { assertTimes, type Times } from './types.ts';

/**
 * Log-rank test of equal hazards in two arms, optionally within strata.
 *
 * @param treated - Each person's time and whether the event happened then; one unit of time for both
 *   arms.
 * @param control - Same shape, other arm.
 * @param strata - Code of each person's stratum, treated first and then control; one stratum when
 *   left out.
 * @returns Chi-square with one degree of freedom, p, and events seen and expected in treated.
 * @throws RangeError on bad times, strata of another length, or when events don't allow a test (nobody
 *   at risk in an arm).
 * @see Mantel (1966), Cancer Chemother. Rep. 50:163-170; Peto and Peto (1972), J. R. Stat. Soc. A
 *   135:185-207.
 */
export function logRank(
  treated: Times,
  control: Times,
  strata?: { readonly treated: readonly number[]; readonly control: readonly number[] },
): {
  readonly method: string;
  readonly statistic: number;
  readonly degreesOfFreedom: 1;
  readonly p: number;
  readonly observed: number;
  readonly expected: number;
} {
  assertTimes('times of the treated arm', treated);
  assertTimes('times of the control arm', control);
  if (strata) {
    for (const [name, codes, arm] of [
      ['treated', strata.treated, treated],
      ['control', strata.control, control],
    ] as const) {
      assertSameLength(`strata of ${name}`, codes, arm.time);
      assertAllFinite(`strata of ${name}`, codes);
    }
  }
  const people = [
    ...treated.time.map((time, i) => ({
      time,
      event: treated.event[i] === true,
      arm: 1,
      stratum: strata?.treated[i] ?? 0,
    })),
    ...control.time.map((time, i) => ({
      time,
      event: control.event[i] === true,
      arm: 0,
      stratum: strata?.control[i] ?? 0,
    })),
  ].sort((a, b) => a.stratum - b.stratum || b.time - a.time);
  let observed = 0;
  let expected = 0;
  let variance = 0;
  let atRisk = 0;
  let treatedAtRisk = 0;
  // From the latest time backwards, so that those at risk only ever grow in number.
  for (let start = 0; start < people.length; ) {
    const first = people[start];
    if (!first) break;
    if (start > 0 && people[start - 1]?.stratum !== first.stratum) {
      atRisk = 0;
      treatedAtRisk = 0;
    }
    let events = 0;
    let treatedEvents = 0;
    let end = start;
    for (; end < people.length; end += 1) {
      const person = people[end];
      if (person?.time !== first.time || person.stratum !== first.stratum) break;
      atRisk += 1;
      treatedAtRisk += person.arm;
      if (person.event) {
        events += 1;
        treatedEvents += person.arm;
      }
    }
    observed += treatedEvents;
    expected += (events * treatedAtRisk) / atRisk;
    if (atRisk > 1) {
      variance +=
        (events * (treatedAtRisk / atRisk) * (1 - treatedAtRisk / atRisk) * (atRisk - events)) /
        (atRisk - 1);
    }
    start = end;
  }
  if (!(variance > 0)) {
    throw new RangeError(
      'Compare hazards: no event happened while both arms were watched; at least one must',
    );
  }
  const statistic = (observed - expected) ** 2 / variance;
  return {
    method: strata ? 'stratified log-rank' : 'log-rank',
    statistic,
    degreesOfFreedom: 1,
    p: chiSquareUpper(statistic, 1),
    observed,
    expected,
  };
}
