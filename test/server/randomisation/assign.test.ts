import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REHEARSAL } from '../../../server/accounts/authorise.ts';
import type { Assignment } from '../../../server/database/tables.ts';
import {
  assignParticipant,
  assignParticipants,
} from '../../../server/randomisation/assign-participants.ts';
import { drawOfferRow, drawTwinFirst } from '../../../server/randomisation/draw-offers.ts';
import { ALGORITHM } from '../../../server/randomisation/seeds.ts';
import { drawsOf } from '../../../server/randomisation/trial-draws.ts';
import { verifyAllocation } from '../../../server/randomisation/verify-allocation.ts';
import { pauseTrial } from '../../../server/trials/pause-trial.ts';
import type { RunningTrial } from '../../../server/trials/running-trial.ts';
import { stopTrial } from '../../../server/trials/stop-trial.ts';
import { makeWorld, minutesLater, NOW, type World } from '../trials/world.ts';
import { clustered, enter, reweighted, runningTrial, simple } from './people.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const assign = (running: RunningTrial, ids: readonly string[], now = NOW): Promise<Assignment[]> =>
  world.db.transaction().execute((trx) =>
    assignParticipants(
      trx,
      running,
      ids.map((participant_id) => ({ participant_id })),
      now,
    ),
  );
const stored = (running: RunningTrial): Promise<Assignment[]> =>
  world.db
    .selectFrom('assignments')
    .selectAll()
    .where('trial_id', '=', running.trial.trial_id)
    .orderBy('participant_id')
    .execute();
const drawn = async (running: RunningTrial): Promise<Record<string, number>> =>
  Object.fromEntries(
    (
      await world.db
        .selectFrom('blocks')
        .select(['stratum', 'drawn'])
        .where('trial_id', '=', running.trial.trial_id)
        .execute()
    ).map(({ stratum, drawn: count }) => [stratum, count]),
  );
const many = (count: number, stratum: string) => Array.from({ length: count }, () => ({ stratum }));

describe('assignParticipants', () => {
  it('stores arm, offers and order with what they were drawn by', async () => {
    const running = await runningTrial(world);
    const [id] = await enter(world, running.trial, [{ stratum: 'students' }]);
    const [assignment] = await assign(running, [id!]);
    const { seeds, sequence } = drawsOf(running);
    expect(assignment).toEqual({
      participant_id: id,
      trial_id: running.trial.trial_id,
      arm: sequence('students').armAt(0),
      stratum: 'students',
      cluster: null,
      offer_row: drawOfferRow(seeds, id!, [2, 2]),
      twin_first: drawTwinFirst(seeds, id!, 2),
      algorithm: ALGORITHM,
      salt_sha256: running.trial.salt_sha256,
      protocol_hash: running.protocolHash,
      assigned_at: NOW,
    });
    expect(await stored(running)).toEqual([assignment]);
  });

  it('answers in the order asked, and once for each time asked', async () => {
    const running = await runningTrial(world);
    const ids = await enter(world, running.trial, many(6, 'students'));
    const asked = [ids[4]!, ids[0]!, ids[4]!, ids[2]!];
    expect((await assign(running, asked)).map((row) => row.participant_id)).toEqual(asked);
    expect(await drawn(running)).toEqual({ students: 3 });
  });

  it('gives back the arm somebody has, whatever has changed since', async () => {
    const running = await runningTrial(world, simple);
    const ids = await enter(world, running.trial, many(60, 'students'));
    const before = await assign(running, ids);
    const changed = reweighted(running, {
      reveal_only: 0.01,
      awareness_message: 0.98,
      red_flag_replay: 0.01,
    });
    expect(await assign(changed, ids, minutesLater(9))).toEqual(before);
    expect(new Set(before.map(({ arm }) => arm)).size).toBe(3);
  });

  it('can not be changed by the service, once it is stored', async () => {
    const running = await runningTrial(world);
    const ids = await enter(world, running.trial, many(1, 'students'));
    await assign(running, ids);
    await expect(
      world.db.updateTable('assignments').set({ arm: 'reveal_only' }).execute(),
    ).rejects.toThrow(/permission denied/);
    await expect(world.db.deleteFrom('assignments').execute()).rejects.toThrow(/permission denied/);
  });

  it('gives one person one arm when forty ask at once', async () => {
    const running = await runningTrial(world);
    const [id] = await enter(world, running.trial, [{ stratum: 'students' }]);
    const all = await Promise.all(Array.from({ length: 40 }, () => assign(running, [id!])));
    expect(new Set(all.map(([row]) => row!.arm)).size).toBe(1);
    expect(await drawn(running)).toEqual({ students: 1 });
  });

  it('neither skips nor repeats a place when batches overlap, fail and race', async () => {
    const running = await runningTrial(world);
    const people = Array.from({ length: 240 }, (_, n) => ({
      stratum: ['students', 'working_adults', 'older_adults'][n % 3]!,
    }));
    const ids = await enter(world, running.trial, people);
    const batches = Array.from({ length: 24 }, (_, n) => {
      const start = (n * 37) % 240;
      const batch = [...ids, ...ids].slice(start, start + 30);
      return n % 2 ? batch.reverse() : batch;
    });
    const results = await Promise.allSettled(
      batches.map((batch, n) =>
        world.db.transaction().execute(async (trx) => {
          await assignParticipants(
            trx,
            running,
            batch.map((participant_id) => ({ participant_id })),
            NOW,
          );
          if (n % 4 === 0) throw new Error('lost');
        }),
      ),
    );
    const reasons = results.flatMap((each) =>
      each.status === 'rejected' ? [each.reason.message] : [],
    );
    expect(reasons).toEqual(Array.from({ length: 6 }, () => 'lost'));
    await assign(running, ids);
    expect(await drawn(running)).toEqual({ students: 80, working_adults: 80, older_adults: 80 });
    expect(await stored(running)).toHaveLength(240);
    expect(await verifyAllocation(world.db, running)).toEqual({
      ok: true,
      units: 240,
      problems: [],
    });
  });

  it('keeps each stratum within one block of its weights', async () => {
    const running = await runningTrial(world);
    const ids = await enter(world, running.trial, [
      ...many(100, 'students'),
      ...many(35, 'older_adults'),
    ]);
    const rows = await assign(running, ids);
    for (const [stratum, people] of [
      ['students', 100],
      ['older_adults', 35],
    ] as const) {
      for (const [arm, weight] of Object.entries(running.protocol.randomisation.allocation)) {
        const there = rows.filter((row) => row.stratum === stratum && row.arm === arm).length;
        expect(Math.abs(there - people * weight)).toBeLessThanOrEqual(4);
      }
    }
  });

  it('is refused while the trial does not run, and takes no place', async () => {
    const running = await runningTrial(world);
    const ids = await enter(world, running.trial, many(2, 'students'));
    const act = { slug: running.trial.slug, as: REHEARSAL, why: 'a pause' } as const;
    await pauseTrial(world.db, act, NOW);
    await expect(assign(running, ids)).rejects.toMatchObject({ code: 'refused' });
    await stopTrial(world.db, act, NOW);
    await expect(assign(running, ids)).rejects.toMatchObject({ code: 'refused' });
    expect(await drawn(running)).toEqual({});
  });

  it('leaves out who was erased, and refuses who never was in the trial', async () => {
    const running = await runningTrial(world);
    const elsewhere = await runningTrial(world);
    const [gone, here] = await enter(world, running.trial, many(2, 'students'));
    const [other] = await enter(world, elsewhere.trial, many(1, 'students'));
    await world.ownerPool.query('select erase_participant($1)', [gone]);
    const rows = await assign(running, [gone!, here!, other!]);
    expect(rows.map((row) => row.participant_id)).toEqual([here]);
    await expect(
      world.db
        .transaction()
        .execute((trx) => assignParticipant(trx, running, { participant_id: gone! }, NOW)),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('clusters', () => {
  it.each([
    ['by blocks', clustered],
    ['by hash', (source: string) => clustered(simple(source))],
  ])('share one arm, drawn once, %s', async (_how, edit) => {
    const running = await runningTrial(world, edit);
    const people = Array.from({ length: 120 }, (_, n) => ({
      stratum: 'students',
      cluster: `village ${n % 20}`,
    }));
    const ids = await enter(world, running.trial, people);
    // Other people of the same clusters in each batch, so that no person's row holds one back.
    const quarters = await Promise.all(
      [0, 1, 2, 3].map((quarter) => assign(running, ids.slice(quarter * 30, quarter * 30 + 30))),
    );
    const arms = new Map<string, Set<string>>();
    for (const row of quarters.flat()) {
      arms.set(row.cluster!, (arms.get(row.cluster!) ?? new Set()).add(row.arm));
    }
    expect(arms.size).toBe(20);
    expect([...arms.values()].every((each) => each.size === 1)).toBe(true);
    expect(new Set([...arms.values()].flatMap((each) => [...each])).size).toBeGreaterThan(1);
    expect(await verifyAllocation(world.db, running)).toEqual({
      ok: true,
      units: 20,
      problems: [],
    });
  });

  it('refuse a person who is in none', async () => {
    const running = await runningTrial(world, clustered);
    const ids = await enter(world, running.trial, many(1, 'students'));
    await expect(assign(running, ids)).rejects.toThrow(/in no cluster/);
  });
});

describe('verifyAllocation', () => {
  it('finds a person moved to another arm, by hash and by blocks', async () => {
    for (const edit of [simple, (source: string) => source]) {
      const running = await runningTrial(world, edit);
      const ids = await enter(world, running.trial, many(20, 'students'));
      await assign(running, ids);
      expect(await verifyAllocation(world.db, running)).toMatchObject({ ok: true, units: 20 });
      await world.ownerPool.query(
        `update assignments set arm = case arm when 'reveal_only' then 'red_flag_replay' else 'reveal_only' end where participant_id = $1`,
        [ids[3]],
      );
      expect(await verifyAllocation(world.db, running)).toMatchObject({ ok: false });
    }
  });

  it('counts who left through the tallies, and misses who was removed without one', async () => {
    const running = await runningTrial(world);
    const ids = await enter(world, running.trial, many(20, 'students'));
    const rows = await assign(running, ids);
    await world.ownerPool.query('select erase_participant($1)', [ids[0]]);
    expect(await verifyAllocation(world.db, running)).toMatchObject({ ok: false });
    await world.db
      .insertInto('tallies')
      .values({
        trial_id: running.trial.trial_id,
        fate: 'withdrawn',
        arm: rows[0]!.arm,
        stratum: 'students',
        people: 1,
      })
      .execute();
    expect(await verifyAllocation(world.db, running)).toMatchObject({ ok: true });
  });

  it('finds a member who is not in the arm of the cluster', async () => {
    const running = await runningTrial(world, clustered);
    const ids = await enter(world, running.trial, [
      { stratum: 'students', cluster: 'a' },
      { stratum: 'students', cluster: 'a' },
    ]);
    await assign(running, ids);
    await world.ownerPool.query(
      `update assignments set arm = case arm when 'reveal_only' then 'red_flag_replay' else 'reveal_only' end where participant_id = $1`,
      [ids[1]],
    );
    const { ok, problems } = await verifyAllocation(world.db, running);
    expect(ok).toBe(false);
    expect(problems[0]).toContain(ids[1]);
  });
});
