import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/tables.ts';
import { changeQueued } from './change-queued.ts';

/** Longer than any delivery under way may take. */
const IN_DOUBT_AFTER_MS = 10 * 60_000;

/**
 * Marks as `unknown` what a node was handing over when it died. Such a message may have arrived: it
 * is shown to staff and never sent again by itself, and its offer counts as not sent.
 *
 * @param now - The trial's time.
 * @returns How many were marked.
 */
export async function sweepUnknown(
  db: Kysely<Database>,
  trialId: string,
  now: Date,
): Promise<number> {
  return changeQueued(
    db,
    sql`m.trial_id = ${trialId} and m.state = 'handing_over'
      and m.handed_over_at < ${new Date(now.getTime() - IN_DOUBT_AFTER_MS)}`,
    sql`state = 'unknown', failure = 'the service ended while handing it over'`,
  );
}
