import { CONTACTS, type Dataset } from '../dataset.ts';
import { interference } from '../health/interference.ts';
import {
  type ContactInGroup,
  interferenceBetweenClusters,
} from '../health/interference-between-clusters.ts';
import type { AnalysisPlan } from '../plan.ts';
import { noEstimate, reportEstimate } from './estimates.ts';
import type { ContactReport } from './types.ts';

const YES = CONTACTS.indexOf('yes');

/**
 * What comparator people say of their contacts with those trained, at the lures of the primary wave.
 *
 * @returns From an arm's primary difference to its report; null where nobody was asked, there is no
 *   difference, or a person met several offers.
 */
export function contactReport(
  dataset: Dataset,
  plan: AnalysisPlan,
  armOfLevel: Int32Array,
  control: number,
): (difference: number | null) => ContactReport | null {
  const groups = groupsAsked(dataset, plan, armOfLevel, control);
  const sum = (of: (group: ContactInGroup) => number): number =>
    groups.reduce((total, group) => total + of(group), 0);
  const contact = {
    participants: sum((group) => group.contact.participants),
    events: sum((group) => group.contact.events),
  };
  const noContact = {
    participants: sum((group) => group.noContact.participants),
    events: sum((group) => group.noContact.events),
  };
  const asked = contact.participants + noContact.participants;
  const level = 1 - plan.alpha;
  return (difference) => {
    if (difference === null || asked === 0) return null;
    const counted = { asked, contact: contact.participants };
    if (plan.unit === 'cluster') {
      const result = interferenceBetweenClusters(groups, difference, level);
      return {
        method: result.method,
        ...counted,
        largestShare: result.largestShare,
        withinComparator: result.withinControl
          ? { method: result.method, ...result.withinControl, reason: null }
          : noEstimate(result.method, level, whyNotWithin(groups)),
        undilutedDifference: result.undilutedDifference,
      };
    }
    const result = interference(contact, noContact, difference, level);
    return {
      method: result.method,
      ...counted,
      largestShare: null,
      withinComparator: result.withinControl
        ? reportEstimate(result.withinControl)
        : noEstimate(result.method, level, 'all had contact, or nobody had'),
      undilutedDifference: result.undilutedDifference,
    };
  };
}

function whyNotWithin(groups: readonly ContactInGroup[]): string {
  const both = groups.filter(
    (group) => group.contact.participants > 0 && group.noContact.participants > 0,
  );
  return both.length < 2
    ? 'fewer than two groups hold people of both kinds'
    : 'the difference does not vary between groups';
}

/** Comparator people who answered and have one primary outcome, by group; one group when persons were assigned. */
function groupsAsked(
  dataset: Dataset,
  plan: AnalysisPlan,
  armOfLevel: Int32Array,
  control: number,
): ContactInGroup[] {
  const { contact, count, arm } = dataset;
  const lures = dataset.offers.find(
    ({ wave, role }) => wave === plan.primary.wave && role === 'lure',
  );
  const events = lures?.events[plan.primary.outcome]?.people;
  if (!contact || !lures || !events) return [];
  const clusters = plan.unit === 'cluster' ? dataset.cluster?.codes : undefined;
  const groups = new Map<
    number,
    Record<keyof ContactInGroup, { participants: number; events: number }>
  >();
  for (let row = 0; row < dataset.rows; row += 1) {
    const answer = contact[row] as number;
    if (answer < 0 || lures.status[row] !== 0) continue;
    if (armOfLevel[arm.codes[row] as number] !== control) continue;
    if ((lures.offered[row] as number) > 1) return [];
    const code = clusters?.[row] ?? 0;
    const group = groups.get(code) ?? {
      contact: { participants: 0, events: 0 },
      noContact: { participants: 0, events: 0 },
    };
    groups.set(code, group);
    const side = answer === YES ? group.contact : group.noContact;
    const people = count[row] as number;
    side.participants += people;
    side.events += people * (events[row] as number);
  }
  return [...groups.entries()].sort(([a], [b]) => a - b).map(([, group]) => group);
}
