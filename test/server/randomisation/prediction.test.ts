import { createHash } from 'node:crypto';
import { GrowthBookClient } from '@growthbook/growthbook';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTokens } from '../../../server/participants/tokens.ts';
import { assignParticipants } from '../../../server/randomisation/assign-participants.ts';
import { HASH_ATTRIBUTE } from '../../../server/randomisation/experiment.ts';
import { unitHash } from '../../../server/randomisation/seeds.ts';
import { drawsOf } from '../../../server/randomisation/trial-draws.ts';
import { personUnit } from '../../../server/randomisation/unit.ts';
import type { RunningTrial } from '../../../server/trials/running-trial.ts';
import { makeWorld, NOW, type World } from '../trials/world.ts';
import { enter, runningTrial, simple } from './people.ts';

const PEOPLE = 2_000;
const STRATA = ['students', 'working_adults', 'older_adults'];

/** Everything somebody outside could hold: the protocol, the roster, the links, the public hashes. */
interface Known {
  readonly index: number;
  readonly participantId: string;
  readonly stratum: string;
  readonly address: string;
  readonly token: string;
  readonly arm: string;
}

let world: World;
const trials: { running: RunningTrial; people: Known[] }[] = [];

beforeAll(async () => {
  world = await makeWorld();
  const tokens = openTokens(world.keyring);
  for (const edit of [simple, (source: string) => source]) {
    const running = await runningTrial(world, edit);
    const roster = Array.from({ length: PEOPLE }, (_, n) => ({ stratum: STRATA[n % 3]! }));
    const ids = await enter(world, running.trial, roster);
    const rows = await world.db.transaction().execute((trx) =>
      assignParticipants(
        trx,
        running,
        ids.map((participant_id) => ({ participant_id })),
        NOW,
      ),
    );
    const people = rows.map((row, index) => ({
      index,
      participantId: row.participant_id,
      stratum: row.stratum,
      address: `person${index}@people.example`,
      token: tokens.make({
        purpose: 'offer',
        trialNo: running.trial.trial_no,
        participantId: row.participant_id,
        exposureNo: 1,
        wave: 0,
      }),
      arm: row.arm,
    }));
    trials.push({ running, people });
  }
});
afterAll(() => world.close());

const client = new GrowthBookClient();

/** Seeds an outsider could try: everything public about the trial, and the usual defaults. */
function publicSeeds({ trial, protocolHash, protocol }: RunningTrial): string[] {
  return [
    '',
    trial.slug,
    protocol.trial.slug,
    trial.trial_id,
    String(trial.trial_no),
    protocolHash,
    trial.salt_sha256!,
    'scampaign-1',
    'scampaign-1/arm',
    'arm',
  ];
}

const UNITS: Record<string, (person: Known) => string> = {
  id: (person) => person.participantId,
  unit: (person) => `participant:${person.participantId}`,
  address: (person) => person.address,
  token: (person) => person.token,
  'token mac': (person) => person.token.split('.').at(-1)!,
  'place in the roster': (person) => String(person.index),
};

/** Share guessed right, in deviations above what guessing the likeliest arm can reach by chance. */
function surprise(people: readonly Known[], guess: (person: Known) => string): number {
  const right = people.filter((person) => guess(person) === person.arm).length;
  const chance = 0.4;
  return (right - people.length * chance) / Math.sqrt(people.length * chance * (1 - chance));
}

/** About 130 guesses are tried; one in a million sets off a false alarm. */
const ALARM = 5.6;

describe.each([
  ['a simple draw', 0],
  ['blocks', 1],
])('the arms of %s', (_how, which) => {
  it('can not be foreseen by running the SDK over what is public', () => {
    const { running, people } = trials[which]!;
    const { experiment } = drawsOf(running);
    for (const seed of publicSeeds(running)) {
      for (const [name, unit] of Object.entries(UNITS)) {
        const guess = (person: Known): string =>
          client.runInlineExperiment(
            { ...experiment, seed: seed || experiment.key },
            { attributes: { [HASH_ATTRIBUTE]: unit(person) } },
          ).value;
        expect(surprise(people, guess), `seed "${seed}" with ${name}`).toBeLessThan(ALARM);
      }
    }
  });

  it('can not be learned from some people and carried to others', () => {
    const { people } = trials[which]!;
    const learn = people.filter((person) => person.index % 2 === 0);
    const test = people.filter((person) => person.index % 2 === 1);
    const bits = (text: string): number[] => [...createHash('sha256').update(text).digest()];
    const features: Record<string, (person: Known) => string> = {
      'last digit of the id': (person) => person.participantId.at(-1)!,
      'fourth digit from the end': (person) => person.participantId.at(-4)!,
      'first letter of the mac': (person) => person.token.split('.').at(-1)![0]!,
      'length of the address': (person) => String(person.address.length),
      'hash of the id': (person) => String(bits(person.participantId)[0]! % 8),
      'hash of the token': (person) => String(bits(person.token)[0]! % 8),
      'parity of the place': (person) => String(Math.floor(person.index / 2) % 2),
      'place modulo the block': (person) => `${person.stratum}/${Math.floor(person.index / 3) % 5}`,
      'place modulo the larger block': (person) =>
        `${person.stratum}/${Math.floor(person.index / 3) % 10}`,
      stratum: (person) => person.stratum,
    };
    for (const [name, feature] of Object.entries(features)) {
      const best = mostFrequentArm(learn, feature);
      expect(
        surprise(test, (person) => best.get(feature(person)) ?? 'reveal_only'),
        name,
      ).toBeLessThan(ALARM);
    }
  });

  it('are foreseen perfectly by whoever holds the salt, so that the guessing above can succeed', () => {
    const { running, people } = trials[which]!;
    const { experiment, seeds, sequence } = drawsOf(running);
    const places = new Map<string, number>();
    const guess = (person: Known): string => {
      if (which === 1) {
        const place = places.get(person.stratum) ?? 0;
        places.set(person.stratum, place + 1);
        return sequence(person.stratum).armAt(place);
      }
      const hash = unitHash(seeds.arm, personUnit(person.participantId));
      return client.runInlineExperiment(experiment, { attributes: { [HASH_ATTRIBUTE]: hash } })
        .value;
    };
    expect(surprise(people, guess)).toBeGreaterThan(50);
  });
});

function mostFrequentArm(
  people: readonly Known[],
  feature: (person: Known) => string,
): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const person of people) {
    const arms = counts.get(feature(person)) ?? new Map<string, number>();
    counts.set(feature(person), arms.set(person.arm, (arms.get(person.arm) ?? 0) + 1));
  }
  return new Map(
    [...counts].map(([value, arms]) => [value, [...arms].sort(([, a], [, b]) => b - a)[0]![0]]),
  );
}
