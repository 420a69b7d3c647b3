import type { HarmKind } from '../database/tables.ts';
import type { TrialReport } from './schema/report-schema.ts';
import type { TrialSnapshot } from './trial-snapshot.ts';

const HARM_KINDS: readonly HarmKind[] = ['distressed', 'complained', 'withdrawn'];

const YES_OR_NO = ['yes', 'no', 'not_sure'] as const;
/** Choices in the order of their numbers. */
const QUESTIONS = {
  tap_heard: { key: 'heard', choices: YES_OR_NO },
  tap_practice: { key: 'practice', choices: YES_OR_NO },
  tap_feeling: { key: 'feeling', choices: ['fine', 'surprised', 'upset'] },
} as const;

const ACTS: Readonly<Record<string, string>> = {
  'trial.pause': 'Paused',
  'trial.resume': 'Resumed',
  'trial.stop': 'Stopped',
  'trial.close': 'Closed',
  'trial.approve_amendment': 'Amended: the protocol was replaced by an approved one',
};

/** Where everybody who was ever entered stands; people who left are counted from the tallies. */
export function enrolment(snapshot: TrialSnapshot): NonNullable<TrialReport['enrolment']> {
  const { participants, cells, tallies } = snapshot;
  const present = cells.assigned.reduce((sum, { people }) => sum + people, 0);
  const tallied = (fates: readonly string[], assigned: boolean): number =>
    tallies
      .filter(({ fate, arm }) => fates.includes(fate) && (arm !== '') === assigned)
      .reduce((sum, { people }) => sum + people, 0);
  const erased = tallied(['withdrawn', 'expired', 'declined', 'stepped_aside'], true);
  const leftBeforeAssignment = tallied(['withdrawn', 'expired'], false);
  const inside = participants.consented + participants.provisional;
  return {
    invited: participants.invited,
    registered: inside + erased + leftBeforeAssignment,
    awaitingConfirmation: participants.provisional,
    awaitingAssignment: Math.max(0, inside - present),
    declined: tallied(['declined'], false),
    steppedAside: tallied(['stepped_aside'], false),
    leftBeforeAssignment,
    assigned: present + erased,
    openOffers: cells.open,
  };
}

/** Harms per arm, zeros included. Withdrawals are counted where the rows left, the rest in their own table. */
export function harms(
  snapshot: TrialSnapshot,
  flow: TrialReport['flow'],
): NonNullable<TrialReport['harms']> {
  return HARM_KINDS.map((kind) => {
    const rows =
      kind === 'withdrawn'
        ? snapshot.tallies.filter(({ fate }) => fate === 'withdrawn')
        : snapshot.harms.filter((row) => row.kind === kind);
    const peopleIn = (test: (arm: string) => boolean): number =>
      rows.filter(({ arm }) => test(arm)).reduce((sum, { people }) => sum + people, 0);
    const known = flow.map(({ arm }) => arm);
    return {
      kind,
      arms: flow.map(({ arm, label, assigned }) => ({
        arm,
        label,
        people: peopleIn((of) => of === arm),
        assigned,
      })),
      otherPeople: peopleIn((of) => !known.includes(of)),
    };
  });
}

/** Debriefs owed, over all arms: who has looked at one says too much of what was done, by arm. */
export function telling({
  debriefs,
  protocol,
}: TrialSnapshot): NonNullable<TrialReport['telling']> {
  return debriefs.map(({ wave, kind, owed, told, settled, neither }) => ({
    wave: protocol.waves[wave]?.key ?? String(wave + 1),
    kind,
    owed,
    told,
    settled,
    neverReached: neither,
  }));
}

/** What people answered on the reveal, over all arms: it is the same page in each. */
export function answers({
  answers: counts,
  protocol,
}: TrialSnapshot): NonNullable<TrialReport['answers']> {
  return counts.map(({ wave, question, choices }) => ({
    wave: protocol.waves[wave]?.key ?? String(wave + 1),
    question: QUESTIONS[question].key,
    choices: QUESTIONS[question].choices.map((choice, place) => ({
      choice,
      people: choices[place] ?? 0,
    })),
  }));
}

export function machines(snapshot: TrialSnapshot): NonNullable<TrialReport['machines']> {
  return {
    ...snapshot.cells.other,
    fetchesByKnownMachines: snapshot.fetches.byKnownMachines,
    fetchesAhead: snapshot.fetches.ahead,
    messagesOfUnknownFate: snapshot.unknownMessages,
  };
}

/** What happened to the trial itself after its launch; empty says nothing did. */
export function trialChanges({ events }: TrialSnapshot): NonNullable<TrialReport['changes']> {
  return events.flatMap(({ at, action, detail }) => {
    const what = ACTS[action];
    return what === undefined ? [] : [{ at: at.toISOString(), what, why: reasonIn(detail) }];
  });
}

function reasonIn(detail: unknown): string | null {
  if (typeof detail !== 'object' || detail === null) return null;
  const { why, reason } = detail as { why?: unknown; reason?: unknown };
  if (typeof why === 'string') return why;
  return typeof reason === 'string' ? reason : null;
}
