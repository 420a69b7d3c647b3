import { type Kysely, sql } from 'kysely';
import type { Keyring } from '../config/keys.ts';
import type { Database } from '../database/tables.ts';
import { STAGES } from '../exposures/interaction-kinds.ts';
import { sendingHours } from '../exposures/plan-exposures.ts';
import { lastSendingTime } from '../exposures/sending-hours.ts';
import { messageIdFor } from '../participants/message-id.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { EARLY_REVEAL } from './early-reveal-key.ts';
import { findLivelihoodForms } from './livelihood-forms.ts';
import type { FollowUpContext } from './types.ts';

/** People looked at in one statement. */
const EARLY_BATCH = 500;
/** Nobody plans work, study or savings around an invented offer for longer than this. */
const TOLD_WITHIN_MS = 24 * 3_600_000;
/** For the planner's next look and for the mail's way. */
const MARGIN_MS = 3_600_000;

/**
 * Plans the reveal of offers about work, study or savings, lures and twins, for everyone who engaged
 * with one: within 24 hours of the first gesture, as late as the person's own sending hours allow,
 * so that what they would have done is still seen. Everybody else is told with the wave.
 *
 * @param now - The trial's time.
 * @returns How many were planned; at most a batch.
 */
export async function planEarlyReveals(
  context: Pick<FollowUpContext, 'db' | 'keyring' | 'templates'>,
  running: RunningTrial,
  now: Date,
): Promise<number> {
  const forms = await findLivelihoodForms(context.templates, running);
  if (forms.length === 0) return 0;
  const { db, keyring } = context;
  return db.transaction().execute(async (trx) => {
    const engaged = await selectEngaged(trx, running, forms, now);
    if (engaged.length === 0) return 0;
    const hours = sendingHours(running.protocol);
    const planned = engaged.map((one) => {
      const latest = new Date(one.engagedAt.getTime() + TOLD_WITHIN_MS - MARGIN_MS);
      const at = lastSendingTime(latest, one.timeZone, hours);
      return { ...one, at: at > now ? at : now };
    });
    await write(trx, keyring, running.trial.trial_id, planned);
    return planned.length;
  });
}

interface Engaged {
  readonly participantId: string;
  readonly exposureNo: number;
  readonly wave: number;
  readonly timeZone: string;
  readonly engagedAt: Date;
}

/** Whoever was told already, or will be with the wave in time, is left out. */
async function selectEngaged(
  trx: Kysely<Database>,
  { trial }: RunningTrial,
  forms: readonly string[],
  now: Date,
): Promise<Engaged[]> {
  const { rows } = await sql<Engaged>`
    with engaged as (
      select e.participant_id, e.exposure_no, e.wave, e.wave_closes_at
      from exposures e
      where e.trial_id = ${trial.trial_id} and e.form = any(${[...forms]}::text[])
        and e.reveals_at is null and e.wave_closes_at > ${now}
        and greatest(e.stage_person, e.stage_unsure) >= ${STAGES.engaged}
        and (e.flags_person | e.flags_unsure) & 32 = 0
      order by e.participant_id, e.exposure_no
      limit ${EARLY_BATCH}
      for no key update skip locked
    )
    select g.participant_id as "participantId", g.exposure_no as "exposureNo", g.wave,
      p.time_zone as "timeZone", f.at as "engagedAt"
    from engaged g
    join participants p on p.participant_id = g.participant_id
    cross join lateral (
      select min(i.at) as at from interactions i
      where i.participant_id = g.participant_id and i.exposure_no = g.exposure_no
    ) f
    where f.at is not null
      and g.wave_closes_at > f.at + make_interval(secs => ${TOLD_WITHIN_MS / 1_000})
  `.execute(trx);
  return rows;
}

async function write(
  trx: Kysely<Database>,
  keyring: Keyring,
  trialId: string,
  planned: readonly (Engaged & { readonly at: Date })[],
): Promise<void> {
  const people = planned.map(({ participantId }) => participantId);
  const numbers = planned.map(({ exposureNo }) => exposureNo);
  const times = planned.map(({ at }) => at.toISOString());
  const keys = planned.map(({ exposureNo }) => `${EARLY_REVEAL}${exposureNo}`);
  await sql`
    update exposures e set reveals_at = v.at
    from unnest(${people}::uuid[], ${numbers}::int2[], ${times}::timestamptz[])
      as v (participant_id, exposure_no, at)
    where e.participant_id = v.participant_id and e.exposure_no = v.exposure_no
  `.execute(trx);
  await sql`
    insert into messages (participant_id, message_key, trial_id, kind, wave, exposure_no, due_at, state, message_id)
    select v.participant_id, v.message_key, ${trialId}, 'reveal', v.wave, v.exposure_no, v.at, 'due', v.message_id
    from unnest(
      ${people}::uuid[], ${keys}::text[], ${planned.map(({ wave }) => wave)}::int2[],
      ${numbers}::int2[], ${times}::timestamptz[],
      ${planned.map(({ participantId }, n) => messageIdFor(keyring, participantId, keys[n]!))}::text[]
    ) as v (participant_id, message_key, wave, exposure_no, at, message_id)
    on conflict (participant_id, message_key) do nothing
  `.execute(trx);
}
