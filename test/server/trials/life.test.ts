import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REHEARSAL } from '../../../server/accounts/authorise.ts';
import { verifyAudit } from '../../../server/accounts/verify-audit.ts';
import type { Trial } from '../../../server/database/tables.ts';
import type { StateAct } from '../../../server/trials/change-state.ts';
import { closeTrial } from '../../../server/trials/close-trial.ts';
import { createRehearsal } from '../../../server/trials/create-rehearsal.ts';
import { pauseTrial } from '../../../server/trials/pause-trial.ts';
import { assertPeopleBelong, setRehearsalClock } from '../../../server/trials/rehearsal-only.ts';
import { resumeTrial } from '../../../server/trials/resume-trial.ts';
import { saltSha256 } from '../../../server/trials/salt.ts';
import { stopByRule, stopTrial } from '../../../server/trials/stop-trial.ts';
import { findTrial } from '../../../server/trials/trial-rows.ts';
import { trialStatus } from '../../../server/trials/trial-status.ts';
import { EXAMPLE } from '../../protocol/example.ts';
import { makeWorld, minutesLater, NOW, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const VERBS: Record<string, (input: StateAct) => Promise<Trial>> = {
  pause: (input) => pauseTrial(world.db, input, NOW),
  resume: (input) => resumeTrial(world.db, input, NOW),
  stop: (input) => stopTrial(world.db, input, minutesLater(1)),
  close: (input) => closeTrial(world.db, world.keyring, input, minutesLater(2)),
};
const run = (verb: string, slug: string, as: StateAct['as'] = world.keys.operator) =>
  VERBS[verb]!({ slug, as, why: `${verb} it` });

describe('the life of a trial', () => {
  it('is paused, resumed, stopped and closed, each act with its row in the trail', async () => {
    const { salt_sha256: published } = await world.launched('whole');
    expect(await run('pause', 'whole')).toMatchObject({ state: 'paused', revision: 4 });
    expect(await run('resume', 'whole')).toMatchObject({ state: 'running', revision: 5 });
    expect(await run('stop', 'whole')).toMatchObject({
      state: 'stopped',
      stopped_why: 'stop it',
      stopped_at: minutesLater(1),
      revision: 6,
    });
    const closed = await run('close', 'whole');
    expect(closed).toMatchObject({ state: 'closed', closed_at: minutesLater(2), revision: 7 });
    expect(saltSha256(Buffer.from(closed.salt_disclosed!, 'hex'))).toBe(published);
    const acts = await world.audit('trial:whole');
    expect(acts.slice(3).map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'Orn trial.pause',
      'Orn trial.resume',
      'Orn trial.stop',
      'Orn trial.close',
    ]);
    expect(acts.at(-1)).toMatchObject({ detail: { from: 'stopped', salt: closed.salt_disclosed } });
  });

  it.each([
    ['resume', 'running'],
    ['pause', 'paused'],
    ['resume', 'stopped'],
    ['pause', 'stopped'],
    ['stop', 'closed'],
    ['resume', 'closed'],
    ['stop', 'approved'],
    ['close', 'approved'],
  ])('does not %s a trial that is %s', async (verb, state) => {
    const slug = `${verb}-${state}`;
    if (state === 'approved') await world.approved(slug);
    else await world.launched(slug);
    if (state === 'paused') await run('pause', slug);
    if (state === 'stopped') await run('stop', slug);
    if (state === 'closed') await run('close', slug);
    const entries = (await world.audit(`trial:${slug}`)).length;
    await expect(run(verb, slug)).rejects.toMatchObject({ code: 'conflict' });
    expect(await findTrial(world.db, slug)).toMatchObject({ state });
    expect(await world.audit(`trial:${slug}`)).toHaveLength(entries);
  });

  it.each([
    ['pause', 'helper'],
    ['resume', 'approver'],
    ['close', 'evaluator'],
  ] as const)('refuses to %s for %s', async (verb, role) => {
    const slug = `${verb}-by-${role}`;
    await world.launched(slug);
    if (verb === 'resume') await run('pause', slug);
    const before = await findTrial(world.db, slug);
    await expect(run(verb, slug, world.keys[role])).rejects.toMatchObject({ code: 'refused' });
    expect(await findTrial(world.db, slug)).toEqual(before);
  });

  it('refuses to stop for a forged key and for a rehearsal that reaches for a field trial', async () => {
    await world.launched('guarded');
    const forged = { ...world.keys.helper, actorId: world.keys.operator.actorId };
    await expect(run('stop', 'guarded', forged)).rejects.toMatchObject({ code: 'refused' });
    await expect(run('stop', 'guarded', REHEARSAL)).rejects.toMatchObject({ code: 'refused' });
    expect(await findTrial(world.db, 'guarded')).toMatchObject({ state: 'running' });
  });

  it('is stopped once, whoever presses first', async () => {
    await world.launched('pressed');
    const both = await Promise.all([
      run('stop', 'pressed'),
      run('stop', 'pressed', world.keys.helper),
    ]);
    expect(both.map(({ state }) => state)).toEqual(['stopped', 'stopped']);
    expect(await world.audit('trial:pressed')).toHaveLength(4);
  });
});

describe('stopByRule', () => {
  const rule = { when: 'distressed', people: 20 } as const;
  const stop = (trialId: string) =>
    world.db.transaction().execute((trx) => stopByRule(trx, trialId, rule, NOW));

  it('stops in the transaction it is called in, and names the rule', async () => {
    const { trial_id: id } = await world.launched('by-rule');
    expect(await stop(id)).toBe(true);
    expect(await findTrial(world.db, 'by-rule')).toMatchObject({
      state: 'stopped',
      stopped_why: '20 people distressed',
      revision: 4,
    });
    expect((await world.audit('trial:by-rule')).at(-1)).toMatchObject({
      actor: 'stop rule',
      action: 'trial.stop',
      detail: { rule, from: 'running' },
    });
    expect(await stop(id)).toBe(false);
    expect(await world.audit('trial:by-rule')).toHaveLength(4);
  });

  it('is undone with the transaction that met it', async () => {
    const { trial_id: id } = await world.launched('undone');
    await expect(
      world.db.transaction().execute(async (trx) => {
        await stopByRule(trx, id, rule, NOW);
        throw new Error('lost');
      }),
    ).rejects.toThrow('lost');
    expect(await findTrial(world.db, 'undone')).toMatchObject({ state: 'running' });
  });
});

describe('a rehearsal', () => {
  it('runs at once, unapproved and unreviewed, under a slug and hash of its own', async () => {
    const one = await world.rehearsal();
    const two = await world.rehearsal();
    expect(one).toMatchObject({
      purpose: 'rehearsal',
      state: 'running',
      slug: 'discount-shop-rehearsal-1',
    });
    expect(two.slug).toBe('discount-shop-rehearsal-2');
    expect(two.protocol_hash).not.toBe(one.protocol_hash);
    const row = await world.db
      .selectFrom('protocols')
      .select(['source', 'document'])
      .where('protocol_hash', '=', one.protocol_hash!)
      .executeTakeFirstOrThrow();
    expect(row.document).toMatchObject({ trial: { slug: one.slug } });
    expect(row.source).toContain('# People register knowing');
    expect(row.source.split('\n').length).toBeGreaterThan(EXAMPLE.split('\n').length * 0.9);
    expect(await world.audit(`trial:${one.slug}`)).toMatchObject([
      { actor: 'rehearsal', action: 'trial.rehearse' },
    ]);
  });

  it('takes a suffix, and refuses one that is taken or can not be part of a slug', async () => {
    const make = (slugSuffix: string) =>
      createRehearsal(
        world.db,
        world.keyring,
        { source: EXAMPLE, catalogue: world.catalogue, slugSuffix },
        NOW,
      );
    expect((await make('demo')).slug).toBe('discount-shop-demo');
    await expect(make('demo')).rejects.toMatchObject({ code: 'conflict' });
    await expect(make('Not this')).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('is refused for a protocol with faults, and stores nothing', async () => {
    const before = await world.db.selectFrom('trials').select('slug').execute();
    await expect(
      world.rehearsal((source) => source.replace('reveal_only: 0.4', 'reveal_only: 0.5')),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await world.db.selectFrom('trials').select('slug').execute()).toHaveLength(
      before.length,
    );
  });

  it('has a clock that can be moved, and a field trial has not', async () => {
    const trial = await world.rehearsal();
    await setRehearsalClock(world.db, trial.trial_id, 14 * 86_400_000);
    expect(await findTrial(world.db, trial.slug)).toMatchObject({ clock_offset_ms: 1_209_600_000 });
    const field = await world.launched('clocked');
    await expect(setRehearsalClock(world.db, field.trial_id, 1)).rejects.toMatchObject({
      code: 'refused',
    });
    expect(await findTrial(world.db, 'clocked')).toMatchObject({ clock_offset_ms: 0 });
  });

  it('may stop and close itself', async () => {
    const { slug } = await world.rehearsal();
    await run('stop', slug, REHEARSAL);
    await run('close', slug, REHEARSAL);
    expect((await world.audit(`trial:${slug}`)).map(({ actor }) => actor)).toEqual([
      'rehearsal',
      'rehearsal',
      'rehearsal',
    ]);
  });

  it('holds simulated people only, and a field trial real ones only', async () => {
    const rehearsal = await world.rehearsal();
    const field = await world.launched('peopled');
    expect(() => assertPeopleBelong(rehearsal, 'real')).toThrow(/simulated people only/);
    expect(() => assertPeopleBelong(field, 'simulated')).toThrow(/real people only/);
    expect(() => assertPeopleBelong(rehearsal, 'simulated')).not.toThrow();
    expect(() => assertPeopleBelong(field, 'real')).not.toThrow();
  });
});

describe('trialStatus', () => {
  it('shows where a trial stands without anything that is masked', async () => {
    const hash = await world.submitted('shown');
    expect(await trialStatus(world.db, 'shown')).toMatchObject({
      state: 'submitted',
      protocolHash: hash,
      pendingHash: hash,
      approvals: [],
    });
    await world.launched('shown-later');
    const status = await trialStatus(world.db, 'shown-later');
    expect(status).toMatchObject({
      state: 'running',
      pendingHash: null,
      approvals: [{ by: 'Anan', reason: 'read and agreed' }],
      people: { invited: 0, consented: 0, provisional: 0, assigned: 0 },
      left: { withdrawn: 0 },
      harms: { distressed: 0 },
      messages: { due: 0, sent: 0 },
    });
    expect(status.saltSha256).toMatch(/^[0-9a-f]{64}$/);
    await expect(trialStatus(world.db, 'nothing')).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('leaves an audit trail that verifies', async () => {
  expect(await verifyAudit(world.db)).toMatchObject({ ok: true });
});
