import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCatalogue } from '../../../landing-templates/catalogue.ts';
import type { Catalogue } from '../../../landing-templates/types.ts';
import { composeMessage, type MessageToWrite } from '../../../server/follow-up/compose.ts';
import { TemplateStore } from '../../../server/trials/template-store.ts';
import { World } from './world.ts';

let world: World;
let catalogue: Catalogue;
beforeAll(async () => {
  catalogue = openCatalogue();
  world = await World.open();
});
afterAll(() => world.database.close());

describe('composeMessage()', () => {
  it('writes every message of every offer in every language of the templates', async () => {
    const running = await world.addTrial();
    const [person] = await world.addPeople(running, [{}]);
    const context = { ...world.context({}), templates: new TemplateStore(world.db, catalogue) };
    const base = { participantId: person!.participantId, wave: 0, messageId: 'a@b.invalid' };
    const wanted: MessageToWrite[] = ['en', 'th'].flatMap((locale) => [
      { ...base, locale, kind: 'registration', exposureNo: null, offer: null },
      ...(['reveal', 'training', 'closing'] as const).map((kind) => ({
        ...base,
        locale,
        kind,
        exposureNo: 1,
        offer: null,
      })),
      ...catalogue
        .all()
        .filter(({ manifest }) => manifest.kind === 'offer')
        .map(({ slug, hash }) => ({
          ...base,
          locale,
          kind: 'offer' as const,
          exposureNo: 1,
          offer: { form: slug, templateHash: hash, locale },
        })),
    ]);
    expect(wanted.length).toBeGreaterThanOrEqual(16);
    for (const message of wanted) {
      const written = await composeMessage(context, running, message);
      expect(written?.to).toBe(person!.address);
      expect(written?.text).toContain(written?.about.link);
      // The way out is in every text.
      expect(written?.text).toContain('https://people.example/u/');
      expect(written?.text).not.toContain('{{');
      expect(written?.subject).not.toBe('');
      expect(written?.short).toContain(written?.about.link);
      expect(written?.fromName).not.toBe('');
    }
  });

  it('is undefined for who left', async () => {
    const running = await world.addTrial();
    const message: MessageToWrite = {
      participantId: '00000000-0000-7000-8000-000000000009',
      kind: 'reveal',
      wave: 0,
      exposureNo: 1,
      messageId: 'a@b.invalid',
      locale: 'en',
      offer: null,
    };
    expect(await composeMessage(world.context({}), running, message)).toBeUndefined();
  });
});
