import type { OutgoingMessage } from '../follow-up/messenger.ts';
import { createRehearsal } from '../trials/create-rehearsal.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { ServiceError } from '../web/errors.ts';
import { makePeople, type PersonPlan } from './people.ts';
import { type RehearsalEngine, type RehearsedService, setStage } from './set-stage.ts';
import { moveOn, type Play, playMoment } from './stage-play.ts';
import { openTransport } from './transport.ts';

/** A link of a simulated person, for trying by hand. */
export interface TryOutLink {
  readonly about: 'registration' | 'lure' | 'twin' | 'person';
  readonly locale: string;
  readonly url: string;
}

export interface TryOut {
  readonly slug: string;
  /** In every language of the protocol; offers stay open for as long as their window. */
  readonly links: readonly TryOutLink[];
}

/** In each language one who has not answered yet, and enough others for some to meet the lure first. */
const PEOPLE_PER_LOCALE = 6;
/** Messages put off to people's sending hours need a few steps of the clock each. */
const MOST_STEPS = 200;
/** Drawn by nobody who opens an offer. */
const NEVER = 0.999999;

/**
 * A second, small rehearsal that is left running: its people have registered, their first offers
 * are open, and nobody has followed the links but whoever is given them.
 */
export async function openTryOut(
  engine: RehearsalEngine,
  service: RehearsedService,
  source: string,
): Promise<TryOut> {
  const slug = await createUnderFreeSlug(engine, source);
  const transport = openTransport(service.peopleUrl, 8);
  try {
    const play = await setStage(engine, service, slug, { transport, plansFor: guests });
    const messages: OutgoingMessage[] = [];
    const watched = {
      ...play,
      onMessage: (message: OutgoingMessage): void => {
        messages.push(message);
      },
    };
    for (let steps = 0; steps < MOST_STEPS && !isComplete(play, messages); steps += 1) {
      if (!(await moveOn(play))) break;
      await playMoment(watched);
    }
    return { slug, links: linksOf(play, messages) };
  } finally {
    transport.close();
  }
}

async function createUnderFreeSlug(engine: RehearsalEngine, source: string): Promise<string> {
  const { database, keyring, catalogue, clock } = engine;
  for (let n = 1; ; n += 1) {
    try {
      const input = { source, catalogue, slugSuffix: `try-${n}` };
      return (await createRehearsal(database.db, keyring, input, clock.now())).slug;
    } catch (error) {
      if (!(error instanceof ServiceError && error.code === 'conflict')) throw error;
    }
  }
}

function guests({ protocol, trial }: RunningTrial): PersonPlan[] {
  const { languages } = protocol.population;
  const count = languages.length * PEOPLE_PER_LOCALE;
  return makePeople(protocol, { people: count, seed: 1, trialNo: trial.trial_no })
    .slice(0, count)
    .map((plan, n) => ({
      ...plan,
      locale: languages[n % languages.length]!,
      answer: n < languages.length ? 'silent' : 'agree',
      hoursUntilAnswer: 1,
      scanner: undefined,
      unreachableFrom: undefined,
      waves: plan.waves.map((wave) => ({
        ...wave,
        offers: {
          lure: { ...wave.offers.lure, draw: NEVER },
          twin: { ...wave.offers.twin, draw: NEVER },
        },
      })),
    }));
}

/** Whom chance gives the other offer first meets this one some days later, while the first is open. */
function isComplete(play: Play, messages: readonly OutgoingMessage[]): boolean {
  const links = linksOf(play, messages);
  return play.world.protocol.population.languages.every((locale) =>
    (['lure', 'twin'] as const).every((about) =>
      links.some((link) => link.about === about && link.locale === locale),
    ),
  );
}

/** The first of each sort in each language. */
function linksOf(play: Play, messages: readonly OutgoingMessage[]): TryOutLink[] {
  const { languages } = play.world.protocol.population;
  const found = messages.flatMap((message): TryOutLink[] => {
    const person = play.people.get(message.to);
    if (!person) return [];
    const { locale, answer } = person.plan;
    const { kind, link } = message.about;
    if (kind === 'registration') {
      return [{ about: answer === 'silent' ? 'registration' : 'person', locale, url: link }];
    }
    const form = new URL(link).pathname.split('/')[2] ?? '';
    const role = kind === 'offer' ? play.world.offerOf(form)?.role : undefined;
    return role ? [{ about: role, locale, url: link }] : [];
  });
  return (['lure', 'twin', 'registration', 'person'] as const).flatMap((about) =>
    languages.flatMap(
      (locale) => found.find((link) => link.about === about && link.locale === locale) ?? [],
    ),
  );
}
