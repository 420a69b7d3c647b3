import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runDue } from '../../../server/follow-up/run-due.ts';
import type { FollowUpContext } from '../../../server/follow-up/types.ts';
import { leaveTrial } from '../../../server/participants/leave.ts';
import { suppressContact } from '../../../server/participants/suppression.ts';
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

/** Runs what is due at a moment after NOON, in this test's trial alone. */
async function runAt(ms: number) {
  world.now = later(ms);
  const report = await runDue(context, world.now, { trialId: running.trial.trial_id });
  return report.trials[0]!;
}

const kinds = (): string[] => mail.got.map(({ about }) => `${about.kind}-${about.wave}`);

describe('runDue()', () => {
  it('assigns nobody before the gap has passed since they agreed', async () => {
    const [person] = await world.addPeople(running, [{}]);
    expect((await runAt(7 * DAY - 1)).assigned).toBe(0);
    expect((await runAt(7 * DAY)).assigned).toBe(1);
    expect(await world.states(person!.participantId)).toMatchObject({
      'offer-1': 'sent',
      'offer-2': 'due',
      'offer-3': 'due',
      'offer-4': 'due',
      'reveal-0': 'due',
      'reveal-1': 'due',
    });
  });

  it('assigns nobody who did not agree, and invites them once', async () => {
    await world.addPeople(running, [{}], false);
    expect((await runAt(0)).sent).toBe(1);
    expect((await runAt(30 * DAY)).assigned).toBe(0);
    expect(kinds()).toEqual(['registration-0']);
  });

  it('plans for each person what their arm, waves and hours ask for', async () => {
    await world.addPeople(
      running,
      Array.from({ length: 12 }, () => ({})),
    );
    await runAt(7 * DAY);
    const rows = await world.db
      .selectFrom('assignments as a')
      .innerJoin('debriefs as d', 'd.participant_id', 'a.participant_id')
      .select(['a.participant_id', 'a.arm', 'd.kind', 'd.wave'])
      .where('a.trial_id', '=', running.trial.trial_id)
      .execute();
    for (const { arm, participant_id } of rows) {
      const owed = rows.filter((row) => row.participant_id === participant_id);
      expect(
        owed
          .filter(({ kind }) => kind === 'reveal')
          .map(({ wave }) => wave)
          .sort(),
      ).toEqual([0, 1]);
      expect(owed.filter(({ kind }) => kind === 'training')).toHaveLength(
        arm === 'reveal_only' ? 0 : 1,
      );
    }
  });

  it('sends each offer when it opens and records when it left', async () => {
    const [person] = await world.addPeople(running, [{}]);
    await runAt(7 * DAY);
    await runAt(9 * DAY);
    expect(kinds()).toEqual(['offer-0', 'offer-0']);
    const exposures = await world.db
      .selectFrom('exposures')
      .select(['exposure_no', 'sent_at', 'form'])
      .where('participant_id', '=', person!.participantId)
      .orderBy('exposure_no')
      .execute();
    expect(exposures.map(({ sent_at }) => sent_at)).toEqual([
      later(7 * DAY),
      later(9 * DAY),
      null,
      null,
    ]);
    expect(mail.got[0]?.about.link).toContain(`https://people.example/o/${exposures[0]?.form}/`);
    expect(mail.got[0]?.fromName).toBe(`Shop of hash of ${exposures[0]?.form}`);
  });

  it('sends nothing twice, however often it runs', async () => {
    await world.addPeople(running, [{}, {}, {}]);
    for (const ms of [7 * DAY, 7 * DAY, 7 * DAY + HOUR, 9 * DAY, 9 * DAY, 20 * DAY, 20 * DAY]) {
      await runAt(ms);
    }
    const ids = mail.got.map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(kinds().sort()).toEqual(
      [...Array(6).fill('offer-0'), ...Array(3).fill('reveal-0')].sort(),
    );
  });

  it('assigns and sends once when several planners run at the same time', async () => {
    await world.addPeople(
      running,
      Array.from({ length: 30 }, (_, n) => ({ stratum: n % 2 ? 'students' : 'older_adults' })),
    );
    mail.answer = async () => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
      return { ok: true };
    };
    world.now = later(7 * DAY);
    const reports = await Promise.all(
      Array.from({ length: 4 }, () =>
        runDue(context, world.now, { trialId: running.trial.trial_id }),
      ),
    );
    await runAt(7 * DAY);
    expect(reports.reduce((sum, report) => sum + report.trials[0]!.assigned, 0)).toBe(30);
    const ids = mail.got.map(({ messageId }) => messageId);
    expect(ids).toHaveLength(30);
    expect(new Set(ids).size).toBe(30);
  });

  it('reveals to everyone who was offered something, in every arm in the same hour', async () => {
    const people = await world.addPeople(
      running,
      Array.from({ length: 15 }, () => ({})),
    );
    await runAt(7 * DAY);
    await runAt(9 * DAY);
    // The page told one of them already; the message goes out all the same.
    await world.db
      .updateTable('debriefs')
      .set({ settled_at: world.now, settled_by: 'page' })
      .where('participant_id', '=', people[0]!.participantId)
      .where('kind', '=', 'reveal')
      .where('wave', '=', 0)
      .execute();
    await runAt(16 * DAY - 1);
    expect(kinds()).not.toContain('reveal-0');
    await runAt(16 * DAY);
    const told = mail.got.filter(({ about }) => about.kind === 'reveal');
    expect(told.map(({ about }) => about.participantId).sort()).toEqual(
      people.map(({ participantId }) => participantId).sort(),
    );
    expect(new Set(told.map(({ at }) => at.getTime()))).toEqual(
      new Set([later(16 * DAY).getTime()]),
    );
    const debriefs = await world.db
      .selectFrom('debriefs as d')
      .innerJoin('assignments as a', 'a.participant_id', 'd.participant_id')
      .select(['a.arm', 'd.told_at'])
      .where('a.trial_id', '=', running.trial.trial_id)
      .where('d.kind', '=', 'reveal')
      .where('d.wave', '=', 0)
      .execute();
    expect(debriefs.every(({ told_at }) => told_at?.getTime() === later(16 * DAY).getTime())).toBe(
      true,
    );
    expect(new Set(debriefs.map(({ arm }) => arm)).size).toBe(3);
    expect(told[0]?.about.link).toContain('https://people.example/r/');
  });

  it('tells nobody of offers that never left', async () => {
    const [person] = await world.addPeople(running, [{}]);
    mail.answer = () => ({ ok: false, permanent: true, reason: 'EENVELOPE, reply 550' });
    await runAt(7 * DAY);
    await runAt(9 * DAY);
    mail.answer = () => ({ ok: true });
    await runAt(16 * DAY);
    expect(mail.got).toEqual([]);
    expect(await world.states(person!.participantId)).toMatchObject({
      'offer-1': 'failed',
      'offer-2': 'failed',
      'reveal-0': 'cancelled',
    });
    const exposures = await world.db
      .selectFrom('exposures')
      .select(['sent_at', 'undelivered_at'])
      .where('participant_id', '=', person!.participantId)
      .orderBy('exposure_no')
      .limit(1)
      .execute();
    expect(exposures).toEqual([{ sent_at: null, undelivered_at: later(7 * DAY) }]);
  });

  it('tries again later, and later each time, what was refused for now', async () => {
    const [person] = await world.addPeople(running, [{}]);
    let tries = 0;
    mail.answer = () => {
      tries += 1;
      return tries < 3 ? { ok: false, permanent: false, reason: 'reply 451' } : { ok: true };
    };
    expect((await runAt(7 * DAY)).retried).toBe(1);
    await runAt(7 * DAY + 4 * 60_000);
    expect(tries).toBe(1);
    expect((await runAt(7 * DAY + 5 * 60_000)).retried).toBe(1);
    await runAt(7 * DAY + 14 * 60_000);
    expect(tries).toBe(2);
    expect((await runAt(7 * DAY + 15 * 60_000)).sent).toBe(1);
    expect((await world.states(person!.participantId))['offer-1']).toBe('sent');
  });

  it('gives up a message that is refused again and again, and calls its offer undelivered', async () => {
    const [person] = await world.addPeople(running, [{}]);
    mail.answer = () => ({ ok: false, permanent: false, reason: 'reply 451' });
    for (let n = 0; n < 24; n += 1) await runAt(7 * DAY + n * 6.5 * HOUR);
    expect((await world.states(person!.participantId))['offer-1']).toBe('failed');
  });

  it('never sends again what may have left', async () => {
    const [person] = await world.addPeople(running, [{}]);
    mail.answer = () => ({ ok: false, permanent: false, unknown: true, reason: 'ECONNECTION' });
    expect((await runAt(7 * DAY)).unknown).toBe(1);
    mail.answer = () => ({ ok: true });
    await runAt(8 * DAY);
    expect(mail.got).toEqual([]);
    expect((await world.states(person!.participantId))['offer-1']).toBe('unknown');
    // It may have arrived, so its reveal is owed.
    await runAt(16 * DAY);
    expect(kinds()).toContain('reveal-0');
  });

  it('sends nothing to who has withdrawn, declined contact or come to be suppressed', async () => {
    const [gone, opted] = await world.addPeople(running, [{}, {}]);
    await runAt(7 * DAY);
    await leaveTrial(world.db, running, gone!.participantId, 'withdrawn', world.now);
    const { contact_hash } = await world.db
      .selectFrom('contacts')
      .select('contact_hash')
      .where('participant_id', '=', opted!.participantId)
      .executeTakeFirstOrThrow();
    await suppressContact(world.db, contact_hash, 'opted_out', world.now);
    mail.got.length = 0;
    for (let day = 8; day < 60; day += 4) await runAt(day * DAY);
    expect(mail.got).toEqual([]);
    expect(await world.states(opted!.participantId)).toMatchObject({ 'reveal-0': 'cancelled' });
  });

  it('does not assign whoever opted out before', async () => {
    const [person] = await world.addPeople(running, [{}]);
    const { contact_hash } = await world.db
      .selectFrom('contacts')
      .select('contact_hash')
      .where('participant_id', '=', person!.participantId)
      .executeTakeFirstOrThrow();
    await suppressContact(world.db, contact_hash, 'opted_out', world.now);
    expect((await runAt(8 * DAY)).assigned).toBe(0);
  });

  it('sends nothing more once people withdraw while messages leave', async () => {
    const people = await world.addPeople(
      running,
      Array.from({ length: 12 }, () => ({})),
    );
    const [first, ...rest] = people.map(({ participantId }) => participantId);
    let left = false;
    mail.answer = async ({ about }) => {
      if (!left) {
        left = true;
        for (const id of [first!, ...rest].filter((one) => one !== about.participantId)) {
          await leaveTrial(world.db, running, id, 'withdrawn', world.now);
        }
      }
      return { ok: true };
    };
    await runAt(7 * DAY);
    expect(mail.got.length).toBeLessThanOrEqual(5);
  });

  it('looks at the gap again in the transaction that sends', async () => {
    const [person] = await world.addPeople(running, [{}]);
    await runAt(7 * DAY);
    // An older consent than this row is gone; what is due says otherwise.
    await world.database.ownerDb
      .updateTable('consents')
      .set({ at: later(7 * DAY) })
      .where('participant_id', '=', person!.participantId)
      .execute();
    const sent = mail.got.length;
    await runAt(9 * DAY);
    expect(mail.got).toHaveLength(sent);
    await world.database.ownerDb
      .deleteFrom('consents')
      .where('participant_id', '=', person!.participantId)
      .execute();
    await world.db
      .updateTable('messages')
      .set({ due_at: NOON })
      .where('participant_id', '=', person!.participantId)
      .where('message_key', '=', 'offer-2')
      .execute();
    await runAt(9 * DAY);
    expect(mail.got).toHaveLength(sent);
    expect((await world.states(person!.participantId))['offer-2']).toBe('cancelled');
  });

  it('lets messages wait whose delivery no messenger serves, and counts them', async () => {
    await world.addPeople(running, [{ delivery: 'link_list' }, {}]);
    expect(await runAt(7 * DAY)).toMatchObject({ sent: 1, waiting: 1 });
  });

  it('gives up an offer whose window closed before it could be sent', async () => {
    const [person] = await world.addPeople(running, [{}]);
    context = world.context({});
    await runAt(7 * DAY);
    context = world.context({ mail });
    await runAt(16 * DAY);
    expect(mail.got).toEqual([]);
    expect(await world.states(person!.participantId)).toMatchObject({
      'offer-1': 'cancelled',
      'offer-2': 'cancelled',
      'reveal-0': 'cancelled',
    });
  });

  it('never lets a rehearsal reach people, nor keeps a field trial in the process', async () => {
    const rehearsal = await world.addTrial(() => undefined, 'rehearsal');
    await world.addPeople(rehearsal, [{}]);
    await world.addPeople(running, [{}]);
    world.now = later(7 * DAY);
    await runDue(context, world.now, { trialId: rehearsal.trial.trial_id });
    expect(mail.got).toEqual([]);
    const outbox = world.recorder('rehearsal');
    context = world.context({ mail: outbox });
    await runDue(context, world.now, { trialId: running.trial.trial_id });
    expect(outbox.got).toEqual([]);
    await runDue(context, world.now, { trialId: rehearsal.trial.trial_id });
    expect(outbox.got).toHaveLength(1);
  });

  it('leaves rehearsals alone unless they are named', async () => {
    const rehearsal = await world.addTrial(() => undefined, 'rehearsal');
    const report = await runDue(context, world.now);
    expect(report.trials.map(({ slug }) => slug)).toContain(running.trial.slug);
    expect(report.trials.map(({ slug }) => slug)).not.toContain(rehearsal.trial.slug);
  });

  it("counts by the trial's own clock", async () => {
    await world.addPeople(running, [{}]);
    await world.db
      .updateTable('trials')
      .set({ clock_offset_ms: 7 * DAY, revision: 2 })
      .where('trial_id', '=', running.trial.trial_id)
      .execute();
    expect((await runAt(0)).assigned).toBe(1);
    expect(mail.got).toHaveLength(1);
  });
});
