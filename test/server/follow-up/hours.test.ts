import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DueMessage, decide, type SendingRules } from '../../../server/follow-up/decide.ts';
import { runDue } from '../../../server/follow-up/run-due.ts';
import { DAY, HOUR, World } from './world.ts';

const RULES: SendingRules = {
  hours: { fromHour: 9, toHour: 19 },
  asksFirst: true,
  admissible: 0b10,
  gapMs: 7 * DAY,
};

const MESSAGE: DueMessage = {
  participantId: '00000000-0000-7000-8000-000000000000',
  messageKey: 'offer-1',
  kind: 'offer',
  wave: 0,
  exposureNo: 1,
  messageId: 'a@b.invalid',
  attempts: 0,
  timeZone: 'Europe/Berlin',
  locale: 'en',
  personState: 'consented',
  basis: 1,
  basisExpiresAt: null,
  agreedAt: new Date('2020-01-01T00:00:00Z'),
  delivery: 'mail',
  suppressed: false,
  closesAt: new Date('2100-01-01T00:00:00Z'),
  ended: false,
  offer: { form: 'a', templateHash: 'b', locale: 'en' },
  offered: true,
  trained: false,
  role: 1,
  told: false,
  toldAhead: false,
};

const ZONES = [
  'Asia/Bangkok',
  'Europe/Berlin',
  'America/New_York',
  'America/St_Johns',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Casablanca',
  'Pacific/Apia',
  'Pacific/Kiritimati',
];

/** By another clock than the one under test. */
function localHour(at: Date, timeZone: string): number {
  const text = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  return Number(text.format(at));
}

describe('decide()', () => {
  it('sends nothing outside the hours of any time zone, and puts off to within them', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01'), max: new Date('2029-01-01'), noInvalidDate: true }),
        fc.constantFrom(...ZONES),
        fc.constantFrom<DueMessage['kind']>(
          'registration',
          'offer',
          'reveal',
          'training',
          'closing',
        ),
        (now, timeZone, kind) => {
          const personState = kind === 'registration' ? 'invited' : 'consented';
          const decision = decide({ ...MESSAGE, timeZone, kind, personState }, RULES, now);
          const hour = localHour(now, timeZone);
          if (decision.act === 'send') return hour >= 9 && hour < 19;
          if (decision.act !== 'wait') return false;
          const then = localHour(decision.until, timeZone);
          return (hour < 9 || hour >= 19) && then === 9 && decision.until > now;
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    [
      'the evening before the clocks go forward',
      '2027-03-27T20:00:00Z',
      '2027-03-28T07:00:00.000Z',
    ],
    ['the hour that does not exist', '2027-03-28T01:30:00Z', '2027-03-28T07:00:00.000Z'],
    ['the evening before the clocks go back', '2027-10-30T20:00:00Z', '2027-10-31T08:00:00.000Z'],
    ['the hour that comes twice', '2027-10-31T00:30:00Z', '2027-10-31T08:00:00.000Z'],
  ])('waits until 09:00 of the clock on the wall: %s', (_name, now, until) => {
    expect(decide(MESSAGE, RULES, new Date(now))).toEqual({ act: 'wait', until: new Date(until) });
  });

  const noon = new Date('2027-01-03T12:00:00Z');
  it.each<[string, Partial<DueMessage>]>([
    ['no contact', { delivery: null }],
    ['a suppressed contact', { suppressed: true }],
    ['no basis', { basis: null }],
    ['a basis the trial does not admit', { basis: 2 }],
    ['an expired basis', { basisExpiresAt: noon }],
    ['no consent', { agreedAt: null }],
    ['a closed window', { closesAt: noon }],
    ['an offer that has ended', { ended: true }],
    ['an offer that is gone', { closesAt: null }],
    ['a reveal of nothing', { kind: 'reveal', offered: false }],
    ['a second training', { kind: 'training', trained: true }],
    ['a closing after a training', { kind: 'closing', trained: true }],
    ['an invitation that was answered', { kind: 'registration' }],
  ])('cancels %s', (_name, change) => {
    expect(decide({ ...MESSAGE, ...change }, RULES, noon)).toMatchObject({ act: 'cancel' });
  });

  it('waits for the gap since the consent', () => {
    const agreedAt = new Date(noon.getTime() - 7 * DAY + 1);
    const until = new Date(noon.getTime() + 1);
    expect(decide({ ...MESSAGE, agreedAt }, RULES, noon)).toEqual({ act: 'wait', until });
    expect(
      decide({ ...MESSAGE, agreedAt: new Date(noon.getTime() - 7 * DAY) }, RULES, noon),
    ).toEqual({
      act: 'send',
    });
  });
});

describe('a trial over the change of the clocks', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world.database.close());

  it('sends everything within the hours of each person', async () => {
    world.now = new Date('2027-03-14T12:00:00Z');
    const mail = world.recorder();
    const running = await world.addTrial();
    const people = await world.addPeople(
      running,
      ZONES.map((timeZone) => ({ timeZone })),
    );
    const zoneOf = new Map(people.map(({ participantId }, n) => [participantId, ZONES[n]!]));
    const context = world.context({ mail });
    const start = world.now.getTime();
    for (let at = start + 6 * DAY; at < start + 24 * DAY; at += 7 * HOUR) {
      world.now = new Date(at);
      await runDue(context, world.now, { trialId: running.trial.trial_id });
    }
    // Two offers and the reveal of the first wave, each.
    expect(mail.got.length).toBe(people.length * 3);
    for (const { about, at } of mail.got) {
      const hour = localHour(at, zoneOf.get(about.participantId)!);
      expect(hour).toBeGreaterThanOrEqual(9);
      expect(hour).toBeLessThan(19);
    }
  });
});
