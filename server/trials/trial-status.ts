import { sql } from 'kysely';
import type { Executor } from '../database/pool.ts';
import type { Fate, HarmKind, Message, Participant, TrialState } from '../database/tables.ts';
import { findPendingProtocol } from './protocol-rows.ts';
import { ensureTrial } from './trial-rows.ts';

/** What is never masked: where the trial stands, enrolment and harms. */
export interface TrialStatus {
  readonly slug: string;
  readonly trialNo: number;
  readonly purpose: 'field' | 'rehearsal';
  readonly state: TrialState;
  /** The protocol in force, or the one put forward before launch. */
  readonly protocolHash: string | null;
  /** A document that waits for approval. */
  readonly pendingHash: string | null;
  readonly approvals: readonly {
    readonly protocolHash: string;
    readonly by: string;
    readonly reason: string;
    readonly at: Date;
  }[];
  readonly saltSha256: string | null;
  readonly launchedAt: Date | null;
  readonly stoppedAt: Date | null;
  readonly stoppedWhy: string | null;
  readonly closedAt: Date | null;
  /** People on record by state, and how many of them have an arm. */
  readonly people: Readonly<Record<Participant['state'] | 'assigned', number>>;
  /** People whose rows are gone, by what became of them. */
  readonly left: Readonly<Record<Fate, number>>;
  /** People, not events, over all arms. */
  readonly harms: Readonly<Record<HarmKind, number>>;
  readonly messages: Readonly<Record<Message['state'], number>>;
}

export async function trialStatus(db: Executor, slug: string): Promise<TrialStatus> {
  const trial = await ensureTrial(db, slug);
  const id = trial.trial_id;
  const pending = await findPendingProtocol(db, trial);
  const approvals = await db
    .selectFrom('approvals')
    .innerJoin('protocols', 'protocols.protocol_hash', 'approvals.protocol_hash')
    .innerJoin('actors', 'actors.actor_id', 'approvals.actor_id')
    .select(['approvals.protocol_hash', 'actors.name', 'approvals.reason', 'approvals.approved_at'])
    .where('protocols.trial_id', '=', id)
    .orderBy('approvals.approved_at')
    .orderBy('actors.name')
    .execute();
  const { rows } = await sql<{ what: string; name: string; count: number }>`
    select 'people' as what, state as name, count(*) as count
      from participants where trial_id = ${id} group by state
    union all
    select 'people', 'assigned', count(*) from assignments where trial_id = ${id}
    union all
    select 'left', fate, sum(people)::bigint from tallies where trial_id = ${id} group by fate
    union all
    select 'harms', kind, sum(people)::bigint from harms where trial_id = ${id} group by kind
    union all
    select 'messages', state, count(*) from messages where trial_id = ${id} group by state
  `.execute(db);
  const counts = (what: string): Record<string, number> =>
    Object.fromEntries(rows.filter((row) => row.what === what).map((row) => [row.name, row.count]));
  return {
    slug,
    trialNo: trial.trial_no,
    purpose: trial.purpose,
    state: trial.state,
    protocolHash: trial.protocol_hash,
    pendingHash: pending?.protocol_hash ?? null,
    approvals: approvals.map((row) => ({
      protocolHash: row.protocol_hash,
      by: row.name,
      reason: row.reason,
      at: row.approved_at,
    })),
    saltSha256: trial.salt_sha256,
    launchedAt: trial.launched_at,
    stoppedAt: trial.stopped_at,
    stoppedWhy: trial.stopped_why,
    closedAt: trial.closed_at,
    people: { invited: 0, consented: 0, provisional: 0, assigned: 0, ...counts('people') },
    left: {
      declined: 0,
      stepped_aside: 0,
      withdrawn: 0,
      expired: 0,
      ...counts('left'),
    },
    harms: { distressed: 0, complained: 0, withdrawn: 0, ...counts('harms') },
    messages: {
      due: 0,
      handing_over: 0,
      sent: 0,
      failed: 0,
      unknown: 0,
      cancelled: 0,
      ...counts('messages'),
    },
  };
}
