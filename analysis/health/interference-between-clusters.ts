import { type ArmCounts, assertDifference, assertLevel, assertWhole } from '../numerics/check.ts';
import { type TInterval, tInterval } from '../numerics/intervals.ts';
import { linearRegression } from '../regression/linear-regression.ts';
import { undiluted } from './interference.ts';

/** One group of the comparator: people who had contact with trained groups, and people who hadn't. */
export interface ContactInGroup {
  readonly contact: ArmCounts;
  readonly noContact: ArmCounts;
}

export interface ClusterInterference {
  readonly method: string;
  /** Risk with contact minus risk without, within the comparator; null when it can't be judged. */
  readonly withinControl: TInterval | null;
  readonly contactShare: number | null;
  /** Largest share of one group; contact is seldom even over groups. */
  readonly largestShare: number | null;
  /** As in `interference`: the effect divided by the share without contact, or null. */
  readonly undilutedDifference: number | null;
  readonly groups: number;
}

/**
 * Has training spilled over between groups? `interference` for a trial that assigned groups: people
 * of comparator groups were asked whether they talked about the offers with people of trained ones,
 * and errors come from differences between groups (CR2, Satterthwaite).
 *
 * @param groups - Comparator groups; participants may be 0 on either side.
 * @param difference - Risk difference of the trial, arm minus comparator, in [-1, 1].
 * @param level - Confidence level, in (0, 1).
 * @returns `withinControl` is null when fewer than two groups hold people of both kinds, or nothing
 *   varies.
 * @throws RangeError on bad counts, or a difference or level out of range.
 * @see Hudgens and Halloran (2008), J. Am. Stat. Assoc. 103:832-842; Bell and McCaffrey (2002), Surv.
 *   Methodol. 28:169-181.
 */
export function interferenceBetweenClusters(
  groups: readonly ContactInGroup[],
  difference: number,
  level = 0.95,
): ClusterInterference {
  assertDifference(difference);
  assertLevel(level);
  for (const { contact, noContact } of groups) {
    for (const { events, participants } of [contact, noContact]) {
      assertWhole('participants of a group', participants);
      assertWhole('events of a group', events);
      if (events > participants) {
        throw new RangeError(
          `Read a group: ${events} events among ${participants} participants; events must not exceed participants`,
        );
      }
    }
  }
  const withContact = groups.reduce((sum, { contact }) => sum + contact.participants, 0);
  const asked = groups.reduce((sum, { noContact }) => sum + noContact.participants, withContact);
  const share = asked > 0 ? withContact / asked : null;
  const shares = groups.flatMap(({ contact, noContact }) => {
    const people = contact.participants + noContact.participants;
    return people > 0 ? [contact.participants / people] : [];
  });
  return {
    method: 'contact question in comparator groups, CR2',
    withinControl: within(groups, level),
    contactShare: share,
    largestShare: shares.length > 0 ? Math.max(...shares) : null,
    undilutedDifference: share === null ? null : undiluted(difference, share),
    groups: groups.length,
  };
}

function within(
  groups: readonly ContactInGroup[],
  level: number,
): ClusterInterference['withinControl'] {
  const both = groups.filter(
    ({ contact, noContact }) => contact.participants > 0 && noContact.participants > 0,
  );
  if (both.length < 2) return null;
  const rows = groups.flatMap(({ contact, noContact }, cluster) => [
    { x: 1, cluster, ...contact },
    { x: 0, cluster, ...noContact },
  ]);
  const events = Float64Array.from(rows, (row) => row.events);
  const fit = linearRegression(
    {
      columns: 2,
      design: Float64Array.from(rows.flatMap(({ x }) => [1, x])),
      people: Float64Array.from(rows, ({ participants }) => participants),
      sum: events,
      sumOfSquares: events,
      cluster: Int32Array.from(rows, ({ cluster }) => cluster),
    },
    'CR2',
  );
  const estimate = fit.coefficients[1] as number;
  const standardError = fit.standardErrors[1] as number;
  const degreesOfFreedom = fit.contrastDegreesOfFreedom([0, 1]);
  if (!(standardError > 1e-12) || !(degreesOfFreedom > 0)) return null;
  return tInterval(estimate, standardError, degreesOfFreedom, level);
}
