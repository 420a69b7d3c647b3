import { type Kysely, sql } from 'kysely';
import type { Arm, Protocol } from '../../protocol/schema.ts';
import type { Keyring } from '../config/keys.ts';
import type { Database } from '../database/tables.ts';
import { isProspective } from '../participants/basis.ts';
import { messageIdFor } from '../participants/message-id.ts';
import type { RunningTrial } from '../trials/running-trial.ts';

/** People given a closing message in one statement. */
const CLOSING_BATCH = 500;

/**
 * The arm whose content everyone else is given when the trial closes: the protocol's first
 * training, or the first arm with any content; undefined when there is none.
 */
function bestTraining(protocol: Protocol): Arm | undefined {
  return (
    protocol.arms.find((arm) => arm.kind === 'training' && arm.content) ??
    protocol.arms.find((arm) => arm.content)
  );
}

/**
 * Plans the closing message of a closed trial: once for each assigned person who was neither sent
 * nor shown a training. People who were never asked and never offered anything have nothing to be
 * told about.
 *
 * @param now - The trial's time.
 * @returns How many were planned; at most a batch.
 */
export async function planClosing(
  db: Kysely<Database>,
  keyring: Keyring,
  running: RunningTrial,
  now: Date,
): Promise<number> {
  const { protocol, trial } = running;
  if (!bestTraining(protocol)) return 0;
  const people = await selectUntrained(db, running);
  if (people.length === 0) return 0;
  const planned = await db.transaction().execute(async (trx) => {
    const { numAffectedRows } = await sql`
      with present as materialized (
        select participant_id from participants
        where participant_id = any(${people.map((person) => person.participantId)}::uuid[])
        order by participant_id for key share skip locked
      )
      insert into messages (participant_id, message_key, trial_id, kind, wave, exposure_no, due_at, state, message_id)
      select v.participant_id, 'closing', ${trial.trial_id}, 'closing', v.wave, v.exposure_no, ${now}, 'due', v.message_id
      from unnest(
        ${people.map((person) => person.participantId)}::uuid[],
        ${people.map((person) => person.wave)}::int2[],
        ${people.map((person) => person.exposureNo)}::int2[],
        ${people.map((person) => messageIdFor(keyring, person.participantId, 'closing'))}::text[]
      ) as v (participant_id, wave, exposure_no, message_id)
      join present p on p.participant_id = v.participant_id
      on conflict (participant_id, message_key) do nothing
    `.execute(trx);
    await sql`
      insert into debriefs (participant_id, wave, kind, owed_since)
      select m.participant_id, m.wave, 'training', ${now}
      from messages m
      where m.participant_id = any(${people.map((person) => person.participantId)}::uuid[])
        and m.message_key = 'closing'
      on conflict do nothing
    `.execute(trx);
    return Number(numAffectedRows ?? 0);
  });
  return planned;
}

interface Untrained {
  readonly participantId: string;
  /** That of the training already owed, else the person's last. */
  readonly wave: number;
  /** The lure of that wave, for the link; null when none was planned. */
  readonly exposureNo: number | null;
}

async function selectUntrained(db: Kysely<Database>, running: RunningTrial): Promise<Untrained[]> {
  const askedFirst = isProspective(running.protocol.consent.mode);
  const lastWave = running.protocol.waves.length - 1;
  const { rows } = await sql<Untrained>`
    select a.participant_id as "participantId", w.wave,
      (select e.exposure_no from exposures e
        where e.participant_id = a.participant_id and e.wave = w.wave and e.role = 1) as "exposureNo"
    from assignments a
    cross join lateral (select coalesce(
      (select min(d.wave) from debriefs d where d.participant_id = a.participant_id and d.kind = 'training'),
      ${lastWave}) as wave) w
    where a.trial_id = ${running.trial.trial_id}
      and not exists (select from messages m
        where m.participant_id = a.participant_id and m.message_key = 'closing')
      and not exists (select from debriefs d where d.participant_id = a.participant_id
        and d.kind = 'training' and (d.told_at is not null or d.settled_at is not null))
      and (${askedFirst} or exists (select from exposures x where x.participant_id = a.participant_id
        and (x.sent_at is not null or greatest(x.stage_person, x.stage_unsure, x.stage_machine) > 0)))
    order by a.participant_id
    limit ${CLOSING_BATCH}
  `.execute(db);
  return rows;
}
