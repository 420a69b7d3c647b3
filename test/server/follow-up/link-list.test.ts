import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openLinkListMessenger,
  printableLinks,
  renderLinkList,
} from '../../../server/follow-up/link-list.ts';
import { runDue } from '../../../server/follow-up/run-due.ts';
import { suppressContact } from '../../../server/participants/suppression.ts';
import { DAY, HOUR, later, World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.database.close());

describe('printableLinks()', () => {
  it('lists a link once it may be handed out, and not before', async () => {
    const running = await world.addTrial();
    const context = world.context({ link_list: openLinkListMessenger() });
    const [person, gone] = await world.addPeople(running, [
      { delivery: 'link_list' },
      { delivery: 'link_list' },
    ]);
    expect(await printableLinks(context, running)).toEqual([]);
    world.now = later(7 * DAY);
    await runDue(context, world.now, { trialId: running.trial.trial_id });
    const first = await printableLinks(context, running);
    expect(first.map(({ label, kind, wave }) => ({ label, kind, wave }))).toEqual(
      expect.arrayContaining([
        { label: person!.address, kind: 'offer', wave: 1 },
        { label: gone!.address, kind: 'offer', wave: 1 },
      ]),
    );
    expect(first).toHaveLength(2);
    const { contact_hash } = await world.db
      .selectFrom('contacts')
      .select('contact_hash')
      .where('participant_id', '=', gone!.participantId)
      .executeTakeFirstOrThrow();
    await suppressContact(world.db, contact_hash, 'opted_out', world.now);
    world.now = later(9 * DAY);
    await runDue(context, world.now, { trialId: running.trial.trial_id });
    const all = await printableLinks(context, running);
    expect(all.map(({ label }) => label)).toEqual([person!.address, person!.address]);
    const fresh = await printableLinks(context, running, later(8 * DAY));
    expect(fresh).toHaveLength(1);
    expect(fresh[0]?.releasedAt).toEqual(later(9 * DAY));
    expect(fresh[0]?.text).toBe('short entry');
  });

  it('renders as CSV in which no label is a formula', () => {
    const csv = renderLinkList([
      {
        label: '=HYPERLINK("https://evil.example")',
        kind: 'offer',
        wave: 1,
        releasedAt: later(HOUR),
        link: 'https://people.example/o/x',
        text: 'a, "b"',
      },
    ]);
    const [row] = parse(csv, { columns: true }) as Record<string, string>[];
    expect(row?.label?.startsWith('=')).toBe(false);
    expect(row).toMatchObject({ text: 'a, "b"', releasedAt: later(HOUR).toISOString() });
  });
});
