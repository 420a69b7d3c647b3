import { describe, expect, it } from 'vitest';
import { meetOffer } from '../../../server/rehearsal/act-offer.ts';
import type { Browser, Tab } from '../../../server/rehearsal/browser.ts';
import { makePeople } from '../../../server/rehearsal/people.ts';
import type { PageForm } from '../../../server/rehearsal/read-page.ts';
import {
  type KnownOffer,
  noDeeds,
  type Person,
  type World,
} from '../../../server/rehearsal/world.ts';
import { exampleProtocol } from './example-protocol.ts';

const LINK = 'https://offers.example/o/shop/token';
const OFFER: KnownOffer = {
  role: 'lure',
  toldEarly: false,
  stageOf: (to) => (to === 'done' ? 'compromised' : undefined),
  pairIn: () => [0, 1],
};

function tab(kind: string, forms: readonly PageForm[] = []): Tab {
  const page = { url: LINK, status: 200, kind, forms, links: [], flags: [], hasEnd: false };
  return { page: { ...page, observer: undefined }, seq: 1 };
}

/** Somebody who would go all the way, before an offer that takes one step. */
function scene(meanwhile: {
  reading?: (person: Person) => void;
  posting?: (person: Person) => void;
}) {
  const protocol = exampleProtocol();
  const [made] = makePeople(protocol, { people: 1, seed: 1, trialNo: 1 });
  const certain = { draw: 0, reports: 1, hoursUntilOpened: 1 };
  const waves = made!.waves.map((wave) => ({
    ...wave,
    offers: { lure: certain, twin: certain },
  }));
  const step: PageForm = { action: LINK, fields: [['to', 'done']], boxes: [], buttons: [] };
  const browser: Browser = {
    open: async () => tab('offer', [step]),
    submit: async () => {
      meanwhile.posting?.(person);
      return tab('page');
    },
    report: async () => undefined,
  };
  const person: Person = {
    plan: { ...made!, waves },
    browser,
    arm: undefined,
    training: undefined,
    gone: false,
    told: new Set(),
  };
  const world: World = {
    protocol,
    turns: { read: async () => meanwhile.reading?.(person), run: async () => undefined },
    deeds: noDeeds(waves.length),
    offerOf: () => OFFER,
  };
  return { world, person };
}

const withdraws = (person: Person): void => {
  person.gone = true;
};

describe('meetOffer()', () => {
  it('counts who goes all the way', async () => {
    const { world, person } = scene({});
    await meetOffer(world, person, { offer: OFFER, wave: 0 }, LINK);
    expect(world.deeds).toMatchObject({ opened: 1, surprises: 0 });
    expect(world.deeds.takenIn[0]).toBe(1);
  });

  it.each([
    ['reading', { reading: withdraws }],
    ['posting', { posting: withdraws }],
  ])('counts nothing of who withdraws in another tab while %s', async (_when, meanwhile) => {
    const { world, person } = scene(meanwhile);
    await meetOffer(world, person, { offer: OFFER, wave: 0 }, LINK);
    expect(world.deeds).toMatchObject({ opened: 1, surprises: 0 });
    expect(world.deeds.takenIn[0]).toBe(0);
  });
});
