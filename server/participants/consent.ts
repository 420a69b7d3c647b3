/**
 * The consent ledger. A row is never changed; it names the SHA-256 of the very text that was shown,
 * so that a later edit of the protocol can't make anybody appear to have agreed to it.
 */
import type { Kysely, Transaction } from 'kysely';
import { consentTextHash } from '../../protocol/canonical.ts';
import { addPeriod } from '../../protocol/periods.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { ConsentTable, Database } from '../database/tables.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { ServiceError } from '../web/errors.ts';
import { BASIS, isProspective } from './basis.ts';

export interface Agreement {
  readonly participantId: string;
  readonly locale: string;
  /** Hash of the text as it was shown, from the form. */
  readonly textSha256: string;
}

/** The hash a consent in this language is bound to. */
export function consentHash(protocol: Protocol, locale: string): string {
  const text = protocol.consent.texts[locale];
  if (!text) {
    throw new ServiceError('conflict', `Show the consent text: the protocol has none in ${locale}`);
  }
  return consentTextHash(text);
}

/**
 * Registers a person who was asked before anything else. Saying yes twice is saying yes once.
 *
 * @throws ServiceError `conflict` when the text has changed since it was shown, `gone` when the
 *   person has left.
 */
export async function giveConsent(
  db: Kysely<Database>,
  running: RunningTrial,
  agreement: Agreement,
  now: Date,
): Promise<void> {
  assertAgreeable(running, agreement);
  await db.transaction().execute(async (trx) => {
    const person = await lockState(trx, running, agreement.participantId);
    if (person.state !== 'invited') return;
    await writeConsent(trx, running, agreement, 'given', now);
    await trx
      .updateTable('participants')
      .set({
        state: 'consented',
        basis: BASIS.confirmed,
        basis_since: now,
        locale: agreement.locale,
        protocol_hash: running.protocolHash,
      })
      .where('participant_id', '=', agreement.participantId)
      .execute();
  });
}

/** Deferred consent: what was kept provisionally may stay. */
export async function confirmConsent(
  db: Kysely<Database>,
  running: RunningTrial,
  agreement: Agreement,
  now: Date,
): Promise<void> {
  assertAgreeable(running, agreement);
  await db.transaction().execute(async (trx) => {
    const person = await lockState(trx, running, agreement.participantId);
    if (person.state !== 'provisional') return;
    if (person.basis_expires_at && person.basis_expires_at <= now) {
      throw new ServiceError(
        'gone',
        'Confirm the record: its time is over, nothing about you is used',
      );
    }
    await writeConsent(trx, running, agreement, 'confirmed', now);
    await trx
      .updateTable('participants')
      .set({ state: 'consented', basis: BASIS.confirmed, basis_since: now, basis_expires_at: null })
      .where('participant_id', '=', agreement.participantId)
      .execute();
    await trx
      .updateTable('exposures')
      .set({ basis: BASIS.confirmed })
      .where('participant_id', '=', agreement.participantId)
      .execute();
  });
}

/** When a provisional record expires that is not confirmed; counted from the first reveal due. */
export function provisionalExpiry(protocol: Protocol, firstWaveCloses: Date): Date {
  return addPeriod(firstWaveCloses, protocol.consent.confirm_within ?? 'P14D');
}

function assertAgreeable(running: RunningTrial, agreement: Agreement): void {
  const { protocol } = running;
  if (agreement.textSha256 !== consentHash(protocol, agreement.locale)) {
    throw new ServiceError(
      'conflict',
      'Register: the text has changed since it was shown, read it once more',
    );
  }
}

async function lockState(
  trx: Transaction<Database>,
  running: RunningTrial,
  participantId: string,
): Promise<{ state: string; basis_expires_at: Date | null }> {
  const person = await trx
    .selectFrom('participants')
    .select(['state', 'basis_expires_at'])
    .where('participant_id', '=', participantId)
    .where('trial_id', '=', running.trial.trial_id)
    .forUpdate()
    .executeTakeFirst();
  if (!person)
    throw new ServiceError('gone', 'Register: this person has left, nothing about them is kept');
  return person;
}

async function writeConsent(
  trx: Transaction<Database>,
  running: RunningTrial,
  agreement: Agreement,
  act: ConsentTable['act'],
  now: Date,
): Promise<void> {
  const last = await trx
    .selectFrom('consents')
    .select((eb) => eb.fn.max('consent_no').as('no'))
    .where('participant_id', '=', agreement.participantId)
    .executeTakeFirst();
  await trx
    .insertInto('consents')
    .values({
      participant_id: agreement.participantId,
      consent_no: Number(last?.no ?? 0) + 1,
      act,
      mode: running.protocol.consent.mode,
      text_sha256: agreement.textSha256,
      locale: agreement.locale,
      protocol_hash: running.protocolHash,
      at: now,
    })
    .execute();
}

/** Whether a trial asks people before their first offer. */
export function asksFirst(protocol: Protocol): boolean {
  return isProspective(protocol.consent.mode);
}
