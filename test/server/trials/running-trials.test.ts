import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keyringOf } from '../../../server/config/keys.ts';
import { openDatabase } from '../../../server/database/pool.ts';
import { approveTrial } from '../../../server/trials/approve-trial.ts';
import { closeTrial } from '../../../server/trials/close-trial.ts';
import { pauseTrial } from '../../../server/trials/pause-trial.ts';
import { setRehearsalClock } from '../../../server/trials/rehearsal-only.ts';
import { openRunningTrials, RunningTrials } from '../../../server/trials/running-trials.ts';
import { saltSha256 } from '../../../server/trials/salt.ts';
import { submitProtocol } from '../../../server/trials/submit-protocol.ts';
import { makeWorld, minutesLater, NOW, type World } from './world.ts';

/** The machine may be busy with other test files. */
const PATIENCE = { timeout: 20_000, interval: 10 };

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

describe('RunningTrials', () => {
  it('holds launched trials, by number and by slug, with protocol, lock and salt', async () => {
    const trial = await world.launched('held');
    await world.approved('waiting');
    const trials = new RunningTrials(world.db, world.keyring);
    expect(trials.stale()).toBe(true);
    await trials.refresh();
    expect(trials.stale()).toBe(false);
    const running = trials.get(trial.trial_no)!;
    expect(running).toBe(trials.bySlug('held'));
    expect(running.protocol.trial.slug).toBe('held');
    expect(running.protocolHash).toBe(trial.protocol_hash);
    expect(running.templateLock.reveal).toMatch(/^[0-9a-f]{64}$/);
    expect(saltSha256(running.salt)).toBe(trial.salt_sha256);
    expect(trials.bySlug('waiting')).toBeUndefined();
    expect(trials.all().map(({ trial: { slug } }) => slug)).toEqual(['held']);
  });

  it('sees a change within its polling time, and keeps the salt the same Buffer', async () => {
    await world.launched('watched');
    const trials = await openRunningTrials(world.db, world.keyring, { pollMs: 20 });
    try {
      const before = trials.bySlug('watched')!;
      await pauseTrial(world.db, { slug: 'watched', as: world.keys.operator, why: 'a pause' }, NOW);
      await vi.waitFor(
        () => expect(trials.bySlug('watched')!.trial.state).toBe('paused'),
        PATIENCE,
      );
      const after = trials.bySlug('watched')!;
      expect(before.trial.state).toBe('running');
      expect(after.salt).toBe(before.salt);
    } finally {
      trials.stop();
    }
  });

  it('sees the clock of a rehearsal move', async () => {
    const trial = await world.rehearsal();
    const trials = new RunningTrials(world.db, world.keyring);
    await trials.refresh();
    await setRehearsalClock(world.db, trial.trial_id, 5_000);
    await trials.refresh();
    expect(trials.get(trial.trial_no)?.trial.clock_offset_ms).toBe(5_000);
  });

  it('puts an approved amendment in force and still knows the protocol people were assigned under', async () => {
    const { protocol_hash: first } = await world.launched('amended');
    const trials = new RunningTrials(world.db, world.keyring);
    const source = world.source('amended').replace('minimum_age: 18', 'minimum_age: 20');
    const { protocolHash: second } = await submitProtocol(
      world.db,
      { source, as: world.keys.designer, catalogue: world.catalogue },
      minutesLater(1),
    );
    await trials.refresh();
    expect(trials.bySlug('amended')?.protocolHash).toBe(first);
    await approveTrial(
      world.db,
      { slug: 'amended', as: world.keys.approver, reason: 'fine' },
      minutesLater(2),
    );
    await trials.refresh();
    const running = trials.bySlug('amended')!;
    expect(running).toMatchObject({
      protocolHash: second,
      protocol: { population: { minimum_age: 20 } },
    });
    expect((await running.protocolFor(first!)).population.minimum_age).toBe(18);
    await expect(running.protocolFor('0'.repeat(64))).rejects.toThrow(/not stored/);
  });

  it('reads the salt of a closed trial from what was disclosed, without any key', async () => {
    const trial = await world.launched('closed');
    await closeTrial(
      world.db,
      world.keyring,
      { slug: 'closed', as: world.keys.operator, why: 'the end' },
      NOW,
    );
    await world.ownerPool.query(`update trials set launched_at = null where slug <> 'closed'`);
    const trials = new RunningTrials(world.db, keyringOf([{ id: 'k2', key: randomBytes(32) }]));
    await trials.refresh();
    expect(saltSha256(trials.bySlug('closed')!.salt)).toBe(trial.salt_sha256);
    await world.ownerPool.query(
      `update trials set launched_at = created_at where salt_sealed is not null`,
    );
  });

  it('refuses a salt that is not the one whose hash was published', async () => {
    await world.launched('resalted');
    await world.ownerPool.query(
      `update trials set salt_sha256 = repeat('0', 64) where slug = 'resalted'`,
    );
    const trials = new RunningTrials(world.db, world.keyring);
    await expect(trials.refresh()).rejects.toThrow(/resalted/);
    expect(trials.stale()).toBe(true);
    await world.ownerPool.query(`update trials set launched_at = null where slug = 'resalted'`);
  });

  it('is stale when it could not look for too long, keeps what it knew, and recovers', async () => {
    await world.launched('lasting');
    const own = openDatabase(world.url);
    const errors: unknown[] = [];
    const trials = await openRunningTrials(own.db, world.keyring, {
      pollMs: 10,
      staleMs: 150,
      onError: (error) => errors.push(error),
    });
    try {
      await world.ownerPool.query('alter table trials rename to trials_away');
      try {
        await vi.waitFor(() => expect(trials.stale()).toBe(true), PATIENCE);
        expect(errors.length).toBeGreaterThan(0);
        expect(trials.bySlug('lasting')).toBeDefined();
      } finally {
        await world.ownerPool.query('alter table trials_away rename to trials');
      }
      await vi.waitFor(() => expect(trials.stale()).toBe(false), PATIENCE);
    } finally {
      trials.stop();
      await own.close();
    }
  });

  it('answers a refresh with what was there when it was called, though a look was under way', async () => {
    await world.launched('fresh');
    const trials = new RunningTrials(world.db, world.keyring);
    const owner = await world.ownerPool.connect();
    try {
      // The first look has read the trial and waits for its protocol.
      await owner.query('begin; lock table protocols in access exclusive mode');
      const first = trials.refresh();
      await wait(100);
      await pauseTrial(world.db, { slug: 'fresh', as: world.keys.operator, why: 'a pause' }, NOW);
      const second = trials.refresh();
      await owner.query('rollback');
      await Promise.all([first, second]);
    } finally {
      owner.release();
    }
    expect(trials.bySlug('fresh')?.trial.state).toBe('paused');
  });
});
