import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Met, offerStands, revealIsDue } from '../../../server/exposures/context.ts';
import { openExposureReader } from '../../../server/exposures/find-exposure.ts';
import {
  type InteractionLog,
  openInteractionLog,
  type ViewReport,
} from '../../../server/exposures/interaction-log.ts';
import { lastSendingTime } from '../../../server/exposures/sending-hours.ts';
import { newViewId } from '../../../server/exposures/view-id.ts';
import { runDue } from '../../../server/follow-up/run-due.ts';
import type { FollowUpContext } from '../../../server/follow-up/types.ts';
import { admissibleBases } from '../../../server/participants/basis.ts';
import type { RunningTrial } from '../../../server/trials/running-trials.ts';
import { JOB_TEMPLATES } from './templates.ts';
import { DAY, HOUR, later, NOON, type Person, type Recorder, World } from './world.ts';

let world: World;
let mail: Recorder;
let context: FollowUpContext;
let running: RunningTrial;
let log: InteractionLog;
/** Noon in Bangkok, when the gap has passed and the first offer leaves. */
const FIRST = 7 * DAY;

beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.database.close());
beforeEach(async () => {
  world.now = NOON;
  mail = world.recorder();
  context = world.context({ mail }, JOB_TEMPLATES);
  running = await world.addTrial();
  log = openInteractionLog(world.database.pool);
});
afterEach(() => log.close());

async function runAt(ms: number): Promise<void> {
  world.now = later(ms);
  await runDue(context, world.now, { trialId: running.trial.trial_id });
}

async function act(
  person: Person,
  exposureNo: number,
  ms: number,
  kind: 'engaged' | 'seen' | 'compromised' = 'engaged',
): Promise<void> {
  const report: ViewReport = {
    participantId: person.participantId,
    exposureNo,
    viewId: newViewId(later(ms)),
    place: 'offer',
    machine: false,
    gesture: kind !== 'seen',
    interactions: [{ kind, seq: 100, pageMs: 900, value: null }],
  };
  await log.append(report, admissibleBases('prospective_general'), later(ms));
}

const tellings = (person: Person) =>
  mail.got
    .filter(({ about }) => about.kind === 'reveal' && about.participantId === person.participantId)
    .map(({ about, at }) => ({
      exposureNo: about.exposureNo,
      hours: (at.getTime() - NOON.getTime()) / HOUR,
    }));

async function exposure(person: Person, exposureNo: number) {
  return world.db
    .selectFrom('exposures')
    .select(['reveals_at', 'role', 'stage_person', 'ended_at'])
    .where('participant_id', '=', person.participantId)
    .where('exposure_no', '=', exposureNo)
    .executeTakeFirstOrThrow();
}

async function debriefTold(person: Person): Promise<boolean> {
  const row = await world.db
    .selectFrom('debriefs')
    .select('told_at')
    .where('participant_id', '=', person.participantId)
    .where('kind', '=', 'reveal')
    .where('wave', '=', 0)
    .executeTakeFirstOrThrow();
  return row.told_at !== null;
}

describe('an offer about work', () => {
  it('is told to who engaged within 24 hours, and to nobody else before the wave', async () => {
    const [engaged, looked, away] = await world.addPeople(running, [{}, {}, {}]);
    await runAt(FIRST);
    await act(engaged!, 1, FIRST + HOUR);
    await act(looked!, 1, FIRST + HOUR, 'seen');
    for (let hour = 1; hour <= 25; hour += 1) await runAt(FIRST + hour * HOUR + 60_000);
    const told = tellings(engaged!);
    expect(told.map(({ exposureNo }) => exposureNo)).toEqual([1]);
    expect(told[0]!.hours - FIRST / HOUR - 1).toBeLessThanOrEqual(24);
    // As late as the hours allow: the day is theirs to decide in.
    expect(told[0]!.hours - FIRST / HOUR - 1).toBeGreaterThanOrEqual(22);
    expect(tellings(looked!)).toEqual([]);
    expect(tellings(away!)).toEqual([]);
  });

  it('is told before the end of the sending hours when 24 hours later is night', async () => {
    const [person] = await world.addPeople(running, [{}]);
    await runAt(FIRST);
    // 21:30 in Bangkok; nothing is sent from 19:00 to 9:00.
    await act(person!, 1, FIRST + 9.5 * HOUR);
    await runAt(FIRST + 10 * HOUR);
    const { reveals_at } = await exposure(person!, 1);
    expect(reveals_at).toEqual(later(FIRST + DAY + 6.5 * HOUR));
    await runAt(FIRST + DAY + 6.5 * HOUR);
    expect(tellings(person!)).toHaveLength(1);
  });

  it('stands no longer from then on, for its page and for what is counted', async () => {
    const [person] = await world.addPeople(running, [{}]);
    await runAt(FIRST);
    await act(person!, 1, FIRST + HOUR);
    await runAt(FIRST + 2 * HOUR);
    const { reveals_at } = await exposure(person!, 1);
    const reader = openExposureReader(world.database.pool);
    const served = (await reader.find(person!.participantId, 1))!;
    await reader.close();
    const met = (now: Date) => ({ running, exposure: served, now }) as Met;
    const before = new Date(reveals_at!.getTime() - 1_000);
    expect([offerStands(met(before), false), revealIsDue(met(before))]).toEqual([true, false]);
    expect([offerStands(met(reveals_at!), false), revealIsDue(met(reveals_at!))]).toEqual([
      false,
      true,
    ]);
    await act(person!, 1, reveals_at!.getTime() - NOON.getTime() + 60_000, 'compromised');
    expect((await exposure(person!, 1)).stage_person).toBe(2);
  });

  it('owes the wave its reveal as long as one offer of it was not told of', async () => {
    const [one, both] = await world.addPeople(running, [{}, {}]);
    await runAt(FIRST);
    await act(one!, 1, FIRST + HOUR);
    await act(both!, 1, FIRST + HOUR);
    for (let hour = 1; hour <= 30; hour += 1) await runAt(FIRST + hour * HOUR + 60_000);
    for (const person of [one!, both!]) {
      const lure = (await exposure(person, 1)).role === 1;
      // A twin told ahead settles nothing of what is owed for its lure.
      expect(await debriefTold(person)).toBe(lure);
    }
    await runAt(FIRST + 2 * DAY);
    await act(both!, 2, FIRST + 2 * DAY + HOUR);
    for (let hour = 49; hour <= 80; hour += 1) await runAt(FIRST + hour * HOUR + 60_000);
    await runAt(FIRST + 9 * DAY);
    expect(tellings(both!).map(({ exposureNo }) => exposureNo)).toEqual([1, 2]);
    expect(tellings(one!)).toHaveLength(2);
    expect((await world.states(both!.participantId))['reveal-0']).toBe('cancelled');
    expect((await world.states(one!.participantId))['reveal-0']).toBe('sent');
  });

  it('is not told twice to who has seen the reveal', async () => {
    const [person] = await world.addPeople(running, [{}]);
    await runAt(FIRST);
    await act(person!, 1, FIRST + HOUR);
    await runAt(FIRST + 2 * HOUR);
    await world.db
      .updateTable('exposures')
      .set({ flags_person: 32 })
      .where('participant_id', '=', person!.participantId)
      .where('exposure_no', '=', 1)
      .execute();
    for (let hour = 2; hour <= 26; hour += 1) await runAt(FIRST + hour * HOUR + 60_000);
    expect(tellings(person!)).toEqual([]);
    expect((await world.states(person!.participantId))['reveal-early-1']).toBe('cancelled');
  });

  it('is told at once when the trial is stopped', async () => {
    const [person] = await world.addPeople(running, [{}]);
    await runAt(FIRST);
    await act(person!, 1, FIRST + HOUR);
    await runAt(FIRST + 2 * HOUR);
    world.now = later(FIRST + 3 * HOUR);
    await world.setState(running, 'stopped');
    await runAt(FIRST + 3 * HOUR);
    expect(tellings(person!).length).toBeGreaterThan(0);
    expect(tellings(person!)[0]!.hours).toBe(FIRST / HOUR + 3);
  });
});

it('an offer of a shop waits for its wave', async () => {
  context = world.context({ mail });
  const [person] = await world.addPeople(running, [{}]);
  await runAt(FIRST);
  await act(person!, 1, FIRST + HOUR);
  for (let hour = 1; hour <= 30; hour += 1) await runAt(FIRST + hour * HOUR + 60_000);
  expect(tellings(person!)).toEqual([]);
  expect((await exposure(person!, 1)).reveals_at).toBeNull();
});

it('lastSendingTime() is never later, never outside the hours, and less than a day before', () => {
  const hours = { fromHour: 9, toHour: 19 };
  const local = (at: Date, timeZone: string): number =>
    Number(
      new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(at),
    );
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2026-01-01'), max: new Date('2029-01-01'), noInvalidDate: true }),
      fc.constantFrom('Asia/Bangkok', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
      (at, timeZone) => {
        const last = lastSendingTime(at, timeZone, hours);
        expect(last <= at).toBe(true);
        expect(local(last, timeZone)).toBeGreaterThanOrEqual(9);
        expect(local(last, timeZone)).toBeLessThan(19);
        expect(at.getTime() - last.getTime()).toBeLessThan(16 * HOUR);
      },
    ),
  );
});
