import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '../database/pool.ts';

/**
 * Changes many messages in one statement that waits for nobody: rows that another node claims or
 * a withdrawal deletes at this moment are passed over, and the next run finds what is left of them.
 *
 * @param where - Names `m`, the message, and `p`, its person.
 * @param change - Assignments of the message's columns.
 * @returns How many were changed.
 */
export async function changeQueued(
  db: Executor,
  where: RawBuilder<unknown>,
  change: RawBuilder<unknown>,
): Promise<number> {
  const { numAffectedRows } = await sql`
    with taken as materialized (
      select m.participant_id, m.message_key from messages m
      join participants p on p.participant_id = m.participant_id
      where ${where}
      order by m.participant_id, m.message_key
      for update of m skip locked
    )
    update messages m set ${change} from taken t
    where m.participant_id = t.participant_id and m.message_key = t.message_key
  `.execute(db);
  return Number(numAffectedRows ?? 0);
}
