import { type Kysely, sql } from 'kysely';

/** Trials, the protocols they run under, who approved them, and the templates they show. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table trials (
      trial_id uuid primary key,
      trial_no integer not null unique,
      slug text not null unique,
      purpose text not null check (purpose in ('field', 'rehearsal')),
      state text not null check (state in ('draft', 'submitted', 'approved', 'running', 'paused', 'stopped', 'closed')),
      protocol_hash text,
      salt_sealed bytea,
      salt_sha256 text,
      salt_disclosed text,
      clock_offset_ms bigint not null,
      revision bigint not null,
      created_at timestamptz not null,
      launched_at timestamptz,
      stopped_at timestamptz,
      stopped_why text,
      closed_at timestamptz
    )
  `.execute(db);
  await sql`
    create table protocols (
      protocol_hash text primary key,
      trial_id uuid not null references trials,
      document jsonb not null,
      source text not null,
      template_lock jsonb not null,
      submitted_by uuid references actors,
      submitted_signature bytea,
      submitted_at timestamptz not null
    )
  `.execute(db);
  await sql`
    create table approvals (
      protocol_hash text not null references protocols,
      actor_id uuid not null references actors,
      signature bytea not null,
      reason text not null,
      approved_at timestamptz not null,
      primary key (protocol_hash, actor_id)
    )
  `.execute(db);
  await sql`
    create table templates (
      template_hash text primary key,
      slug text not null,
      kind text not null,
      source jsonb not null,
      stored_at timestamptz not null
    )
  `.execute(db);
  for (const table of ['trials', 'protocols', 'approvals', 'templates']) {
    await sql`grant select, insert on ${sql.table(table)} to scampaign_service`.execute(db);
  }
  await sql`grant update on trials to scampaign_service`.execute(db);
}
