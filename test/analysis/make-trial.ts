import type { Categorical, Dataset, OfferColumns } from '../../analysis/dataset.ts';
import { CONTACTS, OFFER_STATUSES, type OfferStatus } from '../../analysis/dataset.ts';
import { type RandomSource, seededRandom } from '../../analysis/numerics/random.ts';
import type { AnalysisPlan } from '../../analysis/plan.ts';

/** One person as tests describe them; columns are made from a list of these. */
export interface Person {
  readonly arm: string;
  readonly stratum?: string;
  readonly cluster?: string;
  readonly count?: number;
  readonly contact?: (typeof CONTACTS)[number];
  readonly covariates?: Readonly<Record<string, string | number>>;
  readonly offers: Readonly<Record<string, Met>>;
}

/** What a person did at the offers of one wave and role, keyed `wave.role`. */
export interface Met {
  readonly status?: OfferStatus;
  readonly form?: string;
  readonly position?: number;
  readonly offered?: number;
  readonly events?: Readonly<Record<string, number>>;
  readonly unsure?: Readonly<Record<string, number>>;
}

export function planOf(changes: Partial<AnalysisPlan> = {}): AnalysisPlan {
  return {
    arms: [
      { key: 'control', label: 'Reveal only', share: 0.5 },
      { key: 'trained', label: 'Training', share: 0.5 },
    ],
    comparator: 'control',
    primary: { outcome: 'compromised', good: 'lower', wave: 'two', windowDays: 7 },
    waves: ['one', 'two'],
    unit: 'participant',
    covariates: [],
    alpha: 0.05,
    multiplicity: 'none',
    smallestEffect: 0.05,
    twinMargin: 0.05,
    ...changes,
  };
}

export function datasetOf(people: readonly Person[]): Dataset {
  const keys = [...new Set(people.flatMap((person) => Object.keys(person.offers)))].sort();
  const covariates = [...new Set(people.flatMap((person) => Object.keys(person.covariates ?? {})))];
  const clustered = people.some((person) => person.cluster !== undefined);
  return {
    rows: people.length,
    count: Float64Array.from(people, (person) => person.count ?? 1),
    arm: categorical(people.map((person) => person.arm)),
    stratum: categorical(people.map((person) => person.stratum ?? 'all')),
    ...(people.some(({ contact }) => contact !== undefined)
      ? {
          contact: Int8Array.from(people, ({ contact }) =>
            contact === undefined ? -1 : CONTACTS.indexOf(contact),
          ),
        }
      : {}),
    ...(clustered ? { cluster: categorical(people.map((person) => person.cluster)) } : {}),
    covariates: Object.fromEntries(
      covariates.map((name) => {
        const values = people.map((person) => person.covariates?.[name]);
        return [
          name,
          values.every((value) => typeof value === 'number')
            ? Float64Array.from(values as number[])
            : categorical(values.map((value) => (value === undefined ? undefined : String(value)))),
        ];
      }),
    ),
    offers: keys.map((key): OfferColumns => {
      const [wave = '', role] = key.split('.');
      const met = people.map((person): Met => person.offers[key] ?? { status: 'not_sent' });
      const outcomes = [...new Set(met.flatMap((one) => Object.keys(one.events ?? {})))];
      return {
        wave,
        role: role === 'twin' ? 'twin' : 'lure',
        status: Uint8Array.from(met, (one) => OFFER_STATUSES.indexOf(one.status ?? 'analysed')),
        form: categorical(met.map((one) => one.form)),
        position: Uint8Array.from(met, (one) => one.position ?? 0),
        offered: Uint16Array.from(met, (one) => one.offered ?? 1),
        events: Object.fromEntries(
          outcomes.map((outcome) => {
            const people_ = Uint16Array.from(met, (one) => one.events?.[outcome] ?? 0);
            const wider = Uint16Array.from(
              met,
              (one) => one.unsure?.[outcome] ?? one.events?.[outcome] ?? 0,
            );
            return [outcome, { people: people_, people_and_unsure: wider, everything: wider }];
          }),
        ),
      };
    }),
  };
}

export interface TrialRecipe {
  readonly people: number;
  readonly seed: number;
  readonly arms?: readonly string[];
  readonly strata?: number;
  /** Chance of falling for the lure of wave two in the comparator; and its change in other arms. */
  readonly lureRisk?: number;
  readonly lureEffect?: number;
  readonly twinAcceptance?: number;
  readonly twinEffect?: number;
  /** Chance of being lost at wave two. */
  readonly loss?: number;
}

/** A simulated trial with two forms per role and half the people meeting the twin first. */
export function makePeople(recipe: TrialRecipe): Person[] {
  const random = seededRandom(recipe.seed);
  const arms = recipe.arms ?? ['control', 'trained'];
  return Array.from({ length: recipe.people }, (_, index): Person => {
    const arm = arms[index % arms.length] ?? 'control';
    const stratum = Math.floor(random() * (recipe.strata ?? 3));
    const twinFirst = random() < 0.5;
    const lost = random() < (recipe.loss ?? 0);
    const form = random() < 0.5 ? 'a' : 'b';
    const treated = arm === arms[0] ? 0 : 1;
    const lure =
      (recipe.lureRisk ?? 0.3) + treated * (recipe.lureEffect ?? 0) + 0.05 * (stratum - 1);
    const twin = (recipe.twinAcceptance ?? 0.6) + treated * (recipe.twinEffect ?? 0);
    const status: OfferStatus = lost ? 'lost' : 'analysed';
    const meet = (chance: number, position: number): Met => {
      const happened = hit(random, chance);
      return {
        status,
        form,
        position,
        offered: lost ? 0 : 1,
        events: { compromised: lost ? 0 : happened, reported: lost ? 0 : hit(random, 0.1) },
      };
    };
    return {
      arm,
      stratum: `s${stratum}`,
      offers: {
        'one.lure': { form, position: 0, events: { compromised: hit(random, 0.35), reported: 0 } },
        'two.lure': meet(lure, twinFirst ? 2 : 1),
        'two.twin': meet(twin, twinFirst ? 1 : 2),
      },
    };
  });
}

/** The same people with identical ones joined into one row. */
export function joined(people: readonly Person[]): Person[] {
  const groups = new Map<string, { person: Person; count: number }>();
  for (const person of people) {
    const key = JSON.stringify({ ...person, count: 1 });
    const group = groups.get(key);
    if (group) group.count += person.count ?? 1;
    else groups.set(key, { person, count: person.count ?? 1 });
  }
  return [...groups.values()].map(({ person, count }) => ({ ...person, count }));
}

function hit(random: RandomSource, chance: number): number {
  return random() < chance ? 1 : 0;
}

function categorical(values: readonly (string | undefined)[]): Categorical {
  const levels = [...new Set(values.filter((value) => value !== undefined))].sort();
  return {
    levels,
    codes: Int32Array.from(values, (value) => (value === undefined ? -1 : levels.indexOf(value))),
  };
}

/** Groups assigned as a whole, each with a chance of its own. */
export function makeClusters(recipe: {
  readonly groups: number;
  readonly size: number;
  readonly seed: number;
  /** Half width of the spread of chances between groups. */
  readonly spread: number;
  readonly effect?: number;
}): Person[] {
  const random = seededRandom(recipe.seed);
  return Array.from({ length: recipe.groups }, (_, group) => {
    const chance = 0.4 + recipe.spread * (2 * random() - 1);
    const arm = group % 2 === 0 ? 'control' : 'trained';
    const shift = arm === 'trained' ? (recipe.effect ?? -0.09) : 0;
    return Array.from({ length: recipe.size }, (_unused, member): Person => {
      const twinFirst = random() < 0.5;
      const form = random() < 0.5 ? 'a' : 'b';
      return {
        arm,
        stratum: group % 4 < 2 ? 'north' : 'south',
        cluster: `g${group}`,
        offers: {
          'two.lure': {
            status: member % 13 === 0 ? 'lost' : 'analysed',
            offered: member % 13 === 0 ? 0 : 1,
            form,
            position: twinFirst ? 2 : 1,
            events: { compromised: member % 13 === 0 ? 0 : hit(random, chance + shift) },
          },
          'two.twin': {
            form,
            position: twinFirst ? 1 : 2,
            events: { compromised: hit(random, chance + 0.2) },
          },
        },
      };
    });
  }).flat();
}
