import { type Kysely, sql } from 'kysely';

/** Staff who sign with a key of their own, and the hash-chained record of what staff did. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table actors (
      actor_id uuid primary key,
      name text not null unique,
      role text not null check (role in ('designer', 'approver', 'operator', 'evaluator', 'helper')),
      public_key bytea not null unique,
      added_at timestamptz not null,
      disabled_at timestamptz
    )
  `.execute(db);
  // entry_no has no gaps: it is taken under a lock on the last row, in the transaction of the act.
  await sql`
    create table audit_entries (
      entry_no bigint primary key,
      at timestamptz not null,
      actor text not null,
      action text not null,
      subject text not null,
      detail jsonb not null,
      previous_hash bytea not null,
      hash bytea not null unique
    )
  `.execute(db);
  await sql`grant select, insert, update on actors to scampaign_service`.execute(db);
  await sql`grant select, insert on audit_entries to scampaign_service`.execute(db);
}
