/** The simulated people of a rehearsal: everything about them is drawn before anything happens. */
import { periodMs } from '../../protocol/periods.ts';
import type { Protocol } from '../../protocol/schema.ts';
import { SIMULATED_DOMAIN } from '../participants/import-roster.ts';
import { type OfferRole, UPTAKE } from './behaviour.ts';
import { pick, pickWeighted, type Random, seededRandom } from './random.ts';

export type Answer = 'agree' | 'decline' | 'step_aside' | 'silent';

/** What visits a person's links before they do. */
export type Scanner = 'named' | 'disguised' | 'headless';

export interface OfferPlan {
  /** How far they would go, uniform in [0, 1). */
  readonly draw: number;
  /** Uniform in [0, 1): whether they report what they did not fall for. */
  readonly reports: number;
  readonly hoursUntilOpened: number;
}

export interface WavePlan {
  readonly offers: Readonly<Record<OfferRole, OfferPlan>>;
  /** Whether they open the message that tells them it was practice. */
  readonly opensReveal: boolean;
  readonly hoursUntilReveal: number;
  /** Whether they answer the reveal's questions. */
  readonly taps: boolean;
}

export interface PersonPlan {
  readonly address: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly country: string;
  readonly stratum: string;
  readonly cluster: string | undefined;
  readonly agent: string;
  /** False for the few whose browser runs no script. */
  readonly script: boolean;
  /** Scrolls before the page's script first reports; the others touch nothing until they have read. */
  readonly quickThumb: boolean;
  /** Whether the browser still lets the script speak as the page goes; many phones do not. */
  readonly saysGoodbye: boolean;
  readonly answer: Answer;
  readonly hoursUntilAnswer: number;
  /** Takes up the training of their arm once they are shown the way. */
  readonly takesTraining: boolean;
  readonly scanner: Scanner | undefined;
  /** Wave after whose reveal they withdraw. */
  readonly withdrawsAfter: number | undefined;
  /** First wave in which their address takes nothing any more. */
  readonly unreachableFrom: number | undefined;
  readonly distressed: boolean;
  readonly complains: boolean;
  readonly looksForHelp: boolean;
  readonly waves: readonly WavePlan[];
}

/** Phones people really carry; none of them may look like a machine to the service. */
const AGENTS = [
  'Mozilla/5.0 (Linux; Android 14; SM-A057F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Linux; Android 13; V2247) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 9; SAMSUNG SM-J260G) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Android 14; Mobile; rv:142.0) Gecko/142.0 Firefox/142.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
] as const;

const SHARES = {
  /** People asked beside those who join, as a share of these. */
  askedInVain: 0.07,
  runsScript: 0.95,
  quickThumb: 0.6,
  saysGoodbye: 0.5,
  scanned: 0.15,
  withdraws: 0.03,
  becomesUnreachable: 0.03,
  distressed: 0.004,
  complains: 0.003,
  looksForHelp: 0.02,
  opensReveal: 0.3,
  taps: 0.5,
  /** Share of waves in which a person's mood is the one of their first wave. */
  sameMood: 0.3,
} as const;

/** Of a stop rule's limit, what the simulated people are made to use up at the most. */
const SHARE_OF_STOP_LIMIT = 0.4;

/** Where somebody from the trial's own time zone may be travelling. */
const TRAVELLED_TO = ['Asia/Dubai', 'Europe/London'];

/** Whole days and a little: people are not all awake at once, yet many do things in the same hour. */
const HOURS_UNTIL_ANSWER = [
  [2, 6],
  [26, 3],
  [50, 2],
] as const;
const HOURS_UNTIL_OPENED = [
  [2, 5],
  [8, 4],
  [26, 2],
  [50, 1],
] as const;
const HOURS_UNTIL_REVEAL = [
  [2, 3],
  [26, 2],
] as const;

/** Whom to make. */
export interface Cast {
  /** How many agree to take part; others are asked in vain beside them. */
  readonly people: number;
  /** Decides everything about everybody; the trial's own chance is not among it. */
  readonly seed: number;
  /** Part of every address, so that who left one rehearsal is a stranger to the next. */
  readonly trialNo: number;
}

/** The roster in its order; who answers how is drawn by the seed. */
export function makePeople(protocol: Protocol, cast: Cast): PersonPlan[] {
  const { people, seed, trialNo } = cast;
  const random = seededRandom(`${seed}/roster`);
  const inVain = asksFirst(protocol) ? Math.ceil(people * SHARES.askedInVain) : 0;
  const answers: Answer[] = [
    ...Array.from({ length: people }, () => 'agree' as const),
    ...Array.from({ length: inVain }, (_, n) => IN_VAIN[n % IN_VAIN.length]!),
  ];
  shuffle(answers, random);
  // Strata are dealt out in turn among those who join, so that each holds as many as the others.
  const dealt: Record<string, number> = {};
  return answers.map((answer, n) => {
    const turn = dealt[answer] ?? 0;
    dealt[answer] = turn + 1;
    return makePerson(protocol, { seed, people, trialNo, number: n + 1, answer, turn });
  });
}

const IN_VAIN: readonly Answer[] = ['silent', 'decline', 'silent', 'step_aside'];

interface Place extends Cast {
  readonly number: number;
  readonly answer: Answer;
  readonly turn: number;
}

function makePerson(protocol: Protocol, place: Place): PersonPlan {
  const random = seededRandom(`${place.seed}/person/${place.number}`);
  const happens = (share: number): boolean => random() < share;
  const { population, waves } = protocol;
  const mood = { lure: random(), twin: random() };
  return {
    address: `person-${String(place.number).padStart(4, '0')}-of-${place.trialNo}@${SIMULATED_DOMAIN}`,
    locale: pick(random, population.languages),
    timeZone: happens(0.95) ? population.time_zone : pick(random, TRAVELLED_TO),
    country: pick(random, population.countries),
    stratum: population.strata[place.turn % population.strata.length]!.key,
    cluster: population.clusters
      ? `cluster-${1 + (place.turn % clusterCount(place.people))}`
      : undefined,
    agent: pick(random, AGENTS),
    script: happens(SHARES.runsScript),
    quickThumb: happens(SHARES.quickThumb),
    saysGoodbye: happens(SHARES.saysGoodbye),
    answer: place.answer,
    hoursUntilAnswer: pickWeighted(random, HOURS_UNTIL_ANSWER),
    takesTraining: happens(UPTAKE),
    scanner: happens(SHARES.scanned)
      ? pick(random, ['named', 'disguised', 'headless'] as const)
      : undefined,
    withdrawsAfter: happens(harmShare(protocol, place.people, 'withdrawn', SHARES.withdraws))
      ? Math.floor(random() * waves.length)
      : undefined,
    unreachableFrom:
      happens(SHARES.becomesUnreachable) && waves.length > 1
        ? 1 + Math.floor(random() * (waves.length - 1))
        : undefined,
    distressed: happens(harmShare(protocol, place.people, 'distressed', SHARES.distressed)),
    complains: happens(harmShare(protocol, place.people, 'complained', SHARES.complains)),
    looksForHelp: happens(SHARES.looksForHelp),
    waves: waves.map((wave) => {
      const windowHours = periodMs(wave.window) / 3_600_000;
      const offer = (role: OfferRole): OfferPlan => ({
        draw: happens(SHARES.sameMood) ? mood[role] : random(),
        reports: random(),
        hoursUntilOpened: Math.min(
          pickWeighted(random, HOURS_UNTIL_OPENED),
          Math.max(1, Math.floor(windowHours / 2)),
        ),
      });
      return {
        offers: { lure: offer('lure'), twin: offer('twin') },
        opensReveal: happens(SHARES.opensReveal),
        hoursUntilReveal: pickWeighted(random, HOURS_UNTIL_REVEAL),
        taps: happens(SHARES.taps),
      };
    }),
  };
}

/** A rehearsal is to reach its report: its people stay below what would stop the trial. */
function harmShare(
  protocol: Protocol,
  people: number,
  kind: Protocol['stop_rules'][number]['when'],
  share: number,
): number {
  const limits = protocol.stop_rules
    .filter((rule) => rule.when === kind)
    .map((rule) => rule.people);
  return Math.min(
    share,
    (SHARE_OF_STOP_LIMIT * Math.min(...limits, Number.POSITIVE_INFINITY)) / people,
  );
}

function clusterCount(people: number): number {
  return Math.max(4, Math.round(people / 25));
}

function asksFirst(protocol: Protocol): boolean {
  return protocol.consent.mode.startsWith('prospective');
}

function shuffle<T>(list: T[], random: Random): void {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [list[last], list[other]] = [list[other]!, list[last]!];
  }
}
