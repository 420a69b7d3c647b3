/**
 * Contacts are sealed with a data key of the person's own, which is wrapped by the master key.
 * Erasing the person deletes the key; what may linger in old pages or backups can't be read.
 */
import { randomBytes } from 'node:crypto';
import { openWithKey, sealWithKey } from '../config/aead.ts';
import type { Keyring } from '../config/keys.ts';
import type { Executor } from '../database/pool.ts';

export type Delivery = 'mail' | 'sms' | 'link_list';

export interface Contact {
  readonly delivery: Delivery;
  /** Mail address, phone number, or the label a printed link carries. */
  readonly address: string;
}

/** Same contact, same hash, under a key that never leaves the keyring. */
export function contactHash(keyring: Keyring, contact: Contact): Buffer {
  // The oldest master key, for ever: after a rotation the list must still match.
  return keyring.hmac('suppression', `${contact.delivery}:${normalised(contact)}`, keyring.ids[0]);
}

export interface SealedContact {
  readonly delivery: Delivery;
  readonly sealed: Buffer;
  readonly contact_hash: Buffer;
  readonly wrapped_key: Buffer;
  readonly master_key_id: string;
}

export function sealContact(
  keyring: Keyring,
  participantId: string,
  contact: Contact,
): SealedContact {
  const dataKey = randomBytes(32);
  const { wrapped, masterKeyId } = keyring.wrapKey(dataKey, participantId);
  return {
    delivery: contact.delivery,
    sealed: sealWithKey(dataKey, Buffer.from(contact.address, 'utf8'), participantId),
    contact_hash: contactHash(keyring, contact),
    wrapped_key: wrapped,
    master_key_id: masterKeyId,
  };
}

export async function findContact(
  db: Executor,
  keyring: Keyring,
  participantId: string,
): Promise<Contact | undefined> {
  const row = await db
    .selectFrom('contacts')
    .innerJoin('contact_keys', 'contact_keys.participant_id', 'contacts.participant_id')
    .select(['contacts.delivery', 'contacts.sealed', 'contact_keys.wrapped_key'])
    .where('contacts.participant_id', '=', participantId)
    .executeTakeFirst();
  if (!row) return undefined;
  const dataKey = keyring.unwrapKey(row.wrapped_key, participantId);
  return {
    delivery: row.delivery,
    address: openWithKey(dataKey, row.sealed, participantId).toString('utf8'),
  };
}

/** One spelling per contact, so that a changed capital or space does not undo a withdrawal. */
function normalised(contact: Contact): string {
  const address = contact.address.normalize('NFKC').trim();
  if (contact.delivery === 'sms') return address.replace(/[^\d+]/g, '');
  return address.toLowerCase();
}
