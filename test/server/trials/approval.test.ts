import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sign } from '../../../server/accounts/actor-key.ts';
import { verifyAudit } from '../../../server/accounts/verify-audit.ts';
import { approveTrial } from '../../../server/trials/approve-trial.ts';
import { localDay } from '../../../server/trials/check-document.ts';
import { launchTrial } from '../../../server/trials/launch-trial.ts';
import { openSalt, saltSha256 } from '../../../server/trials/salt.ts';
import { statementBytes } from '../../../server/trials/statement.ts';
import { submitProtocol } from '../../../server/trials/submit-protocol.ts';
import { findTrial } from '../../../server/trials/trial-rows.ts';
import { EXAMPLE } from '../../protocol/example.ts';
import { exampleCatalogue } from './example-catalogue.ts';
import { makeWorld, minutesLater, NOW, OFFER_HOSTS, type World, withSlug } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const submit = (source: string, as = world.keys.designer, catalogue = world.catalogue, now = NOW) =>
  submitProtocol(world.db, { source, as, catalogue }, now);
const approve = (slug: string, as = world.keys.approver, protocolHash?: string) =>
  approveTrial(
    world.db,
    { slug, as, reason: 'read and agreed', ...(protocolHash ? { protocolHash } : {}) },
    minutesLater(5),
  );
const launch = (slug: string, catalogue = world.catalogue, as = world.keys.operator, now = NOW) =>
  launchTrial(world.db, world.keyring, { slug, as, catalogue, offerHosts: OFFER_HOSTS }, now);

describe('launchTrial and host names', () => {
  it('refuses offers without host names of their own, or that share one', async () => {
    await submit(world.source('hostless'));
    await approve('hostless');
    const launchOn = (offerHosts: Record<string, string>) =>
      launchTrial(
        world.db,
        world.keyring,
        { slug: 'hostless', as: world.keys.operator, catalogue: world.catalogue, offerHosts },
        NOW,
      );
    await expect(launchOn({})).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('SCAMPAIGN_OFFER_HOSTS'),
    });
    const shared = Object.fromEntries(
      Object.keys(OFFER_HOSTS).map((form) => [form, 'https://one.example']),
    );
    await expect(launchOn(shared)).rejects.toMatchObject({ code: 'refused' });
    expect(await launchOn(OFFER_HOSTS)).toMatchObject({ state: 'running' });
  });
});

describe('submitProtocol', () => {
  it('stores the document, its source and every template it shows under their hashes', async () => {
    const source = world.source('stored');
    const { trial, protocolHash, amendment } = await submit(source);
    expect(trial).toMatchObject({
      slug: 'stored',
      state: 'submitted',
      revision: 1,
      purpose: 'field',
    });
    expect(amendment).toBe(false);
    const row = await world.db
      .selectFrom('protocols')
      .selectAll()
      .where('protocol_hash', '=', protocolHash)
      .executeTakeFirstOrThrow();
    expect(row.source).toBe(source);
    expect(Object.keys(row.template_lock)).toHaveLength(9);
    const templates = await world.db.selectFrom('templates').select('template_hash').execute();
    expect(templates.map((each) => each.template_hash).sort()).toEqual(
      Object.values(row.template_lock).sort(),
    );
    expect(await world.audit('trial:stored')).toMatchObject([
      {
        actor: 'Dao',
        action: 'trial.submit',
        detail: { protocol_hash: protocolHash, revision: 1 },
      },
    ]);
  });

  it('lists every fault with its place and stores nothing', async () => {
    const source = world
      .source('faulty')
      .replace('minimum_age: 18', 'minimum_age: many')
      .replace('unit: participant', 'unit: person');
    await expect(submit(source)).rejects.toMatchObject({
      code: 'invalid_input',
      details: [
        expect.stringMatching(/^\d+:\d+ error P/),
        expect.stringMatching(/^\d+:\d+ error P/),
      ],
    });
    const wrong = world.source('faulty').replace('reveal_only: 0.4', 'reveal_only: 0.5');
    await expect(submit(wrong)).rejects.toMatchObject({
      details: expect.arrayContaining([expect.stringContaining('P703')]),
    });
    expect(await findTrial(world.db, 'faulty')).toBeUndefined();
    expect(await world.audit('trial:faulty')).toEqual([]);
  });

  it('says what stands in the way of a launch without refusing', async () => {
    const { warnings } = await submit(withSlug(EXAMPLE, 'unreviewed-yet'));
    expect(warnings.map(({ code }) => code)).toContain('P403');
  });

  it('refuses who may not submit and leaves nothing behind', async () => {
    await expect(submit(world.source('not-mine'), world.keys.operator)).rejects.toMatchObject({
      code: 'refused',
    });
    expect(await findTrial(world.db, 'not-mine')).toBeUndefined();
  });

  it('replaces an earlier document before launch, and takes the earlier one back', async () => {
    const first = await submit(world.source('replaced'));
    await approve('replaced');
    const changed = world.source('replaced').replace('minimum_age: 18', 'minimum_age: 19');
    const second = await submit(changed);
    expect(second.trial).toMatchObject({ state: 'submitted', protocol_hash: second.protocolHash });
    await expect(submit(changed)).rejects.toMatchObject({ code: 'conflict' });
    const back = await submit(world.source('replaced'));
    expect(back.trial).toMatchObject({ state: 'submitted', protocol_hash: first.protocolHash });
  });

  it('gives trials numbers of their own when many come at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 6 }, (_, n) => submit(world.source(`at-once-${n}`))),
    );
    expect(new Set(made.map(({ trial }) => trial.trial_no)).size).toBe(6);
    const same = await Promise.allSettled([
      submit(world.source('same')),
      submit(world.source('same')),
    ]);
    expect(same.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('changes the hash when a template changes, though the text stays', async () => {
    const { protocolHash } = await submit(world.source('hashed'));
    const catalogue = exampleCatalogue({ content: { reveal: 'a kinder reveal' } });
    const again = await submit(world.source('hashed'), world.keys.designer, catalogue);
    expect(again.protocolHash).not.toBe(protocolHash);
  });
});

describe('approveTrial', () => {
  it('signs the hash and keeps the reason', async () => {
    const hash = await world.submitted('approved-1');
    const { trial, protocolHash } = await approve('approved-1');
    expect(protocolHash).toBe(hash);
    expect(trial).toMatchObject({ state: 'approved', revision: 2 });
    expect(await world.audit('trial:approved-1')).toMatchObject([
      { action: 'trial.submit' },
      {
        actor: 'Anan',
        action: 'trial.approve',
        detail: { protocol_hash: hash, reason: 'read and agreed', revision: 2 },
      },
    ]);
  });

  it('is refused for whoever submitted it, by id and by key', async () => {
    await submit(world.source('own'), world.keys.approver);
    await expect(approve('own')).rejects.toThrow(/Anan submitted this protocol/);
    const alias = { ...world.keys.approver, actorId: world.keys.operator.actorId };
    await expect(approve('own', alias)).rejects.toThrow(/Anan submitted this protocol/);
    expect(await findTrial(world.db, 'own')).toMatchObject({ state: 'submitted' });
    expect(await world.audit('trial:own')).toHaveLength(1);
    const second = await world.actor('Second approver', 'approver');
    await expect(approve('own', second)).resolves.toMatchObject({ trial: { state: 'approved' } });
  });

  it('is refused for a designer, an operator and a forged key', async () => {
    await world.submitted('guarded');
    const forged = { ...world.keys.helper, actorId: world.keys.approver.actorId };
    for (const key of [world.keys.designer, world.keys.operator, forged]) {
      await expect(approve('guarded', key)).rejects.toMatchObject({ code: 'refused' });
    }
    expect(await findTrial(world.db, 'guarded')).toMatchObject({ state: 'submitted' });
  });

  it('is refused when the document is not the one that was read', async () => {
    const read = await world.submitted('swapped');
    const changed = world.source('swapped').replace('minimum_age: 18', 'minimum_age: 17');
    await expect(submit(changed)).rejects.toMatchObject({ code: 'invalid_input' });
    await submit(world.source('swapped').replace('minimum_age: 18', 'minimum_age: 20'));
    await expect(approve('swapped', world.keys.approver, read)).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(approve('swapped', world.keys.approver, read.slice(0, 3))).rejects.toThrow(
      /at least 8/,
    );
  });

  it('is refused when nothing waits, for an unknown trial and without a reason', async () => {
    await world.approved('done');
    await expect(approve('done')).rejects.toMatchObject({ code: 'conflict' });
    await expect(approve('never-heard-of')).rejects.toMatchObject({ code: 'not_found' });
    await world.submitted('speechless');
    await expect(
      approveTrial(world.db, { slug: 'speechless', as: world.keys.approver, reason: ' ' }, NOW),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('is refused when the stored document or template was changed behind the service', async () => {
    const hash = await world.submitted('tampered');
    await world.ownerPool.query(
      `update protocols set document = jsonb_set(document, '{population,minimum_age}', '16') where protocol_hash = $1`,
      [hash],
    );
    await expect(approve('tampered')).rejects.toThrow(/not what was submitted/);
  });
});

describe('launchTrial', () => {
  it('draws a salt, stores it sealed and publishes its hash', async () => {
    const trial = await world.launched('first');
    expect(trial).toMatchObject({ state: 'running', salt_disclosed: null, revision: 3 });
    const salt = openSalt(world.keyring, trial);
    expect(salt).toHaveLength(32);
    expect(saltSha256(salt)).toBe(trial.salt_sha256);
    expect(trial.salt_sealed!.includes(salt)).toBe(false);
    const entries = await world.audit('trial:first');
    expect(entries[2]).toMatchObject({
      actor: 'Orn',
      action: 'trial.launch',
      detail: { protocol_hash: trial.protocol_hash, salt_sha256: trial.salt_sha256 },
    });
    expect(JSON.stringify(entries)).not.toContain(salt.toString('hex'));
    expect(JSON.stringify(entries)).not.toContain(salt.toString('base64'));
  });

  it('draws another salt for each trial', async () => {
    const one = await world.launched('salt-one');
    const two = await world.launched('salt-two');
    expect(one.salt_sha256).not.toBe(two.salt_sha256);
    expect(() => openSalt(world.keyring, { ...one, salt_sealed: two.salt_sealed })).toThrow();
  });

  it('refuses an unapproved protocol', async () => {
    await world.submitted('unapproved');
    await expect(launch('unapproved')).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('not approved'),
    });
  });

  it('refuses a protocol changed after its approval', async () => {
    await world.approved('changed');
    await submit(world.source('changed').replace('minimum_age: 18', 'minimum_age: 21'));
    await expect(launch('changed')).rejects.toThrow(/not approved/);
  });

  it('refuses a protocol whose texts nobody reviewed', async () => {
    await submit(withSlug(EXAMPLE, 'unreviewed'));
    await approve('unreviewed');
    await expect(launch('unreviewed')).rejects.toMatchObject({
      code: 'invalid_input',
      details: expect.arrayContaining([expect.stringMatching(/^\d+:\d+ error P403/)]),
    });
  });

  it('refuses when a page every trial shows lost its review', async () => {
    await world.approved('reveal-unread');
    await expect(
      launch('reveal-unread', exampleCatalogue({ unreviewed: ['reveal'] })),
    ).rejects.toMatchObject({ details: expect.arrayContaining([expect.stringContaining('P410')]) });
  });

  it('refuses when a template changed since the approval', async () => {
    await world.approved('template-changed');
    const catalogue = exampleCatalogue({ content: { 'lamp-loft-sale': 'a better lamp' } });
    await expect(launch('template-changed', catalogue)).rejects.toThrow(/lamp-loft-sale changed/);
  });

  it('refuses when a stored template is not what was locked', async () => {
    await world.approved('template-spoilt');
    const spoil = (text: string) =>
      world.ownerPool.query(
        `update templates set source = jsonb_set(source, '{files,template.yaml,text}', to_jsonb($1::text)) where slug = 'reveal' and source::text not like '%kinder%'`,
        [text],
      );
    await spoil('something else');
    await expect(launch('template-spoilt')).rejects.toThrow(/reveal: what is stored/);
    await spoil('content of reveal');
    await expect(launch('template-spoilt')).resolves.toMatchObject({ state: 'running' });
  });

  it('refuses when the ethics approval has expired, or a contact was not tested lately', async () => {
    await world.approved('late');
    const late = new Date('2029-01-01T00:00:00Z');
    await expect(launch('late', world.catalogue, world.keys.operator, late)).rejects.toMatchObject({
      details: expect.arrayContaining([
        expect.stringContaining('P103'),
        expect.stringContaining('P206'),
      ]),
    });
  });

  it('takes the day in the time zone of the trial', async () => {
    // 17:30 UTC is half past midnight on the next day in Bangkok.
    const evening = new Date('2026-12-31T16:30:00Z');
    const afterMidnight = new Date('2026-12-31T17:30:00Z');
    const codesAt = async (slug: string, at: Date) => {
      const source = world
        .source(slug)
        .replace('ends_on: 2028-06-30', 'ends_on: 2026-12-31')
        .replace('expires_on: 2028-12-31', 'expires_on: 2026-12-31');
      const { warnings } = await submit(source, world.keys.designer, world.catalogue, at);
      return warnings.map(({ code }) => code);
    };
    expect(await codesAt('last-day', evening)).not.toContain('P103');
    expect(await codesAt('day-after', afterMidnight)).toContain('P103');
    expect(localDay(evening, 'Nowhere/Atall')).toBe('2026-12-31');
  });

  it('counts only an approval that is signed, by someone else, who may approve', async () => {
    const hash = await world.submitted('forged');
    const statement = statementBytes({
      act: 'approve',
      trial: 'forged',
      protocolHash: hash,
      reason: 'yes',
    });
    const insert = async (actorId: string, signature: Buffer) => {
      await world.ownerPool.query('delete from approvals where protocol_hash = $1', [hash]);
      await world.ownerPool.query(`insert into approvals values ($1, $2, $3, 'yes', now())`, [
        hash,
        actorId,
        signature,
      ]);
      await world.ownerPool.query(`update trials set state = 'approved' where slug = 'forged'`);
      return launch('forged');
    };
    const { designer, approver, operator } = world.keys;
    await expect(insert(approver.actorId, sign(designer, statement))).rejects.toThrow(
      /no valid approval/,
    );
    await expect(insert(designer.actorId, sign(designer, statement))).rejects.toThrow(
      /no valid approval/,
    );
    await expect(insert(operator.actorId, sign(operator, statement))).rejects.toThrow(
      /no valid approval/,
    );
    const other = statementBytes({
      act: 'approve',
      trial: 'forged',
      protocolHash: hash,
      reason: 'no',
    });
    await expect(insert(approver.actorId, sign(approver, other))).rejects.toThrow(
      /no valid approval/,
    );
    await expect(insert(approver.actorId, sign(approver, statement))).resolves.toMatchObject({
      state: 'running',
    });
    // The trail never saw that approval; it is not asked, the signature is.
  });

  it('is refused for who may not launch, twice, and for a rehearsal', async () => {
    await world.approved('once');
    await expect(launch('once', world.catalogue, world.keys.approver)).rejects.toMatchObject({
      code: 'refused',
    });
    expect(await world.audit('trial:once')).toHaveLength(2);
    await launch('once');
    await expect(launch('once')).rejects.toMatchObject({ code: 'conflict' });
    const rehearsal = await world.rehearsal();
    await expect(launch(rehearsal.slug)).rejects.toMatchObject({ code: 'refused' });
  });

  it('launches once when two press the button', async () => {
    await world.approved('race');
    const both = await Promise.allSettled([launch('race'), launch('race')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

it('leaves an audit trail that verifies', async () => {
  expect(await verifyAudit(world.db)).toMatchObject({ ok: true });
});
