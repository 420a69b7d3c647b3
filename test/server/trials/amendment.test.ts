import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../server/accounts/verify-audit.ts';
import { approveTrial } from '../../../server/trials/approve-trial.ts';
import { stopTrial } from '../../../server/trials/stop-trial.ts';
import { submitProtocol } from '../../../server/trials/submit-protocol.ts';
import { ensureTrial } from '../../../server/trials/trial-rows.ts';
import { EXAMPLE } from '../../protocol/example.ts';
import { exampleCatalogue } from './example-catalogue.ts';
import { makeWorld, minutesLater, NOW, type World, withSlug } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

const amend = (source: string, catalogue = world.catalogue, minutes = 10) =>
  submitProtocol(world.db, { source, as: world.keys.designer, catalogue }, minutesLater(minutes));
const approve = (slug: string, as = world.keys.approver) =>
  approveTrial(world.db, { slug, as, reason: 'a fair change' }, minutesLater(20));

describe('an amendment', () => {
  it('is in force once someone else approved it, and not before', async () => {
    const { protocol_hash: before } = await world.launched('amended');
    const changed = world.source('amended').replace('minimum_age: 18', 'minimum_age: 20');
    const submission = await amend(changed);
    expect(submission).toMatchObject({
      amendment: true,
      trial: { state: 'running', protocol_hash: before },
    });
    await expect(approve('amended', world.keys.designer)).rejects.toMatchObject({
      code: 'refused',
    });
    const { trial, amendment } = await approve('amended');
    expect(amendment).toBe(true);
    expect(trial).toMatchObject({ state: 'running', protocol_hash: submission.protocolHash });
    expect((await world.audit('trial:amended')).map(({ action }) => action)).toEqual([
      'trial.submit',
      'trial.approve',
      'trial.launch',
      'trial.submit_amendment',
      'trial.approve_amendment',
    ]);
  });

  it.each<[string, (source: string) => string]>([
    [
      'arms',
      (source) => source.replace('label: General awareness message', 'label: Another message'),
    ],
    [
      'randomisation',
      (source) =>
        source
          .replace('reveal_only: 0.4', 'reveal_only: 0.2')
          .replace('awareness_message: 0.2', 'awareness_message: 0.4'),
    ],
    ['randomisation', (source) => source.replace('block_sizes: [5, 10]', 'block_sizes: [5, 15]')],
    [
      'randomisation',
      (source) =>
        source
          .replace('method: stratified_blocks', 'method: simple')
          .replace(/ {2}block_sizes: .*\n/, ''),
    ],
    ['analysis.primary', (source) => source.replace('outcome: compromised', 'outcome: clicked')],
    ['population.strata', (source) => source.replaceAll('key: students', 'key: pupils')],
  ])('may not change %s', async (part, change) => {
    const slug = `fixed-${part.replace(/\W/g, '-')}-${change.toString().length}`;
    await world.launched(slug);
    const changed = change(world.source(slug));
    expect(changed).not.toBe(world.source(slug));
    await expect(amend(changed)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining(part),
    });
    expect(await world.audit(`trial:${slug}`)).toHaveLength(3);
  });

  it('keeps the content of the arms as it was locked, and takes other templates as they are', async () => {
    const { protocol_hash: before } = await world.launched('kept');
    const catalogue = exampleCatalogue({
      content: { 'red-flag-replay': 'another training', 'lamp-loft-sale': 'another lamp' },
    });
    const { protocolHash } = await amend(
      world.source('kept').replace('minimum_age: 18', 'minimum_age: 20'),
      catalogue,
    );
    const lockOf = async (hash: string) =>
      (
        await world.db
          .selectFrom('protocols')
          .select('template_lock')
          .where('protocol_hash', '=', hash)
          .executeTakeFirstOrThrow()
      ).template_lock;
    const [first, second] = [await lockOf(before!), await lockOf(protocolHash)];
    expect(second['red-flag-replay']).toBe(first['red-flag-replay']);
    expect(second['lamp-loft-sale']).not.toBe(first['lamp-loft-sale']);
    await expect(approve('kept')).resolves.toMatchObject({ amendment: true });
  });

  it('is held to the rules of a launch at once', async () => {
    await world.launched('strict');
    const unreviewed = withSlug(EXAMPLE, 'strict');
    await expect(amend(unreviewed)).rejects.toMatchObject({
      details: expect.arrayContaining([expect.stringContaining('P403')]),
    });
  });

  it('that was superseded before its approval is never approved', async () => {
    await world.launched('superseded');
    const older = world.source('superseded').replace('minimum_age: 18', 'minimum_age: 20');
    const newer = world.source('superseded').replace('minimum_age: 18', 'minimum_age: 22');
    await amend(older, world.catalogue, 10);
    const { protocolHash } = await amend(newer, world.catalogue, 11);
    await expect(approve('superseded')).resolves.toMatchObject({ protocolHash });
    await expect(approve('superseded')).rejects.toMatchObject({ code: 'conflict' });
    await expect(amend(older, world.catalogue, 30)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('of a stopped trial or a rehearsal is refused', async () => {
    await world.launched('over');
    await stopTrial(world.db, { slug: 'over', as: world.keys.helper, why: 'harm' }, NOW);
    const changed = world.source('over').replace('minimum_age: 18', 'minimum_age: 20');
    await expect(amend(changed)).rejects.toMatchObject({ code: 'refused' });
    const rehearsal = await world.rehearsal();
    await expect(amend(world.source(rehearsal.slug))).rejects.toMatchObject({ code: 'conflict' });
    expect(await ensureTrial(world.db, rehearsal.slug)).toMatchObject({ revision: 1 });
  });

  it('leaves an audit trail that verifies', async () => {
    expect(await verifyAudit(world.db)).toMatchObject({ ok: true });
  });
});
