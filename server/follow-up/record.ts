import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database, Message } from '../database/tables.ts';
import { ROLES } from '../exposures/plan-exposures.ts';
import { type DueMessage, isEarlyReveal } from './decide.ts';
import type { DeliveryResult } from './messenger.ts';

/** How one claimed message went. */
export interface Outcome {
  readonly message: DueMessage;
  readonly result: DeliveryResult;
  readonly at: Date;
}

export interface OutcomeCounts {
  sent: number;
  failed: number;
  retried: number;
  unknown: number;
}

const FIRST_RETRY_MS = 5 * 60_000;
const LONGEST_RETRY_MS = 6 * 3_600_000;
/** About eleven hours after the first attempt. */
const MOST_ATTEMPTS = 8;

interface Change {
  readonly message: DueMessage;
  readonly state: Message['state'];
  readonly at: Date;
  readonly dueAt: Date | null;
  readonly failure: string | null;
}

/** Writes how a chunk went, in one transaction. */
export async function recordOutcomes(
  db: Kysely<Database>,
  outcomes: readonly Outcome[],
): Promise<OutcomeCounts> {
  const counts: OutcomeCounts = { sent: 0, failed: 0, retried: 0, unknown: 0 };
  const changes = outcomes.map((outcome) => toChange(outcome, counts));
  if (changes.length === 0) return counts;
  await db.transaction().execute(async (trx) => {
    await lockPeople(trx, changes);
    await markExposures(trx, changes);
    await markMessages(trx, changes);
    await markDebriefs(trx, changes);
  });
  return counts;
}

function toChange({ message, result, at }: Outcome, counts: OutcomeCounts): Change {
  if (result.ok) {
    counts.sent += 1;
    return { message, state: 'sent', at, dueAt: null, failure: null };
  }
  const failure = result.reason;
  if (result.unknown) {
    counts.unknown += 1;
    return { message, state: 'unknown', at, dueAt: null, failure };
  }
  if (result.permanent || message.attempts + 1 >= MOST_ATTEMPTS) {
    counts.failed += 1;
    return { message, state: 'failed', at, dueAt: null, failure };
  }
  counts.retried += 1;
  const waitMs = Math.min(FIRST_RETRY_MS * 2 ** message.attempts, LONGEST_RETRY_MS);
  return { message, state: 'due', at, dueAt: new Date(at.getTime() + waitMs), failure };
}

/**
 * People first, then their exposures, each in key order, and only then the rest. Erasing a person
 * and logging what people do lock them in this order too, so that none of the three can wait for
 * another in a circle.
 */
async function lockPeople(trx: Transaction<Database>, changes: readonly Change[]): Promise<void> {
  const people = [...new Set(changes.map(personOf))];
  await sql`
    select from participants where participant_id = any(${people}::uuid[])
    order by participant_id for key share
  `.execute(trx);
  await sql`
    select from exposures where participant_id = any(${people}::uuid[])
    order by participant_id, exposure_no for no key update
  `.execute(trx);
}

async function markExposures(
  trx: Transaction<Database>,
  changes: readonly Change[],
): Promise<void> {
  const offers = changes.filter(
    ({ message, state }) => message.kind === 'offer' && (state === 'sent' || state === 'failed'),
  );
  if (offers.length === 0) return;
  await sql`
    update exposures e set
      sent_at = case when v.state = 'sent' then coalesce(e.sent_at, v.at) else e.sent_at end,
      undelivered_at = case when v.state = 'failed' then v.at else e.undelivered_at end
    from unnest(
      ${offers.map(personOf)}::uuid[], ${offers.map(({ message }) => message.exposureNo)}::int2[],
      ${offers.map(({ state }) => state)}::text[], ${offers.map(({ at }) => at.toISOString())}::timestamptz[]
    ) as v (participant_id, exposure_no, state, at)
    where e.participant_id = v.participant_id and e.exposure_no = v.exposure_no
  `.execute(trx);
}

async function markMessages(trx: Transaction<Database>, changes: readonly Change[]): Promise<void> {
  // A row swept to `unknown` while its delivery was slow is known now. Nothing else is overwritten.
  await sql`
    update messages m set
      state = v.state,
      sent_at = case when v.state = 'sent' then v.at else m.sent_at end,
      due_at = coalesce(v.due_at, m.due_at),
      failure = v.failure
    from unnest(
      ${changes.map(personOf)}::uuid[], ${changes.map(({ message }) => message.messageKey)}::text[],
      ${changes.map(({ state }) => state)}::text[], ${changes.map(({ at }) => at.toISOString())}::timestamptz[],
      ${changes.map(({ dueAt }) => dueAt?.toISOString() ?? null)}::timestamptz[],
      ${changes.map(({ failure }) => failure)}::text[]
    ) as v (participant_id, message_key, state, at, due_at, failure)
    where m.participant_id = v.participant_id and m.message_key = v.message_key
      and m.state in ('handing_over', 'unknown')
  `.execute(trx);
}

/** A message told the person; only what a person opened settles a debrief. */
async function markDebriefs(trx: Transaction<Database>, changes: readonly Change[]): Promise<void> {
  const told = changes.filter(
    ({ message, state }) =>
      state === 'sent' &&
      ['reveal', 'training', 'closing'].includes(message.kind) &&
      // The debt of a wave is its lure's; a twin told ahead settles none of it.
      !(isEarlyReveal(message) && message.role !== ROLES.lure),
  );
  if (told.length === 0) return;
  await sql`
    update debriefs d set told_at = coalesce(d.told_at, v.at)
    from unnest(
      ${told.map(personOf)}::uuid[], ${told.map(({ message }) => message.wave)}::int2[],
      ${told.map(({ message }) => (message.kind === 'reveal' ? 'reveal' : 'training'))}::text[],
      ${told.map(({ at }) => at.toISOString())}::timestamptz[]
    ) as v (participant_id, wave, kind, at)
    where d.participant_id = v.participant_id and d.kind = v.kind
      and (v.kind = 'training' or d.wave = v.wave)
  `.execute(trx);
}

function personOf(change: Change): string {
  return change.message.participantId;
}
