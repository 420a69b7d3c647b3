import { type Kysely, sql } from 'kysely';

/**
 * One row a person. Every table from here on has participant_id first in its primary key, so that
 * the same schema distributes over a Citus cluster by that column.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table participants (
      participant_id uuid primary key,
      trial_id uuid not null references trials,
      state text not null check (state in ('invited', 'consented', 'provisional')),
      basis smallint check (basis between 1 and 4),
      locale text not null,
      time_zone text not null,
      country text not null,
      stratum text not null,
      cluster text,
      channel text not null,
      protocol_hash text not null references protocols,
      entered_at timestamptz not null,
      basis_since timestamptz,
      basis_expires_at timestamptz
    )
  `.execute(db);
  // The planner looks for people whose gap has passed and for provisional records that expired.
  await sql`create index participants_by_trial on participants (trial_id, state, basis_since)`.execute(
    db,
  );
  await sql`
    create table consents (
      participant_id uuid not null references participants,
      consent_no smallint not null,
      act text not null check (act in ('given', 'confirmed', 'enrolled_unasked')),
      mode text not null,
      text_sha256 text not null,
      locale text not null,
      protocol_hash text not null references protocols,
      at timestamptz not null,
      primary key (participant_id, consent_no)
    )
  `.execute(db);
  await sql`
    create table contact_keys (
      participant_id uuid primary key references participants,
      wrapped_key bytea not null,
      master_key_id text not null
    )
  `.execute(db);
  await sql`
    create table contacts (
      participant_id uuid primary key references participants,
      delivery text not null check (delivery in ('mail', 'sms', 'link_list')),
      sealed bytea not null,
      contact_hash bytea not null
    )
  `.execute(db);
  await sql`create index contacts_by_hash on contacts (contact_hash)`.execute(db);
  await sql`
    create table assignments (
      participant_id uuid primary key references participants,
      trial_id uuid not null references trials,
      arm text not null,
      stratum text not null,
      cluster text,
      offer_row smallint not null,
      twin_first smallint[] not null,
      algorithm text not null,
      salt_sha256 text not null,
      protocol_hash text not null references protocols,
      assigned_at timestamptz not null
    )
  `.execute(db);
  await sql`create index assignments_by_trial on assignments (trial_id, arm)`.execute(db);
  for (const table of ['participants', 'contact_keys', 'contacts']) {
    await sql`grant select, insert, update on ${sql.table(table)} to scampaign_service`.execute(db);
  }
  // An assignment and a consent are never changed.
  await sql`grant select, insert on consents, assignments to scampaign_service`.execute(db);
}
