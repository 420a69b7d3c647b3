import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openInteractionLog } from '../../../server/exposures/interaction-log.ts';
import { newViewId } from '../../../server/exposures/view-id.ts';
import { runDue } from '../../../server/follow-up/run-due.ts';
import { admissibleBases } from '../../../server/participants/basis.ts';
import { leaveTrial } from '../../../server/participants/leave.ts';
import { DAY, later, World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.database.close());

describe('planners beside people who act and leave', () => {
  it('never wait for each other in a circle', async () => {
    const running = await world.addTrial();
    const people = await world.addPeople(
      running,
      Array.from({ length: 40 }, (_, n) => ({ stratum: n % 2 ? 'students' : 'older_adults' })),
    );
    const mail = world.recorder();
    mail.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return { ok: true };
    };
    const context = world.context({ mail });
    world.now = later(7 * DAY);
    await runDue(context, world.now, { trialId: running.trial.trial_id });
    const log = openInteractionLog(world.database.pool);
    const bases = admissibleBases('prospective_general');
    let acting = true;
    const act = async (seed: number): Promise<void> => {
      for (let n = seed; acting; n += 7) {
        await Promise.all(
          people.slice(n % 30, (n % 30) + 10).map(({ participantId }, i) =>
            log.append(
              {
                participantId,
                exposureNo: 1 + ((n + i) % 4),
                viewId: newViewId(world.now),
                place: 'debrief',
                machine: false,
                gesture: true,
                interactions: [
                  { kind: 'reveal_seen', seq: 1, pageMs: 5, value: null },
                  { kind: 'training_seen', seq: 2, pageMs: 5, value: null },
                ],
              },
              bases,
              world.now,
            ),
          ),
        );
      }
    };
    const leave = async (): Promise<void> => {
      for (const { participantId } of people.slice(0, 12)) {
        await leaveTrial(world.db, running, participantId, 'withdrawn', world.now);
      }
    };
    const actors = [act(0), act(3)];
    const leavers = leave();
    for (const day of [9, 16, 30, 32, 39]) {
      world.now = later(day * DAY);
      await Promise.all(
        [1, 2].map(() => runDue(context, world.now, { trialId: running.trial.trial_id })),
      );
    }
    acting = false;
    await Promise.all([...actors, leavers]);
    await log.close();
    const ids = mail.got.map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(28 * 6);
    const { rows } = await world.database.ownerPool.query<{ deadlocks: number }>(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    );
    expect(rows[0]?.deadlocks).toBe(0);
  });
});
