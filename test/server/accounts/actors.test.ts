import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseActorKey } from '../../../server/accounts/actor-key.ts';
import { addActor, disableActor } from '../../../server/accounts/actors.ts';
import { authorise } from '../../../server/accounts/authorise.ts';
import { makeWorld, minutesLater, NOW, type World } from '../trials/world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const allowed = (key: Parameters<typeof authorise>[1], act: Parameters<typeof authorise>[2]) =>
  world.db.transaction().execute((trx) => authorise(trx, key, act));

describe('addActor', () => {
  it('stores the public half of the key only, and an audit row', async () => {
    const { actor, keyFile } = await addActor(world.db, { name: ' Niran ', role: 'designer' }, NOW);
    const key = parseActorKey(keyFile);
    expect(actor).toMatchObject({ name: 'Niran', role: 'designer', disabled_at: null });
    expect(actor.public_key).toEqual(key.publicKey);
    const secret = JSON.parse(keyFile).private_key;
    const rows = await world.ownerPool.query('select row_to_json(a)::text as t from actors a');
    expect(
      rows.rows.some(({ t }) => t.includes(Buffer.from(secret, 'base64').toString('hex'))),
    ).toBe(false);
    expect(await world.audit('actor:Niran')).toEqual([
      {
        actor: 'command line',
        action: 'actor.add',
        detail: {
          actor_id: actor.actor_id,
          role: 'designer',
          public_key: key.publicKey.toString('base64'),
        },
      },
    ]);
  });

  it('refuses a second actor of one name, and leaves no audit row', async () => {
    await addActor(world.db, { name: 'Twice', role: 'helper' }, NOW);
    await expect(
      addActor(world.db, { name: 'Twice', role: 'approver' }, NOW),
    ).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await world.audit('actor:Twice')).toHaveLength(1);
  });

  it.each([
    ['', 'designer'],
    ['a\nb', 'designer'],
    ['Stop rule', 'designer'],
    ['x'.repeat(81), 'designer'],
    ['Somebody', 'admin'],
  ])('refuses the name %j with the role %j', async (name, role) => {
    await expect(addActor(world.db, { name, role }, NOW)).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });
});

describe('authorise', () => {
  it('lets a role do what is its own and nothing else', async () => {
    await expect(allowed(world.keys.approver, 'approve')).resolves.toMatchObject({ name: 'Anan' });
    await expect(allowed(world.keys.designer, 'approve')).rejects.toThrow(/takes approver/);
    await expect(allowed(world.keys.evaluator, 'launch')).rejects.toMatchObject({
      code: 'refused',
    });
    await expect(allowed(world.keys.helper, 'stop')).resolves.toMatchObject({ name: 'Hom' });
  });

  it('refuses a key that claims to be somebody else', async () => {
    const forged = { ...world.keys.helper, actorId: world.keys.approver.actorId };
    await expect(allowed(forged, 'approve')).rejects.toThrow(/not the one Anan was added with/);
  });

  it('refuses a key whose public half alone is right', async () => {
    const forged = { ...world.keys.approver, privateKey: world.keys.helper.privateKey };
    await expect(allowed(forged, 'approve')).rejects.toThrow(/not the one/);
  });

  it('refuses a key this database never saw', async () => {
    const stranger = { ...world.keys.approver, actorId: '01938f3e-0000-7000-8000-00000000dead' };
    await expect(allowed(stranger, 'approve')).rejects.toThrow(/not known here/);
  });

  it('refuses a disabled actor', async () => {
    const key = await world.actor('Leaving', 'approver');
    await disableActor(world.db, { name: 'Leaving', why: 'left the institute' }, minutesLater(1));
    await expect(allowed(key, 'approve')).rejects.toThrow(/disabled/);
    expect((await world.audit('actor:Leaving')).map(({ action }) => action)).toEqual([
      'actor.add',
      'actor.disable',
    ]);
    await expect(
      disableActor(world.db, { name: 'Leaving', why: 'again' }, minutesLater(2)),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});
