import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/tables.ts';
import type { Delivery } from '../participants/contact-vault.ts';

/** How many messages are due that none of these deliveries carries. */
export async function countWaiting(
  db: Kysely<Database>,
  trialId: string,
  deliveries: readonly Delivery[],
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ messages: number }>`
    select count(*) as messages from messages m
    join participants p on p.participant_id = m.participant_id
    join contacts c on c.participant_id = m.participant_id
    where m.trial_id = ${trialId} and m.state = 'due' and m.due_at <= ${now}
      and (m.kind <> 'registration' or p.state = 'invited')
      and not c.delivery = any(${[...deliveries]}::text[])
  `.execute(db);
  return rows[0]?.messages ?? 0;
}
