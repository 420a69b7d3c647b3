import { Hono } from 'hono';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newMasterKey } from '../../../server/config/key-file.ts';
import { keyringOf } from '../../../server/config/keys.ts';
import { fixedClock } from '../../../server/database/clock.ts';
import type { OpenDatabase } from '../../../server/database/pool.ts';
import { buildTrialReport } from '../../../server/reports/build-trial-report.ts';
import { renderJson } from '../../../server/reports/render-json.ts';
import { reportRoutes } from '../../../server/reports/report-routes.ts';
import { makeShareLink, readShareLink } from '../../../server/reports/share-link.ts';
import { answerPlainly } from '../../../server/web/answer-error.ts';
import { type TestDatabase, testDatabase } from '../../helpers/database.ts';
import { ordinary } from './behaviours.ts';
import { exampleProtocol, LONG_AFTER, type MadeUpTrial, madeUpTrial } from './made-up-trial.ts';

const keyring = keyringOf([newMasterKey()]);
const log = pino({ level: 'silent' });
const EXPIRES = new Date('2027-07-01T00:00:00Z');

describe('a share link', () => {
  it('says what it was made for', () => {
    const token = makeShareLink(keyring, { trialNo: 7, expires: EXPIRES });
    expect(readShareLink(keyring, token)).toEqual({ trialNo: 7, expires: EXPIRES });
    expect(token).toMatch(/^v1\./);
  });

  it('is nobody else’s to make: a single changed letter, or another key, is refused', () => {
    const token = makeShareLink(keyring, { trialNo: 7, expires: EXPIRES });
    for (let at = 0; at < token.length; at += 1) {
      const other = token[at] === 'A' ? 'B' : 'A';
      expect(
        readShareLink(keyring, token.slice(0, at) + other + token.slice(at + 1)),
      ).toBeUndefined();
    }
    expect(readShareLink(keyringOf([newMasterKey()]), token)).toBeUndefined();
  });

  it('outlives a change of master key as long as the old one is held', () => {
    const old = newMasterKey();
    const token = makeShareLink(keyringOf([old]), { trialNo: 7, expires: EXPIRES });
    expect(readShareLink(keyringOf([old, newMasterKey()]), token)?.trialNo).toBe(7);
  });
});

describe('the shared report', () => {
  let database: TestDatabase;
  let trial: MadeUpTrial;
  let trialNo: number;
  let queries = 0;

  beforeAll(async () => {
    database = await testDatabase();
    trial = await madeUpTrial(database.db, {
      protocol: exampleProtocol(),
      people: 120,
      seed: 1,
      behave: ordinary,
    });
    const row = await database.db
      .selectFrom('trials')
      .select('trial_no')
      .where('slug', '=', trial.slug)
      .executeTakeFirstOrThrow();
    trialNo = row.trial_no;
    database.pool.on('acquire', () => {
      queries += 1;
    });
  });
  afterAll(() => database.close());

  function app(now = LONG_AFTER): Hono {
    const open: OpenDatabase = {
      db: database.db,
      pool: database.pool,
      close: async () => undefined,
    };
    const served = new Hono();
    served.route('/', reportRoutes({ database: open, clock: fixedClock(now), log, keyring }));
    served.onError((error, c) => answerPlainly(c, error, log));
    return served;
  }
  const link = () => `/reports/${makeShareLink(keyring, { trialNo, expires: EXPIRES })}`;

  it('is a page, text and JSON without an account, the JSON byte for byte the report', async () => {
    const served = app();
    const page = await served.request(link());
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain("style-src 'sha256-");
    expect(page.headers.get('cache-control')).toBe('no-store');
    const json = await served.request(`${link()}/report.json`);
    expect(await json.text()).toBe(
      renderJson(await buildTrialReport(database.db, trial.slug, LONG_AFTER)),
    );
    const text = await served.request(`${link()}/report.txt`);
    expect(await text.text()).toContain('IN SHORT');
  });

  it('holds no row of a person', async () => {
    const served = app();
    const shown = await Promise.all(
      ['', '/report.json', '/report.txt'].map(async (part) =>
        (await served.request(link() + part)).text(),
      ),
    );
    for (const { participant_id } of trial.people)
      expect(shown.join()).not.toContain(participant_id);
  });

  it('is made once for everyone who asks at the same time', async () => {
    const served = app();
    queries = 0;
    await Promise.all(Array.from({ length: 20 }, () => served.request(link())));
    expect(queries).toBe(1);
  });

  it('is gone when the link has expired, and not found when it was changed', async () => {
    const late = await app(EXPIRES).request(link());
    expect(late.status).toBe(410);
    expect(await late.text()).toContain('2027-07-01');
    const changed = await app().request(`${link().slice(0, -1)}!`);
    expect(changed.status).toBe(404);
    expect((await app().request('/reports/x/report.json')).status).toBe(404);
  });
});
