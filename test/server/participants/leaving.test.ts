import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BASIS } from '../../../server/participants/basis.ts';
import { confirmConsent, consentHash, giveConsent } from '../../../server/participants/consent.ts';
import { findContact } from '../../../server/participants/contact-vault.ts';
import { importRoster } from '../../../server/participants/import-roster.ts';
import { leaveTrial } from '../../../server/participants/leave.ts';
import { optOut } from '../../../server/participants/opt-out.ts';
import { readRoster } from '../../../server/participants/read-roster.ts';
import type { RunningTrial } from '../../../server/trials/running-trials.ts';
import { offerTo } from '../exposures/offered.ts';
import { World } from '../follow-up/world.ts';

let world: World;
let running: RunningTrial;

beforeAll(async () => {
  world = await World.open();
  running = await world.addTrial();
});
afterAll(() => world.database.close());

const OPTIONS = { channel: 'members', actor: 'test', acceptValid: false };

function bringIn(text: string, into = running, options = OPTIONS) {
  return importRoster(
    world.db,
    world.keyring,
    into,
    readRoster(text, into.protocol),
    options,
    world.now,
  );
}

async function personOf(address: string, trial = running): Promise<string | undefined> {
  const rows = await world.db
    .selectFrom('participants')
    .select('participant_id')
    .where('trial_id', '=', trial.trial.trial_id)
    .execute();
  for (const { participant_id } of rows) {
    if ((await findContact(world.db, world.keyring, participant_id))?.address === address)
      return participant_id;
  }
  return undefined;
}

/** Every table with a participant_id, found in the catalogue rather than listed here. */
async function rowsOf(participantId: string): Promise<Record<string, number>> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relkind = 'r' and a.attname = 'participant_id' and c.relnamespace = 'public'::regnamespace
    order by 1
  `.execute(world.db);
  const found: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{
      count: number;
    }>`select count(*) from ${sql.table(name)} where participant_id = ${participantId}::uuid`.execute(
      world.db,
    );
    found[name] = Number(rows[0]!.count);
  }
  return found;
}

describe('importRoster()', () => {
  it('stores nothing of a file with a bad row, and its good rows when told to', async () => {
    const text = 'contact,stratum\nfirst@home.example,students\nnot an address,students\n';
    await expect(bringIn(text)).rejects.toMatchObject({
      code: 'invalid_input',
      details: [expect.stringContaining('line 3')],
    });
    expect(await personOf('first@home.example')).toBeUndefined();
    expect(await bringIn(text, running, { ...OPTIONS, acceptValid: true })).toMatchObject({
      imported: 1,
    });
    expect(await personOf('first@home.example')).toBeDefined();
  });

  it('brings nobody in twice', async () => {
    const text = 'contact,stratum\nagain@home.example,students\n';
    await bringIn(text);
    expect(await bringIn(text)).toEqual({ imported: 0, present: 1, suppressed: 0, elsewhere: 0 });
  });

  it('never enters real people into a rehearsal nor simulated ones into a field trial', async () => {
    const rehearsal = await world.addTrial(undefined, 'rehearsal');
    const real = 'contact,stratum\nreal@home.example,students\n';
    const simulated = 'contact,stratum\nperson-1@people.invalid,students\n';
    await expect(bringIn(real, rehearsal)).rejects.toMatchObject({ code: 'refused' });
    await expect(bringIn(simulated)).rejects.toMatchObject({ code: 'refused' });
    expect(await bringIn(simulated, rehearsal)).toMatchObject({ imported: 1 });
  });

  it('stores no contact in the clear', async () => {
    await bringIn('contact,stratum\nvery.secret@home.example,students\n');
    const { rows } = await sql<{
      text: string;
    }>`select encode(sealed, 'escape') || encode(contact_hash, 'escape') as text from contacts`.execute(
      world.db,
    );
    expect(rows.filter(({ text }) => text.includes('secret'))).toEqual([]);
  });

  it('suppresses whom the roster says must not be lured, for every trial from then on', async () => {
    await bringIn('contact,stratum,do_not_lure\nno@home.example,students,yes\n');
    const other = await world.addTrial();
    expect(await bringIn('contact,stratum\nno@home.example,students\n', other)).toMatchObject({
      imported: 0,
      suppressed: 1,
    });
  });
});

describe('leaveTrial()', () => {
  it('deletes every row of the person, in every table there is', async () => {
    const [person] = await offerTo(world, running, 1);
    expect(
      Object.values(await rowsOf(person!)).filter((count) => count > 0).length,
    ).toBeGreaterThan(4);
    const receipt = await leaveTrial(world.db, running, person!, 'withdrawn', world.now);
    expect(receipt).toMatchObject({
      code: expect.stringMatching(/^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$/),
      backupsExpireOn: '2027-02-07',
    });
    expect(Object.values(await rowsOf(person!)).every((count) => count === 0)).toBe(true);
  });

  it('keeps who comes back on the next roster from being sent anything', async () => {
    await bringIn('contact,stratum\nleaver@home.example,students\n');
    const person = await personOf('leaver@home.example');
    await leaveTrial(world.db, running, person!, 'withdrawn', world.now);
    expect(await bringIn('contact,stratum\n LEAVER@home.example ,students\n')).toEqual({
      imported: 0,
      present: 0,
      suppressed: 1,
      elsewhere: 0,
    });
    const other = await world.addTrial();
    expect(await bringIn('contact,stratum\nleaver@home.example,students\n', other)).toMatchObject({
      imported: 0,
      suppressed: 1,
    });
  });

  it('leaves a count per arm and no name, and gives the same person one receipt', async () => {
    const trial = await world.addTrial();
    const [person] = await offerTo(world, trial, 1);
    const both = await Promise.all([
      leaveTrial(world.db, trial, person!, 'withdrawn', world.now),
      leaveTrial(world.db, trial, person!, 'withdrawn', world.now),
    ]);
    expect(both.filter(Boolean)).toHaveLength(1);
    const tallies = await world.db
      .selectFrom('tallies')
      .select(['fate', 'arm', 'stratum', 'people'])
      .where('trial_id', '=', trial.trial.trial_id)
      .execute();
    expect(tallies).toEqual([
      { fate: 'withdrawn', arm: trial.protocol.arms[0]!.key, stratum: 'students', people: 1 },
    ]);
  });

  it('stops the trial when as many have withdrawn as its rule says', async () => {
    const trial = await world.addTrial((protocol) => {
      protocol.stop_rules = [{ when: 'withdrawn', people: 2 }];
    });
    const people = await offerTo(world, trial, 2);
    for (const person of people) await leaveTrial(world.db, trial, person, 'withdrawn', world.now);
    const { state } = await world.db
      .selectFrom('trials')
      .select('state')
      .where('trial_id', '=', trial.trial.trial_id)
      .executeTakeFirstOrThrow();
    expect(state).toBe('stopped');
  });

  it('is the only way a row of a person can go: the service may not delete', async () => {
    for (const table of [
      'participants',
      'interactions',
      'consents',
      'exposures',
      'messages',
      'contact_keys',
      'audit_entries',
      'suppressions',
    ]) {
      await expect(
        sql`delete from ${sql.table(table)}`.execute(world.db),
        table,
      ).rejects.toMatchObject({ code: '42501' });
    }
    for (const table of ['consents', 'assignments', 'interactions', 'audit_entries']) {
      await expect(
        sql`update ${sql.table(table)} set ${sql.ref(table === 'audit_entries' ? 'actor' : 'participant_id')} = null`.execute(
          world.db,
        ),
        table,
      ).rejects.toMatchObject({ code: '42501' });
    }
  });
});

describe('optOut()', () => {
  it('stops messages and erases nothing', async () => {
    await bringIn('contact,stratum\nquiet@home.example,students\n');
    const person = await personOf('quiet@home.example');
    expect(await optOut(world.db, person!, world.now)).toBe(true);
    expect(await personOf('quiet@home.example')).toBe(person);
    const other = await world.addTrial();
    expect(await bringIn('contact,stratum\nquiet@home.example,students\n', other)).toMatchObject({
      suppressed: 1,
    });
  });
});

describe('giveConsent()', () => {
  it('binds the row to the hash of the text that was shown and refuses another text', async () => {
    const [invited] = await world.addPeople(running, [{}], false);
    const textSha256 = consentHash(running.protocol, 'th');
    const agreement = {
      participantId: invited!.participantId,
      locale: 'th',
      textSha256,
    };
    await expect(
      giveConsent(
        world.db,
        running,
        { ...agreement, textSha256: consentHash(running.protocol, 'en') },
        world.now,
      ),
    ).rejects.toMatchObject({ code: 'conflict' });
    await giveConsent(world.db, running, agreement, world.now);
    await giveConsent(world.db, running, agreement, world.now);
    const rows = await world.db
      .selectFrom('consents')
      .select(['act', 'text_sha256', 'locale'])
      .where('participant_id', '=', invited!.participantId)
      .execute();
    expect(rows).toEqual([{ act: 'given', text_sha256: textSha256, locale: 'th' }]);
  });

  it('confirms a provisional record and everything planned for it', async () => {
    const deferred = await world.addTrial((protocol) => {
      protocol.consent.mode = 'deferred';
      protocol.consent.confirm_within = 'P14D';
    });
    await bringIn('contact,stratum\nlater@home.example,students\n', deferred);
    const person = await personOf('later@home.example', deferred);
    const rows = await world.db
      .selectFrom('participants')
      .select(['state', 'basis'])
      .where('participant_id', '=', person!)
      .execute();
    expect(rows).toEqual([{ state: 'provisional', basis: BASIS.provisional }]);
    await confirmConsent(
      world.db,
      deferred,
      {
        participantId: person!,
        locale: 'en',
        textSha256: consentHash(deferred.protocol, 'en'),
      },
      world.now,
    );
    const confirmed = await world.db
      .selectFrom('participants')
      .select(['state', 'basis'])
      .where('participant_id', '=', person!)
      .execute();
    expect(confirmed).toEqual([{ state: 'consented', basis: BASIS.confirmed }]);
  });
});
