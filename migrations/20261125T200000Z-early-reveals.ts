import { type Kysely, sql } from 'kysely';

/**
 * When an offer about work, study or savings is revealed to whoever engaged with it, ahead of its
 * wave. From then on it stands no longer, for a lure and its twin alike.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table exposures add column reveals_at timestamptz`.execute(db);
}
