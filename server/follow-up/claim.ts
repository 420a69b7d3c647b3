import { type Kysely, sql, type Transaction } from 'kysely';
import { periodMs } from '../../protocol/periods.ts';
import type { Database } from '../database/tables.ts';
import { sendingHours } from '../exposures/plan-exposures.ts';
import { admissibleBases, isProspective } from '../participants/basis.ts';
import type { Delivery } from '../participants/contact-vault.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { type DueMessage, decide, type SendingRules } from './decide.ts';
import { EARLY_REVEAL } from './early-reveal-key.ts';
import { lockTrialState, SENDABLE } from './trial-state.ts';

export interface Claim {
  /** Committed as `handing_over`; the caller is the only one that will hand them over. */
  readonly claimed: readonly DueMessage[];
  readonly cancelled: number;
  readonly putOff: number;
}

/**
 * Takes up to `limit` due messages for handing over. Whether each may leave is decided here, in the
 * transaction that marks it `handing_over`; rows another node has taken are passed over.
 *
 * @param deliveries - Those a messenger serves.
 * @param now - The trial's time.
 */
export async function claimDue(
  db: Kysely<Database>,
  running: RunningTrial,
  deliveries: readonly Delivery[],
  limit: number,
  now: Date,
): Promise<Claim> {
  return db.transaction().execute(async (trx) => {
    const state = await lockTrialState(trx, running.trial.trial_id);
    const kinds = state && SENDABLE[state];
    if (!kinds || deliveries.length === 0) return { claimed: [], cancelled: 0, putOff: 0 };
    const due = await selectDue(trx, running.trial.trial_id, kinds, deliveries, limit, now);
    const rules = sendingRules(running);
    const claimed: DueMessage[] = [];
    const cancelled: Marked[] = [];
    const putOff: Marked[] = [];
    for (const message of due) {
      const decision = decide(message, rules, now);
      if (decision.act === 'send') claimed.push(message);
      else if (decision.act === 'cancel') cancelled.push({ ...message, value: decision.why });
      else putOff.push({ ...message, value: decision.until.toISOString() });
    }
    await markHandingOver(trx, claimed, now);
    await markEach(trx, cancelled, sql`state = 'cancelled', failure = v.value`);
    await markEach(trx, putOff, sql`due_at = v.value::timestamptz`);
    return { claimed, cancelled: cancelled.length, putOff: putOff.length };
  });
}

function sendingRules(running: RunningTrial): SendingRules {
  const { consent } = running.protocol;
  return {
    hours: sendingHours(running.protocol),
    asksFirst: isProspective(consent.mode),
    admissible: admissibleBases(consent.mode).mask,
    gapMs: periodMs(consent.gap),
  };
}

interface MessageKey {
  readonly participantId: string;
  readonly messageKey: string;
}

interface Marked extends MessageKey {
  readonly value: string;
}

async function markHandingOver(
  trx: Transaction<Database>,
  messages: readonly MessageKey[],
  now: Date,
): Promise<void> {
  await markEach(
    trx,
    messages.map((message) => ({ ...message, value: '' })),
    sql`state = 'handing_over', handed_over_at = ${now}, attempts = m.attempts + 1, failure = null`,
  );
}

async function markEach(
  trx: Transaction<Database>,
  marked: readonly Marked[],
  change: ReturnType<typeof sql>,
): Promise<void> {
  if (marked.length === 0) return;
  await sql`
    update messages m set ${change}
    from unnest(
      ${marked.map((one) => one.participantId)}::uuid[],
      ${marked.map((one) => one.messageKey)}::text[],
      ${marked.map((one) => one.value)}::text[]
    ) as v (participant_id, message_key, value)
    where m.participant_id = v.participant_id and m.message_key = v.message_key
  `.execute(trx);
}

async function selectDue(
  trx: Transaction<Database>,
  trialId: string,
  kinds: readonly string[],
  deliveries: readonly Delivery[],
  limit: number,
  now: Date,
): Promise<DueMessage[]> {
  const { rows } = await sql<DueMessage>`
    select m.participant_id as "participantId", m.message_key as "messageKey", m.kind, m.wave,
      m.exposure_no as "exposureNo", m.message_id as "messageId", m.attempts,
      p.time_zone as "timeZone", p.locale, p.state as "personState", p.basis,
      p.basis_expires_at as "basisExpiresAt",
      (select min(k.at) from consents k
        where k.participant_id = m.participant_id and k.act in ('given', 'confirmed')) as "agreedAt",
      c.delivery, ${isSuppressed} as suppressed,
      e.closes_at as "closesAt", e.ended_at is not null as ended, coalesce(e.role, 0) as role,
      coalesce((e.flags_person | e.flags_unsure) & 32 <> 0, false) as told,
      case when e.form is not null then json_build_object('form', e.form,
        'templateHash', e.template_hash, 'locale', e.locale) end as offer,
      ${wasOffered} as offered, ${wasToldAhead} as "toldAhead",
      exists (select from debriefs d where d.participant_id = m.participant_id
        and d.kind = 'training' and (d.told_at is not null or d.settled_at is not null)) as trained
    from messages m
    join participants p on p.participant_id = m.participant_id
    left join contacts c on c.participant_id = m.participant_id
    left join exposures e on e.participant_id = m.participant_id and e.exposure_no = m.exposure_no
    where m.trial_id = ${trialId} and m.state = 'due' and m.due_at <= ${now}
      and m.kind = any(${[...kinds]}::text[])
      and (c.delivery is null or c.delivery = any(${[...deliveries]}::text[]))
    order by m.due_at, m.kind <> 'reveal', m.message_key, m.participant_id
    limit ${limit}
    for update of m skip locked
  `.execute(trx);
  return rows;
}

/** Needs `c`, the person's contact. */
const isSuppressed = sql<boolean>`
  exists (select from suppressions s where s.contact_hash = c.contact_hash)`;

/**
 * Needs `m`, a message: whether the person was, or may have been, shown an offer of its wave. An
 * offer in doubt counts: being told of one that never came does no harm, not being told might.
 */
export const wasOffered = sql<boolean>`(
  exists (select from exposures x where x.participant_id = m.participant_id and x.wave = m.wave
    and (x.sent_at is not null or greatest(x.stage_person, x.stage_unsure, x.stage_machine) > 0))
  or exists (select from messages o where o.participant_id = m.participant_id and o.wave = m.wave
    and o.kind = 'offer' and o.state in ('handing_over', 'sent', 'unknown')))`;

/** Needs `m`, a message: whether every offer of its wave was told of ahead of it. */
const wasToldAhead = sql<boolean>`
  not exists (select from exposures x where x.participant_id = m.participant_id and x.wave = m.wave
    and not exists (select from messages r where r.participant_id = x.participant_id
      and r.message_key = ${EARLY_REVEAL} || x.exposure_no and r.state in ('handing_over', 'sent')))`;
