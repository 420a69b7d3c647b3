import { sql } from 'kysely';
import type { Executor } from '../database/pool.ts';
import { auditHash, FIRST_PREVIOUS_HASH } from './audit.ts';

export interface AuditVerdict {
  readonly ok: boolean;
  /** Entries read before the end or the break. */
  readonly entries: number;
  /** Hash of the last entry in hex: note it elsewhere, and a shortened trail can't pass for whole. */
  readonly head: string;
  /** First number at which the trail is not what was written. */
  readonly brokenAt?: number;
  /** What is wrong there. */
  readonly why?: string;
}

const BATCH = 1000;

/**
 * Reads the whole trail and recomputes every hash. An entry that was changed, taken out or put in
 * breaks the chain where it stands. Entries missing from the end are found by the revision that
 * each trial carries, which every act on it raises and records.
 */
export async function verifyAudit(db: Executor): Promise<AuditVerdict> {
  let entries = 0;
  let previousHash = FIRST_PREVIOUS_HASH;
  const broken = (brokenAt: number, why: string): AuditVerdict => ({
    ok: false,
    entries,
    head: previousHash.toString('hex'),
    brokenAt,
    why,
  });
  for (;;) {
    const batch = await db
      .selectFrom('audit_entries')
      .select(['entry_no', 'at', 'actor', 'action', 'subject', 'detail', 'previous_hash', 'hash'])
      .where('entry_no', '>', entries)
      .orderBy('entry_no')
      .limit(BATCH)
      .execute();
    for (const row of batch) {
      if (row.entry_no !== entries + 1) return broken(entries + 1, 'the entry is missing');
      if (!row.previous_hash.equals(previousHash)) {
        return broken(row.entry_no, 'it does not follow the entry before it');
      }
      const { entry_no: entryNo, at, actor, action, subject, detail } = row;
      if (
        !row.hash.equals(auditHash({ entryNo, at, actor, action, subject, detail, previousHash }))
      ) {
        return broken(row.entry_no, 'its content is not what was written');
      }
      entries = entryNo;
      previousHash = row.hash;
    }
    if (batch.length < BATCH) break;
  }
  const missing = await findTrialAheadOfTrail(db);
  if (missing !== undefined) {
    return broken(entries + 1, `the last acts on trial ${missing} are missing`);
  }
  return { ok: true, entries, head: previousHash.toString('hex') };
}

/** Slug of a trial whose revision no entry accounts for. */
async function findTrialAheadOfTrail(db: Executor): Promise<string | undefined> {
  const { rows } = await sql<{ slug: string }>`
    select t.slug
    from trials t
    left join (
      select subject, max((detail ->> 'revision')::bigint) as revision
      from audit_entries
      where subject like 'trial:%'
      group by subject
    ) e on e.subject = 'trial:' || t.slug
    where t.revision > coalesce(e.revision, 0)
    order by t.slug
    limit 1
  `.execute(db);
  return rows[0]?.slug;
}
