/**
 * The list of contacts nothing may be sent to. It holds keyed hashes only, outlives the people's
 * rows, and is asked in the transaction of every sending and of every import.
 */
import type { Executor } from '../database/pool.ts';
import type { SuppressionTable } from '../database/tables.ts';

export async function suppressContact(
  db: Executor,
  contactHash: Buffer,
  reason: SuppressionTable['reason'],
  now: Date,
): Promise<void> {
  await db
    .insertInto('suppressions')
    .values({ contact_hash: contactHash, reason, since: now })
    .onConflict((conflict) => conflict.column('contact_hash').doNothing())
    .execute();
}

/** Which of these contacts are suppressed, as hexadecimal hashes. */
export async function findSuppressed(
  db: Executor,
  contactHashes: readonly Buffer[],
): Promise<ReadonlySet<string>> {
  if (contactHashes.length === 0) return new Set();
  const rows = await db
    .selectFrom('suppressions')
    .select('contact_hash')
    .where('contact_hash', 'in', [...contactHashes])
    .execute();
  return new Set(rows.map((row) => row.contact_hash.toString('hex')));
}
