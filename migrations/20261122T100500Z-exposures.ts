import { type Kysely, sql } from 'kysely';

/**
 * Offers planned and served, what was done at them, and the debriefs owed. An exposure keeps its
 * furthest stage and its flags once per grade of view, so that a scanner's click and a person's
 * look on one link stay apart. No index covers the columns that change: updates stay in the page.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table exposures (
      participant_id uuid not null,
      exposure_no smallint not null,
      trial_id uuid not null,
      wave smallint not null,
      role smallint not null check (role in (1, 2)),
      position smallint not null check (position in (1, 2)),
      template_hash text not null,
      form text not null,
      locale text not null,
      basis smallint not null check (basis between 1 and 4),
      opens_at timestamptz not null,
      closes_at timestamptz not null,
      wave_closes_at timestamptz not null,
      sent_at timestamptz,
      undelivered_at timestamptz,
      ended_at timestamptz,
      stage_person smallint not null default 0,
      stage_unsure smallint not null default 0,
      stage_machine smallint not null default 0,
      flags_person integer not null default 0,
      flags_unsure integer not null default 0,
      flags_machine integer not null default 0,
      primary key (participant_id, exposure_no),
      foreign key (participant_id) references participants
    ) with (fillfactor = 80)
  `.execute(db);
  await sql`
    create table fetches (
      participant_id uuid not null,
      exposure_no smallint not null,
      view_id uuid not null,
      page text not null,
      at timestamptz not null,
      agent smallint not null check (agent in (0, 1, 2)),
      prefetch boolean not null,
      primary key (participant_id, exposure_no, view_id)
    )
  `.execute(db);
  await sql`
    create table views (
      participant_id uuid not null,
      exposure_no smallint not null,
      view_id uuid not null,
      machine boolean not null,
      quick boolean not null,
      gesture boolean not null,
      grade smallint not null generated always as (
        case when machine then 0 when gesture and not quick then 2 else 1 end
      ) stored,
      stage smallint not null,
      flags integer not null,
      primary key (participant_id, exposure_no, view_id)
    ) with (fillfactor = 80)
  `.execute(db);
  await sql`
    create table interactions (
      participant_id uuid not null,
      exposure_no smallint not null,
      view_id uuid not null,
      seq smallint not null,
      kind smallint not null,
      value smallint,
      page_ms integer not null,
      at timestamptz not null,
      basis smallint not null check (basis between 1 and 4),
      primary key (participant_id, exposure_no, view_id, seq)
    )
  `.execute(db);
  await sql`
    create table debriefs (
      participant_id uuid not null references participants,
      wave smallint not null,
      kind text not null check (kind in ('reveal', 'training')),
      owed_since timestamptz not null,
      told_at timestamptz,
      settled_at timestamptz,
      settled_by text check (settled_by in ('page', 'in_person')),
      primary key (participant_id, wave, kind)
    )
  `.execute(db);
  await sql`grant select, insert, update on exposures, views, debriefs to scampaign_service`.execute(
    db,
  );
  await sql`grant select, insert on fetches, interactions to scampaign_service`.execute(db);
}
