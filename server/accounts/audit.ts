/** The record of what staff did: each entry holds the hash of the one before it. */
import type { Transaction } from 'kysely';
import { canonicalJson, sha256Hex } from '../../protocol/canonical.ts';
import type { Database } from '../database/tables.ts';
import { lockUntilCommit } from './advisory-locks.ts';

export interface AuditEntry {
  /** Name of the actor, or `command line`, `rehearsal`, `stop rule`. */
  readonly actor: string;
  /** What was done: `trial.launch`. */
  readonly action: string;
  /** What it was done to: `trial:discount-shop`, `actor:ada`. */
  readonly subject: string;
  /** JSON; never a contact or anything else of a participant. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Hash before the first entry. */
export const FIRST_PREVIOUS_HASH: Buffer = Buffer.alloc(32);

/**
 * Appends one entry in the transaction of the act itself: both are there or neither. Writers wait
 * for each other until they commit, so call it last.
 */
export async function appendAudit(
  trx: Transaction<Database>,
  entry: AuditEntry,
  now: Date,
): Promise<void> {
  await lockUntilCommit(trx, 'audit');
  const last = await trx
    .selectFrom('audit_entries')
    .select(['entry_no', 'hash'])
    .orderBy('entry_no', 'desc')
    .limit(1)
    .executeTakeFirst();
  const entryNo = (last?.entry_no ?? 0) + 1;
  const previousHash = last?.hash ?? FIRST_PREVIOUS_HASH;
  await trx
    .insertInto('audit_entries')
    .values({
      entry_no: entryNo,
      at: now,
      actor: entry.actor,
      action: entry.action,
      subject: entry.subject,
      detail: JSON.stringify(entry.detail),
      previous_hash: previousHash,
      hash: auditHash({ ...entry, entryNo, at: now, previousHash }),
    })
    .execute();
}

/** SHA-256 of the canonical JSON of everything an entry says, and of the hash before it. */
export function auditHash(
  entry: Omit<AuditEntry, 'detail'> & {
    readonly detail: unknown;
    readonly entryNo: number;
    readonly at: Date;
    readonly previousHash: Buffer;
  },
): Buffer {
  const text = canonicalJson({
    entry_no: entry.entryNo,
    at: entry.at.toISOString(),
    actor: entry.actor,
    action: entry.action,
    subject: entry.subject,
    detail: entry.detail,
    previous_hash: entry.previousHash.toString('hex'),
  });
  return Buffer.from(sha256Hex(text), 'hex');
}
