import type { Kysely } from 'kysely';
import type { Database } from '../database/tables.ts';
import { suppressContact } from './suppression.ts';

/**
 * Stops every message to a person's contact and erases nothing. Scanners follow such links too, so
 * this may not be able to do more than that.
 *
 * @returns Whether there was a contact to stop.
 */
export async function optOut(
  db: Kysely<Database>,
  participantId: string,
  now: Date,
): Promise<boolean> {
  const contact = await db
    .selectFrom('contacts')
    .select('contact_hash')
    .where('participant_id', '=', participantId)
    .executeTakeFirst();
  if (!contact) return false;
  await suppressContact(db, contact.contact_hash, 'opted_out', now);
  return true;
}
