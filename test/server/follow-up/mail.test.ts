import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { runDue } from '../../../server/follow-up/run-due.ts';
import { openSmtpMessenger } from '../../../server/follow-up/smtp.ts';
import type { FollowUpContext } from '../../../server/follow-up/types.ts';
import type { RunningTrial } from '../../../server/trials/running-trials.ts';
import { type MailSink, openMailSink } from './mail-sink.ts';
import { DAY, later, NOON, World } from './world.ts';

let world: World;
let sink: MailSink;
let context: FollowUpContext;
let running: RunningTrial;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.database.close());
beforeEach(async () => {
  world.now = NOON;
  sink = await openMailSink();
  context = world.context({
    mail: openSmtpMessenger({ url: sink.url, from: 'trial@research.example', timeoutMs: 2_000 }),
  });
  running = await world.addTrial();
});
afterEach(() => sink.close());

async function runAt(ms: number) {
  world.now = later(ms);
  const report = await runDue(context, world.now, { trialId: running.trial.trial_id });
  return report.trials[0]!;
}

const mailsPerAddress = (): number[] => {
  const counts = new Map<string, number>();
  for (const { to } of sink.received) counts.set(to[0]!, (counts.get(to[0]!) ?? 0) + 1);
  return [...counts.values()];
};

describe('messages by mail', () => {
  it('carry one-click opting out and say on the outside what they are', async () => {
    const [person] = await world.addPeople(running, [{}]);
    await runAt(7 * DAY);
    expect(sink.received).toHaveLength(1);
    const [{ to, mail }] = sink.received as [(typeof sink.received)[0]];
    expect(to).toEqual([person!.address]);
    const headers = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]));
    expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    expect(headers['list-unsubscribe']).toMatch(/^<https:\/\/people\.example\/u\/v1\.[\w.-]+>$/);
    expect(headers['x-simulated-exposure']).toBe(
      `trial=${running.trial.slug}; contact=trial@consumer-safety.example; ethics=EX-2026-041`,
    );
    expect(mail.messageId).not.toContain(person!.participantId);
  });

  it('carry the same headers in every arm and for offer and reveal', async () => {
    await world.addPeople(
      running,
      Array.from({ length: 10 }, () => ({})),
    );
    await runAt(7 * DAY);
    await runAt(16 * DAY);
    const names = sink.received.map(({ mail }) =>
      mail.headers
        .map(({ key }) => key)
        .sort()
        .join(),
    );
    expect(sink.received).toHaveLength(20);
    expect(new Set(names).size).toBe(1);
  });

  it('are final after a 550 and tried again after a 451', async () => {
    const [gone, full] = await world.addPeople(running, [{}, {}]);
    sink.answer.recipient = (address) => (address === gone!.address ? 550 : 451);
    expect(await runAt(7 * DAY)).toMatchObject({ failed: 1, retried: 1 });
    sink.answer = {};
    await runAt(7 * DAY + 6 * 60_000);
    expect(sink.received.map(({ to }) => to[0])).toEqual([full!.address]);
    expect((await world.states(gone!.participantId))['offer-1']).toBe('failed');
  });

  it('leave once each when two planners race', async () => {
    await world.addPeople(
      running,
      Array.from({ length: 25 }, () => ({})),
    );
    world.now = later(7 * DAY);
    await Promise.all(
      [1, 2, 3].map(() => runDue(context, world.now, { trialId: running.trial.trial_id })),
    );
    await runAt(7 * DAY);
    expect(mailsPerAddress()).toEqual(Array(25).fill(1));
  });

  it('are never sent again after the service was killed while they left', async () => {
    await world.addPeople(
      running,
      Array.from({ length: 25 }, () => ({})),
    );
    // Invitations that were answered are put away first.
    await runAt(6 * DAY);
    sink.answer.text = () => 'hang';
    world.now = later(7 * DAY);
    const child = spawn(
      process.execPath,
      [
        '--import',
        'tsx',
        fileURLToPath(new URL('crash-child.ts', import.meta.url)),
        world.database.url,
        world.key.toString('hex'),
        running.trial.trial_id,
        sink.url,
        world.now.toISOString(),
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const ended = once(child, 'exit');
    await vi.waitFor(() => expect(sink.received.length).toBe(5), 20_000);
    child.kill('SIGKILL');
    await ended;
    sink.answer = {};
    expect((await runAt(7 * DAY + 9 * 60_000)).sent).toBe(20);
    expect((await runAt(7 * DAY + 11 * 60_000)).unknown).toBe(5);
    await runAt(7 * DAY + 60 * 60_000);
    expect(mailsPerAddress()).toEqual(Array(25).fill(1));
    const states = await world.db
      .selectFrom('messages')
      .select('state')
      .where('trial_id', '=', running.trial.trial_id)
      .where('message_key', '=', 'offer-1')
      .execute();
    expect(states.filter(({ state }) => state === 'unknown')).toHaveLength(5);
    const { count } = await world.db
      .selectFrom('exposures')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('trial_id', '=', running.trial.trial_id)
      .where('sent_at', 'is not', null)
      .executeTakeFirstOrThrow();
    expect(count).toBe(20);
  });
});
