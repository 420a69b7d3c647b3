import type { Catalogue } from '../../landing-templates/types.ts';
import type { Keyring } from '../config/keys.ts';
import type { Clock } from '../database/clock.ts';
import type { OpenDatabase } from '../database/pool.ts';
import type { FollowUpContext } from '../follow-up/types.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import type { RunningTrials } from '../trials/running-trials.ts';
import { scannerBrowser } from './act-scanner.ts';
import { openAgenda, openGrid } from './agenda.ts';
import { openBrowser } from './browser.ts';
import { enrol } from './enrol.ts';
import type { PersonPlan } from './people.ts';
import { openPost, withPost } from './post.ts';
import { openRehearsalClock } from './rehearsal-clock.ts';
import type { Play } from './stage-play.ts';
import type { Transport } from './transport.ts';
import { openTurns } from './turns.ts';
import { knownOffers, noDeeds, type Person, READING_MS } from './world.ts';

/** What a rehearsal works on; an opened engine fits. */
export interface RehearsalEngine {
  readonly database: Pick<OpenDatabase, 'db'>;
  readonly reportDatabase: Pick<OpenDatabase, 'db'>;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
}

/** The parts of a started service a rehearsal uses; everything people do goes over HTTP. */
export interface RehearsedService {
  readonly context: {
    readonly trials: RunningTrials;
    readonly followUp: FollowUpContext;
  };
  readonly peopleUrl: string;
}

/** A rehearsal with its people brought in, ready to be played. */
export async function setStage(
  engine: RehearsalEngine,
  service: RehearsedService,
  slug: string,
  cast: {
    readonly transport: Transport;
    readonly plansFor: (running: RunningTrial) => PersonPlan[];
  },
): Promise<Play> {
  const { trials, followUp } = service.context;
  const { transport } = cast;
  await trials.refresh();
  const running = (): RunningTrial => trials.bySlug(slug)!;
  const { protocol, trial } = running();
  const clock = openRehearsalClock(
    { db: followUp.db, clock: followUp.clock, trials },
    trial.trial_id,
  );
  const plans = cast.plansFor(running());
  await enrol(engine, running(), plans, clock.now());
  const people = new Map(plans.map((plan) => [plan.address, newPerson(plan, transport)]));
  const post = openPost(people);
  const grid = openGrid(protocol);
  return {
    world: {
      protocol,
      turns: openTurns(() => clock.moveBy(READING_MS)),
      deeds: noDeeds(protocol.waves.length),
      offerOf: knownOffers(protocol, engine.catalogue),
    },
    people,
    scanners: ({ plan: { scanner } }) => scanner && scannerBrowser(scanner, transport),
    followUp: withPost(followUp, protocol, post),
    post,
    clock,
    grid,
    agenda: openAgenda(grid),
    running,
    onMessage: () => undefined,
    onAct: () => undefined,
  };
}

function newPerson(plan: PersonPlan, transport: Transport): Person {
  const { agent, locale, script } = plan;
  return {
    plan,
    browser: openBrowser({ transport, agent, locale, script }),
    arm: undefined,
    training: undefined,
    gone: false,
    told: new Set(),
  };
}
