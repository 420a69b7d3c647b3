import { type Kysely, sql } from 'kysely';
import type { Database } from '../database/tables.ts';

export interface KeyVacuum {
  /**
   * Rewrites the table of people's keys when somebody was erased since it was last rewritten.
   *
   * @returns Whether it did.
   * @throws Error when the connection may not.
   */
  run(now: Date): Promise<boolean>;
}

const EVERY_MS = 25 * 60_000;
/** The second finds what a transaction under way during the first still had to see. */
const PASSES = 2;

/**
 * Takes the keys of erased people off the disk within the hour: a deleted row lies in its page
 * until then. An ordinary vacuum frees its place without writing over it, so the table is written
 * anew, which locks it for a moment. Every erasure leaves a receipt, and receipts are only added:
 * their number says whether there was one. What was erased before this process began is not known,
 * so it begins with a rewrite.
 *
 * @param owner - A connection with the owner's rights: the service's role may not vacuum.
 */
export function openKeyVacuum(owner: Kysely<Database>): KeyVacuum {
  let seen = -1;
  let passesLeft = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    async run(now) {
      if (now.getTime() - lastAt < EVERY_MS) return false;
      // Counted first: what is erased from here on is found by the next count.
      const erased = await countErased(owner);
      if (erased !== seen) passesLeft = PASSES;
      if (passesLeft === 0) return false;
      await rewriteKeys(owner);
      seen = erased;
      passesLeft -= 1;
      lastAt = now.getTime();
      return true;
    },
  };
}

/** PostgreSQL passes over a table it may not vacuum with a mere warning: look at the file instead. */
async function rewriteKeys(owner: Kysely<Database>): Promise<void> {
  const before = await fileOfKeys(owner);
  await sql`vacuum (full) contact_keys`.execute(owner);
  if ((await fileOfKeys(owner)) === before) {
    throw new Error(
      "Vacuum the keys of erased people: this connection may not, it needs the owner's rights",
    );
  }
}

async function fileOfKeys(owner: Kysely<Database>): Promise<string | undefined> {
  const { rows } = await sql<{ file: string }>`
    select pg_relation_filenode('contact_keys')::text as file
  `.execute(owner);
  return rows[0]?.file;
}

async function countErased(owner: Kysely<Database>): Promise<number> {
  const { count } = await owner
    .selectFrom('receipts')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}
