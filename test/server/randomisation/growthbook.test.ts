import { GrowthBook } from '@growthbook/growthbook';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Assignment } from '../../../server/database/tables.ts';
import { assignParticipants } from '../../../server/randomisation/assign-participants.ts';
import { chooseArm, HASH_ATTRIBUTE } from '../../../server/randomisation/experiment.ts';
import { armOf, growthbookFor } from '../../../server/randomisation/growthbook-for.ts';
import { isInNamespace } from '../../../server/randomisation/namespace.ts';
import { unitHash } from '../../../server/randomisation/seeds.ts';
import { drawsOf } from '../../../server/randomisation/trial-draws.ts';
import { personUnit } from '../../../server/randomisation/unit.ts';
import type { RunningTrial } from '../../../server/trials/running-trial.ts';
import { makeWorld, NOW, type World } from '../trials/world.ts';
import { personId } from './arms.ts';
import { clustered, enter, reweighted, runningTrial, simple } from './people.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

async function assigned(
  edit?: (source: string) => string,
  cluster?: (n: number) => string,
): Promise<{ running: RunningTrial; rows: Assignment[] }> {
  const running = await runningTrial(world, edit);
  const people = Array.from({ length: 80 }, (_, n) => ({
    stratum: 'students',
    ...(cluster ? { cluster: cluster(n) } : {}),
  }));
  const ids = await enter(world, running.trial, people);
  const rows = await world.db.transaction().execute((trx) =>
    assignParticipants(
      trx,
      running,
      ids.map((participant_id) => ({ participant_id })),
      NOW,
    ),
  );
  return { running, rows };
}

describe('the SDK', () => {
  it('chooses by itself the arm that is stored, when the draw is simple', async () => {
    const { running, rows } = await assigned(simple);
    const { experiment, seeds } = drawsOf(running);
    for (const row of rows) {
      const hash = unitHash(seeds.arm, personUnit(row.participant_id));
      const alone = new GrowthBook({ attributes: { [HASH_ATTRIBUTE]: hash } });
      const result = alone.run(experiment);
      expect(result).toMatchObject({ value: row.arm, inExperiment: true, hashUsed: true });
    }
  });

  it.each<[string, ((source: string) => string) | undefined, ((n: number) => string) | undefined]>([
    ['by hash', simple, undefined],
    ['by blocks', undefined, undefined],
    ['by cluster', clustered, (n) => `village ${n % 7}`],
  ])('answers the stored arm from its sticky documents, drawn %s', async (_how, edit, cluster) => {
    const { running, rows } = await assigned(edit, cluster);
    for (const row of rows) {
      const growthbook = growthbookFor(running, row);
      expect(armOf(running, growthbook)).toBe(row.arm);
      expect(growthbook.run(drawsOf(running).experiment).stickyBucketUsed).toBe(true);
    }
  });

  it('moves nobody when the weights change or an arm is put in front', async () => {
    const { running, rows } = await assigned(simple);
    const changed = reweighted(running, {
      reveal_only: 0.02,
      awareness_message: 0.96,
      red_flag_replay: 0.02,
    });
    const experiment = drawsOf(changed).experiment;
    const moved = rows.filter(
      (row) =>
        chooseArm(
          experiment,
          unitHash(drawsOf(changed).seeds.arm, personUnit(row.participant_id)),
        ) !== row.arm,
    );
    expect(moved.length).toBeGreaterThan(20);
    for (const row of rows) {
      expect(armOf(changed, growthbookFor(changed, row))).toBe(row.arm);
      const reordered = {
        ...experiment,
        variations: ['new_arm', ...experiment.variations] as [string, string, ...string[]],
        meta: [{ key: 'new_arm' }, ...experiment.meta!],
        weights: [0.25, 0.25, 0.25, 0.25],
      };
      expect(growthbookFor(changed, row).run(reordered).value).toBe(row.arm);
    }
  });

  it('can be forced by an address, which is why it is never given one', async () => {
    const { running, rows } = await assigned(simple);
    const { experiment, seeds } = drawsOf(running);
    const [row] = rows;
    const attributes = {
      [HASH_ATTRIBUTE]: unitHash(seeds.arm, personUnit(row!.participant_id)),
    };
    const url = (arm: number) => `https://people.example/?${experiment.key}=${arm}`;
    const forced = [0, 1, 2].map(
      (arm) => new GrowthBook({ attributes, url: url(arm) }).run(experiment).value,
    );
    expect(new Set(forced).size).toBe(3);
    const ours = growthbookFor(running, row!);
    expect(ours.getUrl()).toBe('');
    await expect(ours.setURL(url(0))).rejects.toThrow(/could force an arm/);
    await expect(ours.setForcedVariations({ [experiment.key]: 1 })).rejects.toThrow(
      /arm that is stored/,
    );
    expect(armOf(running, ours)).toBe(row!.arm);
  });

  it('does not take an id, an address or nothing for a hash', async () => {
    const { running } = await assigned(simple);
    const { experiment } = drawsOf(running);
    expect(() => chooseArm(experiment, '')).toThrow(/did not choose by hash/);
    expect(() => chooseArm({ ...experiment, active: false }, 'abc')).toThrow(
      /did not choose by hash/,
    );
    expect(() => chooseArm({ ...experiment, force: 1 }, 'abc')).toThrow(/did not choose by hash/);
  });
});

describe('isInNamespace', () => {
  const share = (from: number, to: number) => ({ namespace: { name: 'national', from, to } });

  it('never puts one person into two shares that do not overlap, and everyone into one of all', () => {
    const shares = [share(0, 0.3), share(0.3, 0.55), share(0.55, 1)];
    const found = [0, 0, 0];
    for (let n = 0; n < 5_000; n++) {
      const hits = shares.map((each) => isInNamespace(each, personId(n)));
      expect(hits.filter(Boolean)).toHaveLength(1);
      found[hits.indexOf(true)]! += 1;
    }
    expect(found[0]! / 5_000).toBeCloseTo(0.3, 1);
    expect(found[1]! / 5_000).toBeCloseTo(0.25, 1);
  });

  it('lets everyone in where no namespace is named', () => {
    expect(isInNamespace({}, 'anyone')).toBe(true);
  });
});
