import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Jobs, openJobs } from '../../../server/database/jobs.ts';
import { followUpJobs } from '../../../server/follow-up/follow-up-jobs.ts';
import { DAY, later, World } from './world.ts';

let world: World;
const opened: Jobs[] = [];
beforeAll(async () => {
  world = await World.open();
});
afterAll(async () => {
  await Promise.all(opened.map((jobs) => jobs.stop()));
  await world.database.close();
});

describe('followUpJobs()', () => {
  it('sends what is due in field trials, once, with two nodes at work', async () => {
    const running = await world.addTrial();
    const rehearsal = await world.addTrial(() => undefined, 'rehearsal');
    await world.addPeople(running, [{}, {}, {}]);
    await world.addPeople(rehearsal, [{}]);
    world.now = later(7 * DAY);
    const mail = world.recorder();
    for (let node = 0; node < 2; node += 1) {
      const jobs = await openJobs(
        world.database.url,
        { warn: () => undefined },
        { pollSeconds: 0.5 },
      );
      opened.push(jobs);
      await followUpJobs(jobs, world.context({ mail }), world.database.ownerDb);
    }
    await vi.waitFor(() => expect(mail.got).toHaveLength(3), 15_000);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(mail.got).toHaveLength(3);
  });
});
