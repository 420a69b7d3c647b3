/** What is held about one person, as their own page shows it. */
import { sql } from 'kysely';
import type { Executor } from '../database/pool.ts';

export interface Held {
  readonly state: 'invited' | 'consented' | 'provisional';
  readonly locale: string;
  readonly country: string;
  readonly timeZone: string;
  readonly stratum: string;
  readonly cluster: string | null;
  readonly channel: string;
  /** Null before it was drawn; nobody is shown it before the trial is closed. */
  readonly arm: string | null;
  /** When the basis began, or the person was entered. */
  readonly since: Date;
  /** SHA-256 of the text agreed to; null before. */
  readonly consentHash: string | null;
  readonly views: number;
  readonly interactions: number;
  readonly messages: number;
  /** Whether a reveal was sent or seen. */
  readonly revealed: boolean;
  /** The offer whose reveal was seen, else the first; null before any was planned. */
  readonly met: { readonly exposureNo: number; readonly wave: number } | null;
}

/** Undefined when the person has left or never was here. */
export async function findHeld(db: Executor, participantId: string): Promise<Held | undefined> {
  const { rows } = await sql<Held>`
    select p.state, p.locale, p.country, p.time_zone as "timeZone", p.stratum, p.cluster, p.channel,
      (select a.arm from assignments a where a.participant_id = p.participant_id) as arm,
      coalesce(p.basis_since, p.entered_at) as since,
      (select c.text_sha256 from consents c where c.participant_id = p.participant_id
        order by c.consent_no desc limit 1) as "consentHash",
      (select count(*) from views v where v.participant_id = p.participant_id) as views,
      (select count(*) from interactions i where i.participant_id = p.participant_id) as interactions,
      (select count(*) from messages m where m.participant_id = p.participant_id and m.state = 'sent') as messages,
      exists (select from debriefs d where d.participant_id = p.participant_id
        and (d.told_at is not null or d.settled_at is not null))
        or exists (select from exposures e where e.participant_id = p.participant_id
          and (e.flags_person | e.flags_unsure) & 32 <> 0) as revealed,
      (select json_build_object('exposureNo', e.exposure_no, 'wave', e.wave) from exposures e
        where e.participant_id = p.participant_id
        order by (e.flags_person | e.flags_unsure) & 32 desc, e.exposure_no limit 1) as met
    from participants p where p.participant_id = ${participantId}::uuid
  `.execute(db);
  return rows[0];
}
