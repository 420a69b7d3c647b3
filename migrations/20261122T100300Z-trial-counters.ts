import { type Kysely, sql } from 'kysely';

/**
 * Counts that outlive the people they count. `tallies` keeps how many were assigned, withdrew or
 * expired per arm and stratum once their rows are gone; `harms` what stop rules watch; `blocks` how
 * far each stratum has drawn; `cluster_assignments` the arm of a whole cluster.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table tallies (
      trial_id uuid not null references trials,
      fate text not null check (fate in ('declined', 'stepped_aside', 'withdrawn', 'expired')),
      arm text not null,
      stratum text not null,
      people integer not null,
      primary key (trial_id, fate, arm, stratum)
    )
  `.execute(db);
  await sql`
    create table harms (
      trial_id uuid not null references trials,
      kind text not null check (kind in ('distressed', 'complained', 'withdrawn')),
      arm text not null,
      people integer not null,
      primary key (trial_id, kind, arm)
    )
  `.execute(db);
  await sql`
    create table blocks (
      trial_id uuid not null references trials,
      stratum text not null,
      drawn integer not null,
      primary key (trial_id, stratum)
    )
  `.execute(db);
  await sql`
    create table cluster_assignments (
      trial_id uuid not null references trials,
      cluster text not null,
      arm text not null,
      stratum text not null,
      assigned_at timestamptz not null,
      primary key (trial_id, cluster)
    )
  `.execute(db);
  await sql`
    create table suppressions (
      contact_hash bytea primary key,
      reason text not null check (reason in ('withdrawn', 'declined', 'opted_out', 'do_not_lure')),
      since timestamptz not null
    )
  `.execute(db);
  await sql`
    create table receipts (
      receipt_hash bytea primary key,
      trial_id uuid not null references trials,
      withdrawn_at timestamptz not null,
      backups_expire_on date not null
    )
  `.execute(db);
  for (const table of [
    'tallies',
    'harms',
    'blocks',
    'cluster_assignments',
    'suppressions',
    'receipts',
  ]) {
    await sql`grant select, insert, update on ${sql.table(table)} to scampaign_service`.execute(db);
  }
}
