import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCatalogue } from '../../../landing-templates/catalogue.ts';
import { templateHash } from '../../../landing-templates/template-hash.ts';
import type { Catalogue, TemplateSource } from '../../../landing-templates/types.ts';
import { storeTemplates } from '../../../server/trials/template-lock.ts';
import { TemplateStore } from '../../../server/trials/template-store.ts';
import { exampleCatalogue } from './example-catalogue.ts';
import { makeWorld, NOW, type World } from './world.ts';

let world: World;
let shipped: Catalogue;
const NOTHING: Catalogue = openCatalogue([]);

beforeAll(async () => {
  world = await makeWorld();
  shipped = openCatalogue();
  await world.db
    .transaction()
    .execute((trx) => storeTemplates(trx, shipped, ['messages', 'reveal'], NOW));
});
afterAll(() => world.close());

describe('TemplateStore', () => {
  it('compiles the stored version, though the catalogue has it no longer', async () => {
    const template = shipped.get('messages')!;
    const compiled = await new TemplateStore(world.db, NOTHING).get(template.hash);
    expect(compiled.hash).toBe(template.hash);
    expect(compiled.slug).toBe('messages');
    expect([...compiled.texts('en')]).toEqual([...template.texts('en')]);
  });

  it('compiles once, however many ask', async () => {
    const store = new TemplateStore(world.db, NOTHING);
    const { hash } = shipped.get('messages')!;
    const [one, two] = await Promise.all([store.get(hash), store.get(hash)]);
    expect(one).toBe(two);
    expect(await store.get(hash)).toBe(one);
  });

  it('asks nobody for what the catalogue has compiled', async () => {
    const template = shipped.get('red-flag-replay')!;
    expect(await new TemplateStore(world.db, shipped).get(template.hash)).toBe(template);
    expect(new TemplateStore(world.db, shipped).bySlug('red-flag-replay')).toBe(template);
  });

  it('says so when nothing of that hash or slug is there, and asks again the next time', async () => {
    const store = new TemplateStore(world.db, NOTHING);
    const hash = templateHash(shipped.sources.get('awareness-message')!);
    await expect(store.get(hash)).rejects.toMatchObject({ code: 'not_found' });
    expect(() => store.bySlug('reveal')).toThrow(/not in the catalogue/);
    await world.db
      .transaction()
      .execute((trx) => storeTemplates(trx, shipped, ['awareness-message'], NOW));
    await expect(store.get(hash)).resolves.toMatchObject({ slug: 'awareness-message' });
  });

  it('refuses stored content that is not what its hash says', async () => {
    const { hash } = shipped.get('reveal')!;
    await world.ownerPool.query(
      `update templates set source = source || '{"files":{}}' where template_hash = $1`,
      [hash],
    );
    await expect(new TemplateStore(world.db, NOTHING).get(hash)).rejects.toThrow(
      /not what its hash says/,
    );
  });
});

describe('storeTemplates', () => {
  it('keeps what is stored as it was', async () => {
    const catalogue = exampleCatalogue();
    const store = () =>
      world.db
        .transaction()
        .execute((trx) => storeTemplates(trx, catalogue, ['lamp-loft-sale'], NOW));
    await store();
    await store();
    const rows = await world.db
      .selectFrom('templates')
      .select(['source', 'kind'])
      .where('slug', '=', 'lamp-loft-sale')
      .execute();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.kind).toBe('offer');
    expect(rows[0]?.source as TemplateSource).toEqual(catalogue.sources.get('lamp-loft-sale'));
  });

  it('refuses a template the catalogue has not', async () => {
    await expect(
      world.db.transaction().execute((trx) => storeTemplates(trx, NOTHING, ['reveal'], NOW)),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
