import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/tables.ts';

/** First half of the lock's name; the second says what is locked. */
const LOCK_CLASS = 739_001;

export const ADVISORY_LOCKS = { audit: 1, newTrial: 2 } as const;

/**
 * Waits for, and holds until the transaction ends, one of the locks that no row can stand for: the
 * end of a list that only grows.
 */
export async function lockUntilCommit(
  trx: Transaction<Database>,
  what: keyof typeof ADVISORY_LOCKS,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCK_CLASS}::int, ${ADVISORY_LOCKS[what]}::int)`.execute(
    trx,
  );
}
