import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/tables.ts';
import { sendingHours } from '../exposures/plan-exposures.ts';
import { nextSendingTime } from '../exposures/sending-hours.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { changeQueued } from './change-queued.ts';
import { wasOffered } from './claim.ts';

/**
 * What a stop or a close leaves to do: queued offers die in one statement, and whoever was offered
 * something is told now instead of when the wave would have closed.
 *
 * @param now - The trial's time.
 * @returns How many messages were cancelled.
 */
export async function callOff(
  db: Kysely<Database>,
  running: RunningTrial,
  now: Date,
): Promise<number> {
  const trialId = running.trial.trial_id;
  const cancelled = await changeQueued(
    db,
    sql`m.trial_id = ${trialId} and m.state = 'due'
      and m.kind in ('registration', 'offer', 'training')`,
    sql`state = 'cancelled', failure = 'the trial has ended'`,
  );
  await bringRevealsForward(db, running, now);
  await oweRevealsNow(db, trialId, now);
  return cancelled;
}

async function bringRevealsForward(
  db: Kysely<Database>,
  running: RunningTrial,
  now: Date,
): Promise<void> {
  const trialId = running.trial.trial_id;
  const queued = sql`m.trial_id = ${trialId} and m.state = 'due' and m.kind = 'reveal' and m.attempts = 0`;
  const { rows } = await sql<{ timeZone: string }>`
    select distinct p.time_zone as "timeZone" from messages m
    join participants p on p.participant_id = m.participant_id
    where ${queued} and m.due_at > ${now}
  `.execute(db);
  for (const { timeZone } of rows) {
    const at = nextSendingTime(now, timeZone, sendingHours(running.protocol));
    await changeQueued(
      db,
      sql`${queued} and m.due_at > ${at} and p.time_zone = ${timeZone} and ${wasOffered}`,
      sql`due_at = ${at}`,
    );
  }
}

async function oweRevealsNow(db: Kysely<Database>, trialId: string, now: Date): Promise<void> {
  // The debrief is called m because that is the name the question of having been offered uses.
  await sql`
    with owed as materialized (
      select m.participant_id, m.wave from debriefs m
      join participants p on p.participant_id = m.participant_id
      where p.trial_id = ${trialId} and m.kind = 'reveal' and m.owed_since > ${now} and ${wasOffered}
      order by m.participant_id, m.wave
      for update of m skip locked
    )
    update debriefs d set owed_since = ${now} from owed o
    where d.participant_id = o.participant_id and d.wave = o.wave and d.kind = 'reveal'
  `.execute(db);
}
