import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/tables.ts';
import { leaveTrial } from '../participants/leave.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { changeQueued } from './change-queued.ts';
import { wasOffered } from './claim.ts';

const EXPIRE_BATCH = 100;
const DAY_MS = 86_400_000;

/**
 * Erases provisional records whose time is over: silence means expired. Whoever still waits for the
 * reveal of something that was sent is told first, as soon as the hour allows, and erased after.
 *
 * @param now - The trial's time.
 * @returns How many were erased; at most a batch.
 */
export async function expireProvisional(
  db: Kysely<Database>,
  running: RunningTrial,
  now: Date,
): Promise<number> {
  const trialId = running.trial.trial_id;
  await changeQueued(
    db,
    sql`p.trial_id = ${trialId} and p.state = 'provisional' and p.basis_expires_at <= ${now}
      and m.kind = 'reveal' and m.state = 'due' and m.attempts = 0
      and m.due_at > ${new Date(now.getTime() + DAY_MS)} and ${wasOffered}`,
    sql`due_at = ${now}`,
  );
  const { rows } = await sql<{ participantId: string }>`
    select p.participant_id as "participantId" from participants p
    where p.trial_id = ${trialId} and p.state = 'provisional' and p.basis_expires_at <= ${now}
      and not exists (select from messages m where m.participant_id = p.participant_id
        and m.kind = 'reveal' and m.state in ('due', 'handing_over') and ${wasOffered})
    order by p.basis_expires_at, p.participant_id
    limit ${EXPIRE_BATCH}
  `.execute(db);
  let expired = 0;
  for (const { participantId } of rows) {
    if (await leaveTrial(db, running, participantId, 'expired', now)) expired += 1;
  }
  return expired;
}
