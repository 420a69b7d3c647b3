import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Messenger } from '../../../server/follow-up/messenger.ts';
import { openBrowser } from '../../../server/rehearsal/browser.ts';
import { findForm } from '../../../server/rehearsal/find-form.ts';
import { openTryOut, type TryOut } from '../../../server/rehearsal/open-try-out.ts';
import { makePeople } from '../../../server/rehearsal/people.ts';
import {
  type Progress,
  type RehearsalResult,
  runRehearsal,
} from '../../../server/rehearsal/run-rehearsal.ts';
import { openTransport } from '../../../server/rehearsal/transport.ts';
import { TestService } from '../../helpers/service.ts';
import { EXAMPLE_SOURCE, exampleProtocol } from './example-protocol.ts';

const PARTICIPANTS = 60;
const SEED = 5;

let world: TestService;
let result: RehearsalResult;
let tryOut: TryOut;
const stages: Progress[] = [];
const leaked: string[] = [];

/** Stands where a real messenger would; nothing may reach it. */
const outside: Messenger = {
  reaches: 'people',
  atOnce: 10,
  deliver(message) {
    leaked.push(message.to);
    return Promise.resolve({ ok: true });
  },
  close: () => undefined,
};

beforeAll(async () => {
  world = await TestService.start();
  const { engine, service } = world;
  const followUp = {
    ...service.context.followUp,
    messengers: { mail: outside, sms: outside, link_list: outside },
  };
  const rehearsed = { ...service, context: { ...service.context, followUp } };
  result = await runRehearsal({
    engine,
    service: rehearsed,
    source: EXAMPLE_SOURCE,
    participants: PARTICIPANTS,
    seed: SEED,
    onStage: (progress) => stages.push(progress),
  });
  tryOut = await openTryOut(engine, rehearsed, EXAMPLE_SOURCE);
}, 240_000);

afterAll(async () => {
  await world?.stop();
});

async function count(query: ReturnType<typeof sql<{ n: number }>>): Promise<number> {
  const { rows } = await query.execute(world.database.ownerDb);
  return Number(rows[0]!.n);
}

describe('runRehearsal()', () => {
  it('plays a trial from its roster to an unmasked report that names the truth', () => {
    const { report, truth } = result;
    expect(report.enrolment!.assigned).toBe(PARTICIPANTS);
    expect(report.trial.life).toMatchObject({ purpose: 'rehearsal', state: 'closed' });
    expect(report.masked).toBeNull();
    expect(report.effect).not.toBeNull();
    expect(report.rehearsal!.truth).toEqual(truth);
    expect(truth!.arms.map(({ arm }) => arm)).toEqual(exampleProtocol().arms.map(({ key }) => key));
  });

  it('lets everybody do what the seed made them do', async () => {
    const people = makePeople(exampleProtocol(), {
      people: PARTICIPANTS,
      seed: SEED,
      trialNo: result.trialNo,
    });
    const who = (answer: string): number => people.filter((one) => one.answer === answer).length;
    expect(result.invited).toBe(people.length);
    expect(result.deeds).toMatchObject({
      agreed: who('agree'),
      declined: who('decline'),
      steppedAside: who('step_aside'),
      surprises: 0,
    });
    expect(result.deeds.takenIn.every((taken) => taken > 0)).toBe(true);
    expect(result.deeds.trainingsFinished).toBeGreaterThan(0);
  });

  it('counts in the headline what people did, and nothing of what machines did before them', async () => {
    expect(result.deeds.scans).toBeGreaterThan(10);
    const pressedByMachines = await count(sql`
      select count(*) as n from exposures where greatest(stage_unsure, stage_machine) = 5`);
    expect(pressedByMachines).toBeGreaterThan(0);
    for (const [wave, taken] of result.deeds.takenIn.entries()) {
      const counted = await count(sql`
        select count(*) as n from exposures where wave = ${wave} and role = 1 and stage_person = 5`);
      // Who has withdrawn since is not counted any more.
      expect(counted).toBeLessThanOrEqual(taken);
      expect(counted).toBeGreaterThanOrEqual(taken - result.deeds.withdrew);
    }
    for (const [wave, accepted] of result.deeds.accepted.entries()) {
      const counted = await count(sql`
        select count(*) as n from exposures where wave = ${wave} and role = 2 and stage_person = 5`);
      expect(counted).toBeLessThanOrEqual(accepted);
      expect(counted).toBeGreaterThanOrEqual(accepted - result.deeds.withdrew);
    }
  });

  it('tells everybody who was offered something', async () => {
    const offered = await count(sql`select count(*) as n from exposures where stage_person > 0`);
    expect(offered).toBeGreaterThan(PARTICIPANTS);
    const untold = await count(sql`
      select count(*) as n from exposures e
      join debriefs d on d.participant_id = e.participant_id and d.wave = e.wave and d.kind = 'reveal'
      join trials t on t.trial_id = e.trial_id and t.slug = ${result.slug}
      where e.sent_at is not null and d.told_at is null and d.settled_at is null`);
    expect(untold).toBe(0);
  });

  it('settles by page the debriefs people have read', async () => {
    const read = await count(sql`
      select count(*) as n from debriefs where kind = 'reveal' and settled_by = 'page'`);
    // A few run no script, and nothing says that they have read.
    expect(read).toBeGreaterThan(result.deeds.revealsRead * 0.7);
    expect(read).toBeLessThanOrEqual(result.deeds.revealsRead);
  });

  it('sends no message out of the process', async () => {
    const sent = await count(sql`select count(*) as n from messages where state = 'sent'`);
    expect(sent).toBeGreaterThan(PARTICIPANTS * 6);
    expect(leaked).toEqual([]);
  });

  it('offers nothing at night where the person is', async () => {
    const atNight = await count(sql`
      select count(*) as n from messages m join participants p using (participant_id)
      where m.state = 'sent' and extract(hour from m.sent_at at time zone p.time_zone) not between 9 and 18`);
    expect(atNight).toBe(0);
  });

  it('says how far it has come, stage after stage, and never back', () => {
    const names = [...new Set(stages.map(({ stage }) => stage))];
    expect(names).toEqual([
      'People register',
      'Wave w1: offers and reveals',
      'Wave w2: offers and reveals',
      'The trial closes',
    ]);
    const order = stages.map(({ stage }) => names.indexOf(stage));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(stages.every(({ done, total }) => done > 0 && done <= total)).toBe(true);
    for (const name of names) {
      const last = stages.findLast(({ stage }) => stage === name)!;
      expect(last.done).toBe(last.total);
    }
  });

  it('refuses a number of people that can not be', async () => {
    const { engine, service } = world;
    await expect(
      runRehearsal({ engine, service, source: EXAMPLE_SOURCE, participants: 0, seed: 1 }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('openTryOut()', () => {
  it('leaves offers open and an invitation unanswered in every language, for trying by hand', async () => {
    const transport = openTransport(world.service.peopleUrl, 2);
    const browser = openBrowser({ transport, agent: 'Mozilla/5.0', locale: 'en', script: true });
    try {
      for (const about of ['lure', 'twin', 'registration', 'person'] as const) {
        const links = tryOut.links.filter((link) => link.about === about);
        expect(
          links.map(({ locale }) => locale),
          about,
        ).toEqual(['en', 'th']);
        for (const { url } of links) {
          const { page } = await browser.open(url);
          expect(page.status).toBe(200);
          expect(page.kind).toBe(about === 'lure' || about === 'twin' ? 'offer' : 'page');
          expect(findForm(page, 'agree') !== undefined).toBe(about === 'registration');
        }
      }
    } finally {
      transport.close();
    }
  });

  it('has had nobody at its offers', async () => {
    const touched = await count(sql`
      select count(*) as n from exposures e join trials t using (trial_id)
      where t.slug = ${tryOut.slug} and greatest(stage_person, stage_unsure, stage_machine) > 0`);
    expect(touched).toBe(0);
  });
});
