import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKeyVacuum } from '../../../server/follow-up/vacuum-keys.ts';
import { leaveTrial } from '../../../server/participants/leave.ts';
import { later, World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.database.close());

const MINUTE = 60_000;

describe('openKeyVacuum()', () => {
  it.each([0, 1, 2])('takes an erased key off the disk, wherever it stood: %i', async (n) => {
    const running = await world.addTrial();
    const person = (await world.addPeople(running, [{}, {}, {}]))[n]!;
    const { wrapped_key } = await world.db
      .selectFrom('contact_keys')
      .select('wrapped_key')
      .where('participant_id', '=', person.participantId)
      .executeTakeFirstOrThrow();
    expect(await diskHolds(wrapped_key)).toBe(true);
    await leaveTrial(world.db, running, person.participantId, 'withdrawn', world.now);
    const vacuum = openKeyVacuum(world.database.ownerDb);
    expect(await vacuum.run(world.now)).toBe(true);
    // A connection being opened by another test may make the first pass keep the row.
    expect(await vacuum.run(later(25 * MINUTE, world.now))).toBe(true);
    // Under many tests at once even the second may: then what the next hour would do is done now.
    for (let tries = 0; tries < 40 && (await diskHolds(wrapped_key)); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await openKeyVacuum(world.database.ownerDb).run(world.now);
    }
    expect(await diskHolds(wrapped_key)).toBe(false);
  });

  it('rests until somebody is erased, and is done within the hour of it', async () => {
    const running = await world.addTrial();
    const [person] = await world.addPeople(running, [{}]);
    const vacuum = openKeyVacuum(world.database.ownerDb);
    const ran: number[] = [];
    for (let minute = 0; minute < 240; minute += 1) {
      if (minute === 120) {
        await leaveTrial(world.db, running, person!.participantId, 'withdrawn', world.now);
      }
      if (await vacuum.run(later(minute * MINUTE))) ran.push(minute);
    }
    expect(ran).toEqual([0, 25, 120, 145]);
  });

  it('says so when its connection has only the rights of the service', async () => {
    await expect(openKeyVacuum(world.db).run(world.now)).rejects.toThrow(
      "needs the owner's rights",
    );
  });
});

/** Whether the bytes stand anywhere in the table's file. */
async function diskHolds(bytes: Buffer): Promise<boolean> {
  await sql`checkpoint`.execute(world.database.ownerDb);
  const { rows } = await sql<{ file: Buffer }>`
    select pg_read_binary_file(pg_relation_filepath('contact_keys')) as file
  `.execute(world.database.ownerDb);
  return rows[0]!.file.includes(bytes);
}
