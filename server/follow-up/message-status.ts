import { sql } from 'kysely';
import type { Executor } from '../database/pool.ts';
import type { Message } from '../database/tables.ts';
import { wasOffered } from './claim.ts';

export interface MessageStatus {
  /** Counts of messages; kinds and states without any are left out. */
  readonly messages: readonly {
    readonly kind: Message['kind'];
    readonly state: Message['state'];
    readonly count: number;
  }[];
  /** Reveals owed: people who were offered something in a wave that has closed. */
  readonly owed: {
    readonly people: number;
    /** Sent the reveal by message. */
    readonly told: number;
    /** Opened it, or were told in person. */
    readonly settled: number;
    /** Neither told nor settled. */
    readonly neverReached: number;
  };
  /** Messages in doubt: they may have left, and are not sent again by themselves. */
  readonly inDoubt: readonly {
    readonly participantId: string;
    readonly messageKey: string;
    readonly handedOverAt: Date;
  }[];
}

const MOST_IN_DOUBT = 100;

/**
 * What was sent, what is owed and what is in doubt, for staff.
 *
 * @param now - The trial's time.
 */
export async function messageStatus(
  db: Executor,
  trialId: string,
  now: Date,
): Promise<MessageStatus> {
  const messages = await sql<MessageStatus['messages'][number]>`
    select kind, state, count(*) as count from messages where trial_id = ${trialId}
    group by kind, state order by kind, state
  `.execute(db);
  // The debrief is called m here because that is the name the question of having been offered uses.
  const owed = await sql<MessageStatus['owed']>`
    select count(*) as people,
      count(*) filter (where m.told_at is not null) as told,
      count(*) filter (where m.settled_at is not null) as settled,
      count(*) filter (where m.told_at is null and m.settled_at is null) as "neverReached"
    from debriefs m
    join participants p on p.participant_id = m.participant_id
    where p.trial_id = ${trialId} and m.kind = 'reveal' and m.owed_since <= ${now} and ${wasOffered}
  `.execute(db);
  const inDoubt = await sql<MessageStatus['inDoubt'][number]>`
    select participant_id as "participantId", message_key as "messageKey",
      handed_over_at as "handedOverAt"
    from messages where trial_id = ${trialId} and state = 'unknown'
    order by handed_over_at, participant_id limit ${MOST_IN_DOUBT}
  `.execute(db);
  return {
    messages: messages.rows,
    owed: owed.rows[0] ?? { people: 0, told: 0, settled: 0, neverReached: 0 },
    inDoubt: inDoubt.rows,
  };
}
