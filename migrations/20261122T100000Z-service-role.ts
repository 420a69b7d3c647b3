import { type Kysely, sql } from 'kysely';

/**
 * The service works as `scampaign_service`, which owns nothing: it may add and change rows where a
 * later step grants it, and may delete only through `erase_participant` and `purge_*`. Roles belong
 * to the whole PostgreSQL cluster, so another database of the same cluster may have made it already.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $$
    begin
      if not exists (select from pg_roles where rolname = 'scampaign_service') then
        create role scampaign_service nologin;
      end if;
    exception when duplicate_object or unique_violation then null;
    end $$
  `.execute(db);
  await sql`
    do $$
    begin
      execute format('grant scampaign_service to %I', current_user);
    exception when unique_violation then null;
    end $$
  `.execute(db);
  await sql`grant usage on schema public to scampaign_service`.execute(db);
}
