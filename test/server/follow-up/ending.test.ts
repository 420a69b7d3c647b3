import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { messageStatus } from '../../../server/follow-up/message-status.ts';
import { runDue } from '../../../server/follow-up/run-due.ts';
import type { FollowUpContext } from '../../../server/follow-up/types.ts';
import { confirmConsent, consentHash } from '../../../server/participants/consent.ts';
import type { RunningTrial } from '../../../server/trials/running-trials.ts';
import { DAY, HOUR, later, NOON, type Recorder, World } from './world.ts';

let world: World;
let mail: Recorder;
let context: FollowUpContext;
let running: RunningTrial;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.database.close());
beforeEach(async () => {
  world.now = NOON;
  mail = world.recorder();
  context = world.context({ mail });
  running = await world.addTrial();
});

async function runAt(ms: number) {
  world.now = later(ms);
  const report = await runDue(context, world.now, { trialId: running.trial.trial_id });
  return report.trials[0]!;
}

const sent = (kind: string): string[] =>
  mail.got.filter(({ about }) => about.kind === kind).map(({ about }) => about.participantId);

describe('a stopped trial', () => {
  it('kills queued offers and tells at once who was offered something', async () => {
    const [offered, unreachable] = await world.addPeople(running, [{}, {}]);
    mail.answer = ({ about }) =>
      about.participantId === unreachable!.participantId
        ? { ok: false, permanent: true, reason: 'reply 550' }
        : { ok: true };
    await runAt(7 * DAY);
    world.now = later(7 * DAY + HOUR);
    await world.setState(running, 'stopped');
    await runAt(7 * DAY + HOUR);
    expect(sent('offer')).toEqual([offered!.participantId]);
    expect(sent('reveal')).toEqual([offered!.participantId]);
    expect(await world.states(offered!.participantId)).toMatchObject({
      'offer-1': 'sent',
      'offer-2': 'cancelled',
      'offer-3': 'cancelled',
      'reveal-0': 'sent',
    });
    for (let day = 8; day < 60; day += 5) await runAt(day * DAY);
    expect(mail.got).toHaveLength(2);
  });

  it('waits for the morning with the reveal, and puts it off only once', async () => {
    const [person] = await world.addPeople(running, [{}]);
    await runAt(7 * DAY);
    // 22:00 in Bangkok.
    world.now = later(7 * DAY + 10 * HOUR);
    await world.setState(running, 'stopped');
    await runAt(7 * DAY + 10 * HOUR);
    expect((await runAt(7 * DAY + 11 * HOUR)).putOff).toBe(0);
    expect(sent('reveal')).toEqual([]);
    const { due_at } = await world.db
      .selectFrom('messages')
      .select('due_at')
      .where('participant_id', '=', person!.participantId)
      .where('message_key', '=', 'reveal-0')
      .executeTakeFirstOrThrow();
    expect(due_at).toEqual(later(7 * DAY + 21 * HOUR));
    await runAt(7 * DAY + 21 * HOUR);
    expect(sent('reveal')).toHaveLength(1);
  });

  it('lets out no more than was leaving at the moment of the stop', async () => {
    await world.addPeople(
      running,
      Array.from({ length: 12 }, () => ({})),
    );
    // Invitations that were answered are put away first.
    await runAt(6 * DAY);
    mail.answer = async () => {
      await world.db
        .updateTable('trials')
        .set({ state: 'stopped', revision: 9 })
        .where('trial_id', '=', running.trial.trial_id)
        .execute();
      return { ok: true };
    };
    await runAt(7 * DAY);
    expect((await runAt(7 * DAY)).cancelled).toBe(12 * 4 - 5);
    expect(sent('offer')).toHaveLength(5);
  });
});

describe('a paused trial', () => {
  it('sends no offers and assigns nobody, but tells people what was practice', async () => {
    await world.addPeople(running, [{}]);
    world.now = later(DAY);
    const [late] = await world.addPeople(running, [{}]);
    await runAt(7 * DAY);
    await world.setState(running, 'paused');
    expect((await runAt(9 * DAY)).assigned).toBe(0);
    expect(await world.states(late!.participantId)).not.toHaveProperty('offer-1');
    expect(sent('offer')).toHaveLength(1);
    await runAt(16 * DAY);
    expect(sent('reveal')).toHaveLength(1);
    await world.setState(running, 'running');
    // The second window closed meanwhile: it is too late for that offer.
    await runAt(16 * DAY + HOUR);
    expect(sent('offer').filter((id) => id !== late!.participantId)).toHaveLength(1);
  });
});

describe('a closed trial', () => {
  it('gives everyone without a training the best one, once', async () => {
    const people = await world.addPeople(
      running,
      Array.from({ length: 10 }, () => ({})),
    );
    const [trained] = people;
    for (const day of [7, 9, 16, 30, 32, 39]) await runAt(day * DAY);
    expect(sent('reveal')).toHaveLength(20);
    await world.db
      .insertInto('debriefs')
      .values({
        participant_id: trained!.participantId,
        wave: 0,
        kind: 'training',
        owed_since: world.now,
        settled_at: world.now,
        settled_by: 'page',
      })
      .onConflict((conflict) =>
        conflict.columns(['participant_id', 'wave', 'kind']).doUpdateSet({ settled_at: world.now }),
      )
      .execute();
    world.now = later(40 * DAY);
    await world.setState(running, 'closed');
    expect((await runAt(40 * DAY)).closing).toBe(9);
    await runAt(41 * DAY);
    expect(sent('closing').sort()).toEqual(
      people
        .slice(1)
        .map(({ participantId }) => participantId)
        .sort(),
    );
    const untold = await world.db
      .selectFrom('debriefs as d')
      .innerJoin('participants as p', 'p.participant_id', 'd.participant_id')
      .select('d.participant_id')
      .where('p.trial_id', '=', running.trial.trial_id)
      .where('d.told_at', 'is', null)
      .where('d.settled_at', 'is', null)
      .execute();
    expect(untold).toEqual([]);
    expect(mail.got.at(-1)?.about.link).toContain('https://people.example/t/');
  });

  it('links the closing message to the wave whose training is owed', async () => {
    const people = await world.addPeople(
      running,
      Array.from({ length: 10 }, () => ({})),
    );
    await runAt(7 * DAY);
    await world.setState(running, 'closed');
    await runAt(7 * DAY + HOUR);
    const arms = await world.db
      .selectFrom('assignments')
      .select(['participant_id', 'arm'])
      .where('trial_id', '=', running.trial.trial_id)
      .execute();
    const waves = Object.fromEntries(
      mail.got
        .filter(({ about }) => about.kind === 'closing')
        .map(({ about }) => [about.participantId, about.wave]),
    );
    expect(Object.keys(waves)).toHaveLength(people.length);
    for (const { participant_id, arm } of arms) {
      expect(waves[participant_id]).toBe(arm === 'reveal_only' ? 1 : 0);
    }
  });
});

describe('provisional records', () => {
  beforeEach(async () => {
    running = await world.addTrial((protocol) => {
      protocol.consent.mode = 'deferred';
      protocol.consent.confirm_within = 'P14D';
    });
  });

  it('expire when nobody confirms them, are counted and leave nothing behind', async () => {
    const [silent, confirmed] = await world.addPeople(running, [{}, {}], false);
    await runAt(0);
    await runAt(2 * DAY);
    await runAt(9 * DAY);
    expect(sent('reveal').sort()).toEqual([silent!.participantId, confirmed!.participantId].sort());
    await confirmConsent(
      world.db,
      running,
      {
        participantId: confirmed!.participantId,
        locale: 'en',
        textSha256: consentHash(running.protocol, 'en'),
      },
      world.now,
    );
    expect((await runAt(23 * DAY - 1)).expired).toBe(0);
    expect((await runAt(23 * DAY)).expired).toBe(1);
    expect(await world.states(silent!.participantId)).toEqual({});
    expect(await world.states(confirmed!.participantId)).not.toEqual({});
    const tallies = await world.db
      .selectFrom('tallies')
      .select(['fate', 'people'])
      .where('trial_id', '=', running.trial.trial_id)
      .execute();
    expect(tallies).toEqual([{ fate: 'expired', people: 1 }]);
  });

  it('are told before they are erased', async () => {
    const [person] = await world.addPeople(running, [{}], false);
    await runAt(0);
    await world.db
      .updateTable('participants')
      .set({ basis_expires_at: later(3 * DAY) })
      .where('participant_id', '=', person!.participantId)
      .execute();
    const first = await runAt(3 * DAY);
    expect(first.expired).toBe(0);
    await runAt(3 * DAY + 60_000);
    expect(sent('reveal')).toEqual([person!.participantId]);
    expect(await world.states(person!.participantId)).toEqual({});
  });

  it('are offered nothing once they have expired', async () => {
    const [person] = await world.addPeople(running, [{}], false);
    await runAt(0);
    await world.db
      .updateTable('participants')
      .set({ basis_expires_at: later(2 * DAY) })
      .where('participant_id', '=', person!.participantId)
      .execute();
    await runAt(2 * DAY);
    expect(sent('offer')).toHaveLength(1);
  });
});

describe('messageStatus()', () => {
  it('counts what was sent, what is owed and what is in doubt', async () => {
    const people = await world.addPeople(running, [{}, {}]);
    await runAt(7 * DAY);
    mail.answer = () => ({ ok: false, permanent: false, unknown: true, reason: 'ECONNECTION' });
    await runAt(9 * DAY);
    mail.answer = ({ about }) =>
      about.participantId === people[0]!.participantId
        ? { ok: true }
        : { ok: false, permanent: true, reason: 'reply 550' };
    await runAt(16 * DAY);
    const status = await messageStatus(world.db, running.trial.trial_id, world.now);
    expect(status.owed).toEqual({ people: 2, told: 1, settled: 0, neverReached: 1 });
    expect(status.inDoubt.map(({ messageKey }) => messageKey)).toEqual(['offer-2', 'offer-2']);
    expect(status.messages).toContainEqual({ kind: 'offer', state: 'unknown', count: 2 });
  });
});
