import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Dataset, OFFER_STATUSES, READINGS } from '../../../analysis/dataset.ts';
import type { Protocol } from '../../../protocol/schema.ts';
import type { Outcome } from '../../../protocol/vocabulary.ts';
import { FLAGS, STAGES } from '../../../server/exposures/interaction-kinds.ts';
import { countedOutcomes } from '../../../server/reports/counted-outcomes.ts';
import { type TrialCells, trialCells } from '../../../server/reports/trial-cells.ts';
import { type TestDatabase, testDatabase } from '../../helpers/database.ts';
import {
  exampleProtocol,
  type MadeUpExposure,
  type MadeUpPerson,
  type MadeUpTrial,
  madeUpTrial,
} from './made-up-trial.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

/** Some windows of the second wave are over by then, some aren't. */
const MIDWAY = new Date('2027-01-02T12:00:00Z');

function anything(exposure: MadeUpExposure, _person: MadeUpPerson, random: () => number): void {
  const fate = random();
  if (fate < 0.1) exposure.sent_at = null;
  else if (fate < 0.2) exposure.undelivered_at = exposure.opens_at;
  for (const grade of ['person', 'unsure', 'machine'] as const) {
    if (random() < 0.6) exposure[`stage_${grade}`] = Math.floor(random() * 6);
    if (random() < 0.6) exposure[`flags_${grade}`] = Math.floor(random() * 512);
  }
}

describe('the cells of a trial', () => {
  const protocol = exampleProtocol((document) => {
    document.analysis.covariates = ['locale'];
  });
  let trial: MadeUpTrial;
  let cells: TrialCells;

  beforeAll(async () => {
    // A second trial in the same tables must not be counted.
    await madeUpTrial(database.db, {
      protocol: exampleProtocol(),
      people: 50,
      seed: 2,
      behave: anything,
    });
    trial = await madeUpTrial(database.db, {
      protocol,
      people: 700,
      seed: 1,
      person: (person, random) => {
        if (random() < 0.1) person.state = 'provisional';
      },
      behave: anything,
    });
    cells = await trialCells(database.db, {
      trialId: trial.trialId,
      protocol,
      countedUntil: MIDWAY,
      erased: [
        { fate: 'withdrawn', arm: 'reveal_only', stratum: 'students', people: 3 },
        { fate: 'expired', arm: 'red_flag_replay', stratum: 'students', people: 2 },
      ],
    });
  });

  it('are what counting people one by one gives', () => {
    const counted = patternCounts(cells.dataset, protocol);
    const expected = new Map<string, number>();
    for (const person of trial.people) {
      const key = patternOf(person, trial, protocol);
      expected.set(key, (expected.get(key) ?? 0) + 1);
    }
    for (const [fate, arm, people] of [
      ['withdrawn', 'reveal_only', 3],
      ['expired', 'red_flag_replay', 2],
    ] as const) {
      const offers = protocol.waves.flatMap(() => [`${fate} - 0`, `${fate} - 0`]);
      expected.set([arm, 'students', '-', ...offers].join(' | '), people);
    }
    expect(Object.fromEntries(counted)).toEqual(Object.fromEntries(expected));
    expect(expected.size).toBeGreaterThan(300);
  });

  it('keep the names of arms, strata and forms in the order of the protocol', () => {
    const { dataset } = cells;
    expect(dataset.arm.levels).toEqual(protocol.arms.map(({ key }) => key));
    expect(dataset.stratum.levels).toEqual(protocol.population.strata.map(({ key }) => key));
    expect(dataset.offers[0]!.form.levels).toEqual(
      protocol.waves[0]!.pairs.map(({ lure }) => lure),
    );
  });

  it('count uptake of each wave and arm among those sent to', () => {
    const stage = (name: keyof typeof STAGES) => (exposure: MadeUpExposure) =>
      exposure.stage_person >= STAGES[name];
    const flag = (name: keyof typeof FLAGS) => (exposure: MadeUpExposure) =>
      (exposure.flags_person & FLAGS[name]) !== 0;
    for (const row of cells.uptake) {
      const sent = trial.exposures.filter(
        (exposure) =>
          protocol.waves[exposure.wave]!.key === row.wave &&
          (exposure.role === 1 ? 'lure' : 'twin') === row.role &&
          personOf(trial, exposure).arm === row.arm &&
          exposure.sent_at !== null &&
          exposure.undelivered_at === null,
      );
      const people = (test: (exposure: MadeUpExposure) => boolean) => sent.filter(test).length;
      expect(row).toEqual({
        wave: row.wave,
        role: row.role,
        arm: row.arm,
        sent: sent.length,
        seen: people(stage('seen')),
        engaged: people(stage('engaged')),
        clicked: people(stage('clicked')),
        started: people(stage('started')),
        compromised: people(stage('compromised')),
        reported: people(flag('reported')),
        left: people(flag('left')),
        helpOpened: people(flag('help_opened')),
        revealSeen: people(flag('reveal_seen')),
        trainingSeen: people(flag('training_seen')),
        trainingFinished: people(flag('training_finished')),
      });
    }
    expect(cells.uptake).toHaveLength(12);
  });

  it('count visits of machines over all arms', () => {
    const visited = (grade: 'machine' | 'unsure') =>
      trial.exposures.filter(
        (exposure) => exposure[`stage_${grade}`] > 0 || exposure[`flags_${grade}`] > 0,
      ).length;
    expect(cells.other.offersVisitedByMachines).toBe(visited('machine'));
    expect(cells.other.offersWithUnsureViews).toBe(visited('unsure'));
  });

  it('count the windows that are not over, sent or not', () => {
    for (const { wave, role, people } of cells.open) {
      const open = trial.exposures.filter(
        (exposure) =>
          protocol.waves[exposure.wave]!.key === wave &&
          (exposure.role === 1 ? 'lure' : 'twin') === role &&
          exposure.closes_at > MIDWAY &&
          exposure.undelivered_at === null,
      );
      expect(people).toBe(open.length);
    }
    expect(
      cells.open.find(({ wave, role }) => wave === 'w2' && role === 'lure')!.people,
    ).toBeGreaterThan(0);
  });

  it('know the latest time they counted', () => {
    const times = trial.exposures.flatMap((exposure) => [
      exposure.sent_at?.getTime() ?? 0,
      exposure.undelivered_at?.getTime() ?? 0,
      exposure.closes_at <= MIDWAY ? exposure.closes_at.getTime() : 0,
    ]);
    expect(cells.latest?.getTime()).toBe(Math.max(...times));
  });
});

describe('an outcome whose window is shorter than the offer stays open', () => {
  it('counts only what happened in time, by the grade of the view', async () => {
    const protocol = exampleProtocol((document) => {
      document.analysis.primary.window = 'P3D';
    });
    const trial = await madeUpTrial(database.db, {
      protocol,
      people: 5,
      seed: 3,
      arm: () => 'reveal_only',
      behave: (exposure) => {
        // Everyone ends up compromised by the close of the offer.
        exposure.stage_person = STAGES.compromised;
      },
    });
    const lures = trial.exposures.filter(({ wave, role }) => wave === 1 && role === 1);
    const log = [
      { hours: 71, kind: 5, gesture: true },
      { hours: 73, kind: 5, gesture: true },
      { hours: 1, kind: 5, gesture: false },
      { hours: 2, kind: 6, gesture: true },
    ];
    for (const [index, { hours, kind, gesture }] of log.entries()) {
      const { participant_id, exposure_no, opens_at } = lures[index]!;
      const view = { participant_id, exposure_no, view_id: crypto.randomUUID() };
      await database.db
        .insertInto('views')
        .values({ ...view, machine: false, quick: false, gesture, stage: 5, flags: 0 })
        .execute();
      await database.db
        .insertInto('interactions')
        .values({
          ...view,
          seq: 1,
          kind,
          value: null,
          page_ms: 1,
          at: new Date(opens_at.getTime() + hours * 3_600_000),
          basis: 1,
        })
        .execute();
    }
    const { dataset } = await trialCells(database.db, {
      trialId: trial.trialId,
      protocol,
      countedUntil: new Date('2027-06-01T00:00:00Z'),
      erased: [],
    });
    const events = (offer: number, outcome: string, reading: (typeof READINGS)[number]) =>
      dataset.offers[offer]!.events[outcome]![reading].reduce(
        (sum, happened, row) => sum + happened * dataset.count[row]!,
        0,
      );
    expect(READINGS.map((reading) => events(2, 'compromised', reading))).toEqual([1, 2, 2]);
    expect(events(2, 'reported', 'people')).toBe(1);
    expect(events(0, 'compromised', 'people')).toBe(5);
  });
});

function personOf(trial: MadeUpTrial, exposure: MadeUpExposure): MadeUpPerson {
  return trial.people.find(({ participant_id }) => participant_id === exposure.participant_id)!;
}

/** One line a person: what a brute-force reading of the rows says of them. */
function patternOf(person: MadeUpPerson, trial: MadeUpTrial, protocol: Protocol): string {
  const own = trial.exposures.filter(
    (exposure) => exposure.participant_id === person.participant_id,
  );
  const offers = protocol.waves.flatMap((_, wave) =>
    [1, 2].map((role) => {
      const exposure = own.find((one) => one.wave === wave && one.role === role)!;
      return [
        statusOf(exposure, person),
        exposure.form,
        exposure.position,
        ...countedOutcomes(protocol.analysis.primary.outcome).map((outcome) =>
          reached(exposure, outcome),
        ),
      ].join(' ');
    }),
  );
  return [person.arm, person.stratum, person.locale, ...offers].join(' | ');
}

function statusOf(exposure: MadeUpExposure, person: MadeUpPerson): string {
  if (person.state === 'provisional') return 'expired';
  if (exposure.undelivered_at !== null) return 'undelivered';
  if (exposure.sent_at === null) return 'not_sent';
  return exposure.closes_at > MIDWAY ? 'lost' : 'analysed';
}

function reached(exposure: MadeUpExposure, outcome: Outcome): string {
  const by = (grade: 'person' | 'unsure' | 'machine') =>
    outcome === 'reported'
      ? (exposure[`flags_${grade}`] & FLAGS.reported) > 0
      : exposure[`stage_${grade}`] >= STAGES[outcome as keyof typeof STAGES];
  const people = by('person');
  const unsure = people || by('unsure');
  return `${+people}${+unsure}${+(unsure || by('machine'))}`;
}

function patternCounts(dataset: Dataset, protocol: Protocol): Map<string, number> {
  const outcomes = countedOutcomes(protocol.analysis.primary.outcome);
  const level = (column: { levels: readonly string[]; codes: Int32Array }, row: number) =>
    column.levels[column.codes[row]!] ?? '-';
  const counts = new Map<string, number>();
  for (let row = 0; row < dataset.rows; row += 1) {
    const offers = dataset.offers.map((offer) => {
      const form = level(offer.form, row);
      const events = outcomes.map((outcome) =>
        READINGS.map((reading) => offer.events[outcome]![reading][row]).join(''),
      );
      return [
        OFFER_STATUSES[offer.status[row]!],
        form,
        offer.position[row],
        ...(form === '-' ? [] : events),
      ].join(' ');
    });
    const locale = dataset.covariates.locale;
    const covariate = locale && 'levels' in locale ? level(locale, row) : '?';
    const key = [level(dataset.arm, row), level(dataset.stratum, row), covariate, ...offers].join(
      ' | ',
    );
    counts.set(key, (counts.get(key) ?? 0) + dataset.count[row]!);
  }
  return counts;
}
