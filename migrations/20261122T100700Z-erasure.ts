import { type Kysely, sql } from 'kysely';

/**
 * The only way a person's rows leave. The service may call these functions and may not delete
 * otherwise. Exposures are locked first: a group of interactions under way commits before its rows
 * are deleted here, and one that comes later finds no exposure to join.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function erase_participant(person uuid) returns boolean
    language plpgsql security definer set search_path = public, pg_temp
    as $$
    begin
      perform 1 from participants where participant_id = person for update;
      if not found then
        return false;
      end if;
      perform 1 from exposures where participant_id = person order by exposure_no for update;
      delete from contact_keys where participant_id = person;
      delete from contacts where participant_id = person;
      delete from interactions where participant_id = person;
      delete from views where participant_id = person;
      delete from fetches where participant_id = person;
      delete from debriefs where participant_id = person;
      delete from messages where participant_id = person;
      delete from exposures where participant_id = person;
      delete from assignments where participant_id = person;
      delete from consents where participant_id = person;
      delete from participants where participant_id = person;
      return true;
    end $$
  `.execute(db);
  await sql`revoke all on function erase_participant(uuid) from public`.execute(db);
  await sql`grant execute on function erase_participant(uuid) to scampaign_service`.execute(db);
}
