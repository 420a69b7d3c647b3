import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../server/database/pool.ts';
import { recordConcern } from '../../../server/exposures/concern.ts';
import {
  FLAGS,
  type InteractionKind,
  STAGES,
} from '../../../server/exposures/interaction-kinds.ts';
import {
  type InteractionLog,
  openInteractionLog,
} from '../../../server/exposures/interaction-log.ts';
import { newViewId } from '../../../server/exposures/view-id.ts';
import { admissibleBases } from '../../../server/participants/basis.ts';
import { leaveTrial } from '../../../server/participants/leave.ts';
import type { RunningTrial } from '../../../server/trials/running-trials.ts';
import { DAY, after as later, World } from '../follow-up/world.ts';
import { CONFIRMED_ONLY, offerTo, report } from './offered.ts';

let world: World;
let running: RunningTrial;
let log: InteractionLog;

beforeAll(async () => {
  world = await World.open();
  running = await world.addTrial();
  log = openInteractionLog(world.database.pool);
});
afterAll(async () => {
  await log.close();
  await world.database.close();
});

const now = later(120_000);

function did(kind: InteractionKind, seq = 1) {
  return { kind, seq, pageMs: 900, value: null };
}

async function exposureOf(participantId: string, exposureNo = 1) {
  return world.db
    .selectFrom('exposures')
    .selectAll()
    .where('participant_id', '=', participantId)
    .where('exposure_no', '=', exposureNo)
    .executeTakeFirstOrThrow();
}

async function stored(participantId: string): Promise<number> {
  const { count } = await world.db
    .selectFrom('interactions')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('participant_id', '=', participantId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

describe('append()', () => {
  it('moves the stage of a person’s view and keeps the furthest', async () => {
    const [person] = await offerTo(world, running, 1);
    const view = report(person!, {
      interactions: [did('seen', 100), did('engaged', 101), did('clicked')],
    });
    expect(await log.append(view, CONFIRMED_ONLY, now)).toBe(true);
    await log.append({ ...view, interactions: [did('seen', 102)] }, CONFIRMED_ONLY, now);
    const exposure = await exposureOf(person!);
    expect(exposure.stage_person).toBe(STAGES.clicked);
    expect(exposure.stage_unsure).toBe(0);
    expect(exposure.ended_at).toBeNull();
  });

  it('stores an interaction once, however often it is sent', async () => {
    const [person] = await offerTo(world, running, 1);
    const view = report(person!, { interactions: [did('seen', 100), did('engaged', 101)] });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => log.append(view, CONFIRMED_ONLY, now)),
    );
    expect(answers).toEqual(new Array(20).fill(true));
    expect(await stored(person!)).toBe(2);
  });

  it('ends the offer at a compromise, and later steps move nothing', async () => {
    const [person] = await offerTo(world, running, 1);
    await log.append(report(person!, { interactions: [did('compromised')] }), CONFIRMED_ONLY, now);
    const ended = await exposureOf(person!);
    expect(ended.stage_person).toBe(STAGES.compromised);
    expect(ended.ended_at).toEqual(now);

    const [other] = await offerTo(world, running, 1);
    await world.db
      .updateTable('exposures')
      .set({ ended_at: now })
      .where('participant_id', '=', other!)
      .execute();
    await log.append(report(other!, { interactions: [did('compromised')] }), CONFIRMED_ONLY, now);
    expect((await exposureOf(other!)).stage_person).toBe(0);
  });

  it('counts nothing after the window but keeps a report of it', async () => {
    const [person] = await offerTo(world, running, 1);
    const late = later(8 * DAY);
    const view = report(person!, { interactions: [did('compromised'), did('reported', 2)] }, late);
    await log.append(view, CONFIRMED_ONLY, late);
    const exposure = await exposureOf(person!);
    expect(exposure.stage_person).toBe(0);
    expect(exposure.flags_person).toBe(FLAGS.reported);
  });

  it('keeps a scanner’s click and a person’s look on one link apart', async () => {
    const [person] = await offerTo(world, running, 1);
    await log.append(
      report(person!, { machine: true, interactions: [did('compromised')] }),
      CONFIRMED_ONLY,
      now,
    );
    await log.append(
      report(person!, { interactions: [did('seen', 100), did('engaged', 101)] }),
      CONFIRMED_ONLY,
      now,
    );
    const exposure = await exposureOf(person!);
    expect(exposure).toMatchObject({
      stage_machine: STAGES.compromised,
      stage_person: STAGES.engaged,
      stage_unsure: 0,
      ended_at: null,
    });
  });

  it('grades a view without a gesture as unsure, and as a person’s once there is one', async () => {
    const [person] = await offerTo(world, running, 1);
    const view = report(person!, {
      gesture: false,
      interactions: [did('seen', 100), did('clicked')],
    });
    await log.append(view, CONFIRMED_ONLY, now);
    expect(await exposureOf(person!)).toMatchObject({
      stage_person: 0,
      stage_unsure: STAGES.clicked,
    });
    await log.append(
      { ...view, gesture: true, interactions: [did('engaged', 101)] },
      CONFIRMED_ONLY,
      now,
    );
    expect(await exposureOf(person!)).toMatchObject({ stage_person: STAGES.clicked });
  });

  it('grades a look seconds after sending as unsure and lets it end nothing', async () => {
    const [person] = await offerTo(world, running, 1, (exposure) => {
      exposure.sent_at = later(118_000);
    });
    await log.append(
      report(person!, { viewId: newViewId(later(120_000)), interactions: [did('compromised')] }),
      CONFIRMED_ONLY,
      now,
    );
    expect(await exposureOf(person!)).toMatchObject({
      stage_person: 0,
      stage_unsure: STAGES.compromised,
      ended_at: null,
    });
  });

  it('settles a debrief by a person’s view only', async () => {
    const [person] = await offerTo(world, running, 1);
    const settled = async () =>
      (
        await world.db
          .selectFrom('debriefs')
          .select('settled_at')
          .where('participant_id', '=', person!)
          .where('wave', '=', 0)
          .executeTakeFirstOrThrow()
      ).settled_at;
    const seen = report(person!, {
      place: 'debrief',
      gesture: false,
      interactions: [did('reveal_seen', 100)],
    });
    await log.append(seen, CONFIRMED_ONLY, now);
    await log.append(
      report(person!, { place: 'debrief', machine: true, interactions: [did('reveal_seen', 100)] }),
      CONFIRMED_ONLY,
      now,
    );
    expect(await settled()).toBeNull();
    await log.append(
      { ...seen, gesture: true, interactions: [did('engaged', 101), did('reveal_seen', 100)] },
      CONFIRMED_ONLY,
      now,
    );
    expect(await settled()).toEqual(now);
    expect((await exposureOf(person!)).stage_person).toBe(0);
  });

  it('keeps nothing about a person whose basis the mode does not admit', async () => {
    const [person] = await offerTo(world, running, 1, (exposure) => {
      exposure.basis = 2;
    });
    expect(await log.append(report(person!), CONFIRMED_ONLY, now)).toBe(false);
    expect(await stored(person!)).toBe(0);
    expect(await log.append(report(person!), admissibleBases('deferred'), now)).toBe(true);
  });

  it('keeps nothing about somebody who has left, and fails no neighbour for it', async () => {
    const [gone, here] = await offerTo(world, running, 2);
    await leaveTrial(world.db, running, gone!, 'withdrawn', now);
    const answers = await Promise.all([
      log.append(report(gone!), CONFIRMED_ONLY, now),
      log.append(report(here!), CONFIRMED_ONLY, now),
    ]);
    expect(answers).toEqual([false, true]);
    expect(await stored(gone!)).toBe(0);
  });

  it('refuses what no column can hold, and fails no neighbour for it', async () => {
    const [first, second] = await offerTo(world, running, 2);
    const bad = report(first!, { interactions: [{ ...did('seen'), seq: 99_999 }] });
    const answers = await Promise.allSettled([
      log.append(bad, CONFIRMED_ONLY, now),
      log.append(report(second!), CONFIRMED_ONLY, now),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await stored(second!)).toBe(1);
  });

  it('answers unavailable when too much waits', async () => {
    const [person] = await offerTo(world, running, 1);
    const slow = openInteractionLog({ query: () => new Promise(() => undefined) } as never);
    const many = Array.from({ length: 64 }, (_, seq) => did('seen', seq));
    const answers: Promise<unknown>[] = [];
    for (let i = 0; i < 1_000; i++)
      answers.push(slow.append(report(person!, { interactions: many }), CONFIRMED_ONLY, now));
    await expect(Promise.race(answers)).rejects.toMatchObject({ code: 'unavailable' });
    for (const answer of answers) answer.catch(() => undefined);
  });

  it('lets two nodes write the same exposures in any order', async () => {
    const people = await offerTo(world, running, 12);
    const other = openDatabase(world.database.url);
    const logs = [log, openInteractionLog(other.pool)];
    const writes = Array.from({ length: 400 }, (_, i) => {
      const person = people[(i * 7) % people.length]!;
      return logs[i % 2]!.append(
        report(person, { exposureNo: 1 + (i % 4), interactions: [did('seen', i)] }),
        CONFIRMED_ONLY,
        now,
      );
    });
    expect(await Promise.all(writes)).toEqual(new Array(400).fill(true));
    await logs[1]!.close();
    await other.close();
    const counts = await Promise.all(people.map(stored));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(400);
  });
});

describe('recordConcern()', () => {
  const concern = (participantId: string) =>
    report(participantId, { place: 'debrief', interactions: [did('distressed')] });

  it('counts people, not taps, and stops the trial at the limit in the same transaction', async () => {
    const strict = await world.addTrial((protocol) => {
      protocol.stop_rules = [{ when: 'distressed', people: 2 }];
    });
    const [first, second] = await offerTo(world, strict, 2);
    await recordConcern(world.db, strict, 'distressed', concern(first!), now);
    await recordConcern(world.db, strict, 'distressed', concern(first!), now);
    const state = async () =>
      (
        await world.db
          .selectFrom('trials')
          .select('state')
          .where('trial_id', '=', strict.trial.trial_id)
          .executeTakeFirstOrThrow()
      ).state;
    expect(await state()).toBe('running');
    await recordConcern(world.db, strict, 'distressed', concern(second!), now);
    expect(await state()).toBe('stopped');
  });

  it('does not take a machine that presses every button for a person', async () => {
    const strict = await world.addTrial((protocol) => {
      protocol.stop_rules = [{ when: 'distressed', people: 1 }];
    });
    const [person] = await offerTo(world, strict, 1);
    await recordConcern(
      world.db,
      strict,
      'distressed',
      { ...concern(person!), machine: true },
      now,
    );
    const { state } = await world.db
      .selectFrom('trials')
      .select('state')
      .where('trial_id', '=', strict.trial.trial_id)
      .executeTakeFirstOrThrow();
    expect(state).toBe('running');
  });
});
