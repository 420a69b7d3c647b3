import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runRehearsal } from '../../../server/rehearsal/run-rehearsal.ts';
import { TestService } from '../../helpers/service.ts';

const JOBS = readFileSync(new URL('../../../examples/overseas-job.yaml', import.meta.url), 'utf8');

/** The same trial with a friend's friend in place of an agency. */
const CHATS = JOBS.replaceAll('riverside-desk-abroad', 'friend-of-friend-online-shop')
  .replaceAll('riverside-desk-licensed', 'friend-of-friend-home-store')
  .replaceAll('bayview-hotel-abroad', 'friend-of-friend-data-entry')
  .replaceAll('bayview-hotel-licensed', 'friend-of-friend-records')
  .replace('slug: overseas-job', 'slug: friend-of-friend');

let world: TestService;

beforeAll(async () => {
  world = await TestService.start();
});

afterAll(async () => {
  await world?.stop();
});

describe.each([
  ['an agency abroad', JOBS],
  ['a friend of a friend', CHATS],
])('a trial with offers of work from %s', (_who, source) => {
  it('is played to its report, and who showed interest is told within a day', async () => {
    const { engine, service, database } = world;
    const played = await runRehearsal({ engine, service, source, participants: 30, seed: 11 });
    expect(played.deeds.surprises).toBe(0);
    expect(played.deeds.takenIn.every((taken) => taken > 0)).toBe(true);
    expect(played.deeds.trainingsFinished).toBeGreaterThan(0);
    expect(played.report.effect).not.toBeNull();

    // Who went all the way met the reveal there (32); whose wave closed within a day is told with it.
    const { rows } = await sql<{ told_early: number; late: number; untold: number }>`
      select count(e.reveals_at) as told_early,
        count(*) filter (
          where coalesce(e.reveals_at, e.wave_closes_at) > f.at + interval '24 hours'
          and (e.flags_person | e.flags_unsure) & 32 = 0) as late,
        count(*) filter (where d.told_at is null and d.settled_at is null) as untold
      from exposures e
      join trials t on t.trial_id = e.trial_id and t.slug = ${played.slug}
      join debriefs d on d.participant_id = e.participant_id and d.wave = e.wave and d.kind = 'reveal'
      cross join lateral (
        select min(i.at) as at from interactions i
        where i.participant_id = e.participant_id and i.exposure_no = e.exposure_no
      ) f
      where e.stage_person >= 2`.execute(database.ownerDb);
    expect(rows[0]!.told_early).toBeGreaterThan(10);
    expect(rows[0]).toMatchObject({ late: 0, untold: 0 });
  });
});
