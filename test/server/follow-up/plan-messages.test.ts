import { describe, expect, it } from 'vitest';
import type { Arm, Protocol } from '../../../protocol/schema.ts';
import { planExposures } from '../../../server/exposures/plan-exposures.ts';
import { planMessages } from '../../../server/follow-up/plan-messages.ts';
import { exampleProtocol } from './example.ts';

const ASSIGNED = new Date('2027-01-04T05:00:00Z');
const ID = '00000000-0000-7000-8000-000000000001';

function plan(arm: Arm, change: (protocol: Protocol) => void = () => undefined) {
  const protocol = structuredClone(exampleProtocol());
  protocol.arms = [protocol.arms[0]!, arm];
  change(protocol);
  const templateLock = Object.fromEntries(
    protocol.waves.flatMap(({ pairs }) =>
      pairs.flatMap(({ lure, twin }) => [
        [lure, lure],
        [twin, twin],
      ]),
    ),
  );
  const exposures = planExposures(
    { trialId: ID, protocol, templateLock },
    { participant_id: ID, locale: 'en', time_zone: 'Asia/Bangkok', basis: 1 },
    { arm: arm.key, offer_row: 0, twin_first: [1, 0], assigned_at: ASSIGNED },
  );
  const person = { participantId: ID, trialId: ID, timeZone: 'Asia/Bangkok', arm: arm.key };
  return planMessages(protocol, person, exposures, (key) => `${key}@test.invalid`);
}

const arm = (kind: Arm['kind'], content?: Partial<NonNullable<Arm['content']>>): Arm => ({
  key: 'tested',
  label: 'Tested',
  kind,
  ...(content
    ? {
        content: { template: 'awareness-message', delivery: 'page', when: 'at_reveal', ...content },
      }
    : {}),
});

const day = (n: number): Date => new Date(ASSIGNED.getTime() + n * 86_400_000);

const dues = (planned: ReturnType<typeof plan>): Record<string, string> =>
  Object.fromEntries(
    planned.messages.map(({ message_key, due_at }) => [
      message_key,
      new Date(due_at).toISOString(),
    ]),
  );

describe('planMessages()', () => {
  it('sends the offers as they open and the reveal when the wave closes', () => {
    expect(dues(plan(arm('training', {})))).toEqual({
      'offer-1': day(0).toISOString(),
      'offer-2': day(2).toISOString(),
      'reveal-0': day(9).toISOString(),
      'offer-3': day(23).toISOString(),
      'offer-4': day(25).toISOString(),
      'reveal-1': day(32).toISOString(),
    });
  });

  it('gives every arm the same offers and reveals at the same times', () => {
    const base = dues(plan(arm('reveal_only')));
    for (const other of [
      arm('training', { when: 'after_wave', delivery: 'message' }),
      arm('training', { delivery: 'in_person', when: 'after_wave' }),
      arm('delayed', { when: 'after_wave' }),
    ]) {
      const { 'training-0': _training, ...rest } = dues(plan(other));
      expect(rest).toEqual(base);
    }
  });

  it('sends no training message for a page at the reveal or for what is given in person', () => {
    expect(dues(plan(arm('training', {})))).not.toHaveProperty('training-0');
    const inPerson = plan(arm('training', { delivery: 'in_person', when: 'after_wave' }));
    expect(dues(inPerson)).not.toHaveProperty('training-0');
    expect(inPerson.debriefs.map(({ kind }) => kind)).toContain('training');
  });

  it('sends a training after the wave a day after its reveal', () => {
    for (const delivery of ['page', 'message'] as const) {
      expect(dues(plan(arm('training', { when: 'after_wave', delivery })))).toMatchObject({
        'training-0': day(10).toISOString(),
      });
    }
    expect(dues(plan(arm('training', { delivery: 'message' })))).toMatchObject({
      'training-0': day(9).toISOString(),
    });
  });

  it('makes an arm that waits wait until the trial closes', () => {
    const planned = plan(arm('delayed', { when: 'after_wave' }));
    expect(dues(planned)).toEqual(dues(plan(arm('reveal_only'))));
    expect(planned.debriefs.map(({ kind }) => kind)).toEqual(['reveal', 'reveal']);
  });

  it('links the reveal to the lure, whichever offer came first', () => {
    const reveals = plan(arm('reveal_only')).messages.filter(({ kind }) => kind === 'reveal');
    expect(reveals.map(({ exposure_no }) => exposure_no)).toEqual([2, 3]);
  });

  it('owes an unexposed person nothing for the waves without an offer', () => {
    const planned = plan(arm('unexposed'));
    expect(Object.keys(dues(planned)).sort()).toEqual(['offer-3', 'offer-4', 'reveal-1']);
    expect(planned.debriefs.map(({ wave }) => wave)).toEqual([1]);
  });

  it('plans nothing at night', () => {
    const planned = plan(arm('training', { when: 'after_wave' }), (protocol) => {
      protocol.waves[0]!.spacing = 'PT12H';
    });
    for (const { due_at } of planned.messages) {
      const hour = (new Date(due_at).getUTCHours() + 7) % 24;
      expect(hour).toBeGreaterThanOrEqual(9);
      expect(hour).toBeLessThan(19);
    }
  });
});
