/**
 * Leaving. One transaction stops contact, counts the person in a tally without a name, and deletes
 * every row and the key; what stays is a keyed hash of the contact on the suppression list.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database, Fate, SuppressionTable } from '../database/tables.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { recordHarm } from './harms.ts';
import { suppressContact } from './suppression.ts';

export interface LeavingReceipt {
  /** Shown once and kept by the person; only its hash is stored. */
  readonly code: string;
  /** YYYY-MM-DD: backups made before the erasure are gone by then. */
  readonly backupsExpireOn: string;
}

/** How long a backup may be kept; the receipt promises it. */
export const BACKUP_DAYS = 35;

const DAY_MS = 86_400_000;

/**
 * @param fate - `withdrawn` after consent, `declined` or `stepped_aside` before it, `expired` when
 *   a provisional record was not confirmed in time.
 * @returns The receipt, or undefined when the person had left before.
 */
export async function leaveTrial(
  db: Kysely<Database>,
  running: RunningTrial,
  participantId: string,
  fate: Fate,
  now: Date,
): Promise<LeavingReceipt | undefined> {
  return db.transaction().execute(async (trx) => {
    const person = await lockPerson(trx, running, participantId);
    if (!person) return undefined;
    if (person.contact_hash) {
      await suppressContact(trx, person.contact_hash, SUPPRESSION_REASONS[fate], now);
    }
    // Before the counters: everything that locks both a person and a counter takes the person first.
    await sql`select erase_participant(${participantId}::uuid)`.execute(trx);
    await countLeaver(trx, running, person, fate);
    if (fate === 'withdrawn') {
      await recordHarm(trx, running, { kind: 'withdrawn', arm: person.arm ?? '' }, now);
    }
    return writeReceipt(trx, running, now);
  });
}

const SUPPRESSION_REASONS: Record<Fate, SuppressionTable['reason']> = {
  withdrawn: 'withdrawn',
  declined: 'declined',
  stepped_aside: 'declined',
  expired: 'withdrawn',
};

interface Leaver {
  readonly stratum: string;
  readonly arm: string | null;
  readonly contact_hash: Buffer | null;
}

async function lockPerson(
  trx: Transaction<Database>,
  running: RunningTrial,
  participantId: string,
): Promise<Leaver | undefined> {
  const person = await trx
    .selectFrom('participants')
    .select('stratum')
    .where('participant_id', '=', participantId)
    .where('trial_id', '=', running.trial.trial_id)
    .forUpdate()
    .executeTakeFirst();
  if (!person) return undefined;
  const contact = await trx
    .selectFrom('contacts')
    .select('contact_hash')
    .where('participant_id', '=', participantId)
    .executeTakeFirst();
  const assignment = await trx
    .selectFrom('assignments')
    .select('arm')
    .where('participant_id', '=', participantId)
    .executeTakeFirst();
  return {
    stratum: person.stratum,
    arm: assignment?.arm ?? null,
    contact_hash: contact?.contact_hash ?? null,
  };
}

async function countLeaver(
  trx: Transaction<Database>,
  running: RunningTrial,
  person: Leaver,
  fate: Fate,
): Promise<void> {
  await trx
    .insertInto('tallies')
    .values({
      trial_id: running.trial.trial_id,
      fate,
      arm: person.arm ?? '',
      stratum: person.stratum,
      people: 1,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['trial_id', 'fate', 'arm', 'stratum'])
        .doUpdateSet((eb) => ({ people: eb('tallies.people', '+', 1) })),
    )
    .execute();
}

async function writeReceipt(
  trx: Transaction<Database>,
  running: RunningTrial,
  now: Date,
): Promise<LeavingReceipt> {
  const code = readableCode();
  const backupsExpireOn = new Date(now.getTime() + BACKUP_DAYS * DAY_MS).toISOString().slice(0, 10);
  await trx
    .insertInto('receipts')
    .values({
      receipt_hash: createHash('sha256').update(code).digest(),
      trial_id: running.trial.trial_id,
      withdrawn_at: now,
      backups_expire_on: backupsExpireOn,
    })
    .execute();
  return { code, backupsExpireOn };
}

/** 80 random bits in letters that can't be mistaken for one another. */
function readableCode(): string {
  const letters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';
  const picked: string[] = [];
  while (picked.length < 16) {
    for (const byte of randomBytes(32)) {
      // 240 is the largest multiple of 30 in a byte: what lies above would favour some letters.
      if (byte < 240 && picked.length < 16) picked.push(letters[byte % 30]!);
    }
  }
  return picked.join('').replace(/(.{4})(?=.)/g, '$1-');
}
