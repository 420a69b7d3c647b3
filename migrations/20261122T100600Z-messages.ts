import { type Kysely, sql } from 'kysely';

/**
 * Everything we mean to send. `handing_over` is committed before a message leaves; a crash after
 * that turns it into `unknown`, which is shown to staff and never sent again by itself.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table messages (
      participant_id uuid not null references participants,
      message_key text not null,
      trial_id uuid not null,
      kind text not null check (kind in ('registration', 'offer', 'reveal', 'training', 'closing')),
      wave smallint not null,
      exposure_no smallint,
      due_at timestamptz not null,
      state text not null check (state in ('due', 'handing_over', 'sent', 'failed', 'unknown', 'cancelled')),
      message_id text not null,
      handed_over_at timestamptz,
      sent_at timestamptz,
      failure text,
      attempts smallint not null default 0,
      primary key (participant_id, message_key)
    )
  `.execute(db);
  // The planner reads what is due, oldest first; rows that are done leave the index.
  await sql`create index messages_due on messages (trial_id, due_at) where state in ('due', 'handing_over')`.execute(
    db,
  );
  await sql`grant select, insert, update on messages to scampaign_service`.execute(db);
}
