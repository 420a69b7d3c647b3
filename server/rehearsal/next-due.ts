import { type Kysely, sql } from 'kysely';
import { periodMs } from '../../protocol/periods.ts';
import type { Database } from '../database/tables.ts';
import type { RunningTrial } from '../trials/running-trial.ts';

/** When the planner has something to do next in a trial; undefined when nothing is to come. */
export async function nextDue(
  db: Kysely<Database>,
  { trial, protocol }: RunningTrial,
): Promise<Date | undefined> {
  const gapMs = protocol.consent.mode === 'deferred' ? 0 : periodMs(protocol.consent.gap);
  const { rows } = await sql<{ message: Date | null; consent: Date | null }>`
    select
      (select min(due_at) from messages where trial_id = ${trial.trial_id} and state = 'due') as message,
      (select min(p.basis_since) from participants p
        where p.trial_id = ${trial.trial_id} and p.state in ('consented', 'provisional')
          and not exists (select from assignments a where a.participant_id = p.participant_id)) as consent
  `.execute(db);
  const { message, consent } = rows[0]!;
  const assignment =
    consent && trial.state === 'running' ? new Date(consent.getTime() + gapMs) : null;
  return [message, assignment]
    .filter((at) => at !== null)
    .sort((a, b) => a.getTime() - b.getTime())[0];
}

/** Arm by participant of everybody assigned so far. */
export async function assignedArms(
  db: Kysely<Database>,
  trialId: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('assignments')
    .select(['participant_id', 'arm'])
    .where('trial_id', '=', trialId)
    .execute();
  return new Map(rows.map((row) => [row.participant_id, row.arm]));
}
