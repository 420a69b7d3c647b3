/**
 * Bringing people in from a roster. Nothing is stored unless every row is good, or the caller says
 * that the good rows are wanted; a contact on the suppression list is passed over without a trace.
 */
import type { Kysely, Transaction } from 'kysely';
import type { ActorKey } from '../accounts/actor-key.ts';
import { appendAudit } from '../accounts/audit.ts';
import { authorise } from '../accounts/authorise.ts';
import type { Keyring } from '../config/keys.ts';
import { newId } from '../database/ids.ts';
import type { Database } from '../database/tables.ts';
import { isInNamespace } from '../randomisation/namespace.ts';
import { assertPeopleBelong } from '../trials/rehearsal-only.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { ServiceError } from '../web/errors.ts';
import { unaskedBasis } from './basis.ts';
import { consentHash } from './consent.ts';
import { contactHash, sealContact } from './contact-vault.ts';
import { messageIdFor } from './message-id.ts';
import type { Roster, RosterRow } from './read-roster.ts';
import { findSuppressed, suppressContact } from './suppression.ts';

export interface RosterImport {
  readonly imported: number;
  /** Already in this trial. */
  readonly present: number;
  /** On the suppression list, or marked do_not_lure now. */
  readonly suppressed: number;
  /** In another trial's share of the namespace the protocol names. */
  readonly elsewhere: number;
}

export interface ImportOptions {
  readonly channel: string;
  /** A staff member's key; else a name for the audit trail of what holds no key. */
  readonly actor: ActorKey | string;
  readonly acceptValid: boolean;
  /** Called after each batch with the rows done so far. */
  readonly onProgress?: (done: number) => void;
}

const ROWS_PER_STATEMENT = 500;
/** RFC 2606 reserves it, so nothing sent there reaches anybody. */
export const SIMULATED_DOMAIN = 'people.invalid';

/** @throws ServiceError `invalid_input` listing every fault; nothing is stored then. */
export async function importRoster(
  db: Kysely<Database>,
  keyring: Keyring,
  running: RunningTrial,
  roster: Roster,
  options: ImportOptions,
  now: Date,
): Promise<RosterImport> {
  if (roster.faults.length > 0 && !options.acceptValid) {
    throw new ServiceError(
      'invalid_input',
      `Import the roster: ${roster.faults.length} rows need mending and nothing was stored; mend them, or use --accept-valid to store the other ${roster.rows.length}`,
      roster.faults.map(
        (fault) => `line ${fault.line}${fault.column ? `, ${fault.column}` : ''}: ${fault.message}`,
      ),
    );
  }
  assertMayEnrol(running, roster.rows);
  return db.transaction().execute(async (trx) => {
    const actor =
      typeof options.actor === 'string'
        ? options.actor
        : (await authorise(trx, options.actor, 'import_roster')).name;
    const result = { imported: 0, present: 0, suppressed: 0, elsewhere: 0 };
    for (let from = 0; from < roster.rows.length; from += ROWS_PER_STATEMENT) {
      const batch = roster.rows.slice(from, from + ROWS_PER_STATEMENT);
      const counts = await importBatch(trx, keyring, running, batch, options, now);
      result.imported += counts.imported;
      result.present += counts.present;
      result.suppressed += counts.suppressed;
      result.elsewhere += counts.elsewhere;
      options.onProgress?.(from + batch.length);
    }
    await appendAudit(
      trx,
      {
        actor,
        action: 'roster.import',
        subject: `trial:${running.trial.slug}`,
        detail: { ...result, faults: roster.faults.length },
      },
      now,
    );
    return result;
  });
}

function assertMayEnrol(running: RunningTrial, rows: readonly RosterRow[]): void {
  if (running.trial.state !== 'running') {
    throw new ServiceError(
      'refused',
      `Import the roster: the trial is ${running.trial.state} and must be running; launch it first`,
    );
  }
  for (const row of rows)
    assertPeopleBelong(running.trial, isSimulated(row) ? 'simulated' : 'real');
}

function isSimulated(row: RosterRow): boolean {
  return row.contact.address.endsWith(`@${SIMULATED_DOMAIN}`);
}

async function importBatch(
  trx: Transaction<Database>,
  keyring: Keyring,
  running: RunningTrial,
  rows: readonly RosterRow[],
  options: ImportOptions,
  now: Date,
): Promise<RosterImport> {
  const hashed = rows.map((row) => ({ row, hash: contactHash(keyring, row.contact) }));
  for (const { hash } of hashed.filter(({ row }) => row.doNotLure)) {
    await suppressContact(trx, hash, 'do_not_lure', now);
  }
  const hashes = hashed.map(({ hash }) => hash);
  const suppressed = await findSuppressed(trx, hashes);
  const present = await findPresent(trx, running, hashes);
  const counts = { imported: 0, present: 0, suppressed: 0, elsewhere: 0 };
  const wanted: RosterRow[] = [];
  for (const { row, hash } of hashed) {
    const key = hash.toString('hex');
    if (suppressed.has(key)) counts.suppressed += 1;
    else if (present.has(key)) counts.present += 1;
    else if (!isInNamespace(running.protocol.randomisation, key)) counts.elsewhere += 1;
    else wanted.push(row);
  }
  if (wanted.length > 0) {
    await insertPeople(trx, keyring, running, wanted, options.channel, now);
  }
  return { ...counts, imported: wanted.length };
}

async function findPresent(
  trx: Transaction<Database>,
  running: RunningTrial,
  hashes: readonly Buffer[],
): Promise<ReadonlySet<string>> {
  const rows = await trx
    .selectFrom('contacts')
    .innerJoin('participants', 'participants.participant_id', 'contacts.participant_id')
    .select('contacts.contact_hash')
    .where('participants.trial_id', '=', running.trial.trial_id)
    .where('contacts.contact_hash', 'in', [...hashes])
    .execute();
  return new Set(rows.map((row) => row.contact_hash.toString('hex')));
}

async function insertPeople(
  trx: Transaction<Database>,
  keyring: Keyring,
  running: RunningTrial,
  rows: readonly RosterRow[],
  channel: string,
  now: Date,
): Promise<void> {
  const { protocol, protocolHash, trial } = running;
  const basis = unaskedBasis(protocol.consent.mode) ?? null;
  const state =
    basis === null ? 'invited' : protocol.consent.mode === 'deferred' ? 'provisional' : 'consented';
  const people = rows.map((row) => ({ row, id: newId() }));
  const sealed = people.map(({ row, id }) => ({ id, ...sealContact(keyring, id, row.contact) }));
  await trx
    .insertInto('participants')
    .values(
      people.map(({ row, id }) => ({
        participant_id: id,
        trial_id: trial.trial_id,
        state,
        basis,
        locale: row.locale,
        time_zone: row.timeZone,
        country: row.country,
        stratum: row.stratum,
        cluster: row.cluster,
        channel,
        protocol_hash: protocolHash,
        entered_at: now,
        basis_since: basis === null ? null : now,
        basis_expires_at: null,
      })),
    )
    .execute();
  await trx
    .insertInto('contact_keys')
    .values(
      sealed.map(({ id, wrapped_key, master_key_id }) => ({
        participant_id: id,
        wrapped_key,
        master_key_id,
      })),
    )
    .execute();
  await trx
    .insertInto('contacts')
    .values(
      sealed.map(({ id, delivery, sealed: bytes, contact_hash }) => ({
        participant_id: id,
        delivery,
        sealed: bytes,
        contact_hash,
      })),
    )
    .execute();
  if (basis === null) {
    await trx
      .insertInto('messages')
      .values(people.map(({ id }) => registrationMessage(keyring, running, id, now)))
      .execute();
    return;
  }
  await trx
    .insertInto('consents')
    .values(
      people.map(({ row, id }) => ({
        participant_id: id,
        consent_no: 1,
        act: 'enrolled_unasked' as const,
        mode: protocol.consent.mode,
        text_sha256: consentHash(protocol, row.locale),
        locale: row.locale,
        protocol_hash: protocolHash,
        at: now,
      })),
    )
    .execute();
}

function registrationMessage(
  keyring: Keyring,
  running: RunningTrial,
  participantId: string,
  now: Date,
) {
  return {
    participant_id: participantId,
    message_key: 'registration',
    trial_id: running.trial.trial_id,
    kind: 'registration' as const,
    wave: 0,
    exposure_no: null,
    due_at: now,
    state: 'due' as const,
    message_id: messageIdFor(keyring, participantId, 'registration'),
    handed_over_at: null,
    sent_at: null,
    failure: null,
  };
}
