import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/tables.ts';
import { sendingHours } from '../exposures/plan-exposures.ts';
import { nextSendingTime } from '../exposures/sending-hours.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { changeQueued } from './change-queued.ts';

/**
 * Puts off what is due where it is night, one statement a time zone. Every claim looks at the hour
 * again; this keeps a night's backlog from being looked at message by message.
 *
 * @param now - The trial's time.
 * @returns How many messages were put off.
 */
export async function putOffNights(
  db: Kysely<Database>,
  running: RunningTrial,
  now: Date,
): Promise<number> {
  const trialId = running.trial.trial_id;
  const hours = sendingHours(running.protocol);
  const { rows } = await sql<{ timeZone: string }>`
    select distinct p.time_zone as "timeZone" from messages m
    join participants p on p.participant_id = m.participant_id
    where m.trial_id = ${trialId} and m.state = 'due' and m.due_at <= ${now}
  `.execute(db);
  let putOff = 0;
  for (const { timeZone } of rows) {
    const until = nextSendingTime(now, timeZone, hours);
    if (until <= now) continue;
    putOff += await changeQueued(
      db,
      sql`m.trial_id = ${trialId} and m.state = 'due' and m.due_at <= ${now}
        and p.time_zone = ${timeZone}`,
      sql`due_at = ${until}`,
    );
  }
  return putOff;
}
