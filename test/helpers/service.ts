/** A whole service on free ports over a test database, with a rehearsal whose people a test plays itself. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Config, loadConfig } from '../../server/config/config.ts';
import { newMasterKey, renderKeyFile } from '../../server/config/key-file.ts';
import { type Engine, openEngine } from '../../server/engine.ts';
import { nextSendingTime } from '../../server/exposures/sending-hours.ts';
import type { OutgoingMessage } from '../../server/follow-up/messenger.ts';
import { openOutbox } from '../../server/follow-up/outbox.ts';
import { runDue } from '../../server/follow-up/run-due.ts';
import { type Service, startService } from '../../server/main.ts';
import { importRoster } from '../../server/participants/import-roster.ts';
import { readRoster } from '../../server/participants/read-roster.ts';
import { createRehearsal } from '../../server/trials/create-rehearsal.ts';
import { setRehearsalClock } from '../../server/trials/rehearsal-only.ts';
import type { RunningTrial } from '../../server/trials/running-trials.ts';
import { type TestDatabase, testDatabase } from './database.ts';

export const PHONE =
  'Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36';
export const DAY_MS = 86_400_000;

export class TestService {
  readonly database: TestDatabase;
  readonly config: Config;
  readonly engine: Engine;
  readonly service: Service;
  /** Everything the service has logged, a line each. */
  readonly logged: string[];
  readonly #folder: string;

  private constructor(parts: {
    database: TestDatabase;
    config: Config;
    engine: Engine;
    service: Service;
    logged: string[];
    folder: string;
  }) {
    this.database = parts.database;
    this.config = parts.config;
    this.engine = parts.engine;
    this.service = parts.service;
    this.logged = parts.logged;
    this.#folder = parts.folder;
  }

  static async start(env: Readonly<Record<string, string>> = {}): Promise<TestService> {
    const database = await testDatabase();
    const folder = mkdtempSync(join(tmpdir(), 'scampaign-service-'));
    const keyFile = join(folder, 'master-key.json');
    writeFileSync(keyFile, renderKeyFile([newMasterKey()]), { mode: 0o600 });
    const config = loadConfig(
      {
        DATABASE_URL: database.url,
        SCAMPAIGN_MASTER_KEY_FILE: keyFile,
        SCAMPAIGN_STAFF_PORT: '0',
        SCAMPAIGN_PEOPLE_PORT: '0',
        ...env,
      },
      folder,
    );
    const logged: string[] = [];
    const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
    const engine = await openEngine(config, log);
    const service = await startService(engine, config, { jobs: false });
    return new TestService({ database, config, engine, service, logged, folder });
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.engine.close();
    await this.database.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** The example, rehearsed; `change` may rewrite its text first. */
  async rehearse(change: (source: string) => string = (source) => source): Promise<TestTrial> {
    const source = change(
      readFileSync(new URL('../../examples/discount-shop.yaml', import.meta.url), 'utf8'),
    );
    const trial = await createRehearsal(
      this.engine.database.db,
      this.engine.keyring,
      { source, catalogue: this.engine.catalogue },
      this.engine.clock.now(),
    );
    await this.service.context.trials.refresh();
    return new TestTrial(this, trial.slug);
  }
}

export class TestTrial {
  readonly slug: string;
  /** Every message so far, oldest first. */
  readonly messages: OutgoingMessage[] = [];
  readonly #home: TestService;
  readonly #outbox = openOutbox();
  #offsetMs = 0;
  #people = 0;

  constructor(home: TestService, slug: string) {
    this.#home = home;
    this.slug = slug;
  }

  get running(): RunningTrial {
    return this.#home.service.context.trials.bySlug(this.slug)!;
  }

  get now(): Date {
    return this.#home.engine.clock.trialNow(this.running.trial);
  }

  /** Whatever the hour is where the test runs, in the trial it becomes one in which mail is sent. */
  async #daylight(): Promise<void> {
    const { population, sending } = this.running.protocol;
    const hours = { fromHour: sending.from_hour, toHour: sending.to_hour };
    const opening = nextSendingTime(this.now, population.time_zone, hours);
    if (opening > this.now) await this.jump(opening.getTime() - this.now.getTime() + 60_000);
  }

  /** Brings people in and lets their invitations arrive; addresses in order. */
  async invite(count: number, row: Readonly<Record<string, string>> = {}): Promise<string[]> {
    await this.#daylight();
    const addresses = Array.from({ length: count }, () => {
      this.#people += 1;
      return `person-${this.#people}@people.invalid`;
    });
    const columns = { stratum: this.running.protocol.population.strata[0]!.key, ...row };
    const lines = addresses.map((address) => [address, ...Object.values(columns)].join(','));
    const text = [['contact', ...Object.keys(columns)].join(','), ...lines].join('\n');
    await importRoster(
      this.#home.engine.database.db,
      this.#home.engine.keyring,
      this.running,
      readRoster(text, this.running.protocol),
      { channel: this.running.protocol.channels[0]!.key, actor: 'test', acceptValid: false },
      this.now,
    );
    await this.due();
    return addresses;
  }

  /** Does what is due and returns the messages that arrived. */
  async due(): Promise<OutgoingMessage[]> {
    const context = this.#home.service.context.followUp;
    const rehearsing = {
      ...context,
      messengers: { mail: this.#outbox, link_list: this.#outbox },
    };
    let more = true;
    while (more) {
      ({ more } = await runDue(rehearsing, this.#home.engine.clock.now(), {
        trialId: this.running.trial.trial_id,
      }));
    }
    const arrived = this.#outbox.take();
    this.messages.push(...arrived);
    return arrived;
  }

  /** Lets time pass, an eighth of a day at a time, doing what falls due on the way. */
  async pass(ms: number): Promise<OutgoingMessage[]> {
    const arrived: OutgoingMessage[] = [];
    for (let left = ms; left > 0; left -= DAY_MS / 4) {
      await this.jump(Math.min(left, DAY_MS / 4));
      arrived.push(...(await this.due()));
    }
    return arrived;
  }

  /** Moves the clock and does nothing else. */
  async jump(ms: number): Promise<void> {
    this.#offsetMs += ms;
    await setRehearsalClock(
      this.#home.engine.database.db,
      this.running.trial.trial_id,
      this.#offsetMs,
    );
    await this.#home.service.context.trials.refresh();
  }

  /** The newest link of a kind that reached an address. */
  link(address: string, kind: OutgoingMessage['about']['kind']): string {
    const message = this.messages.findLast((one) => one.to === address && one.about.kind === kind);
    if (!message) throw new Error(`no ${kind} message reached ${address}`);
    return message.about.link;
  }

  participantOf(address: string): string {
    const message = this.messages.find((one) => one.to === address);
    if (!message) throw new Error(`no message reached ${address}`);
    return message.about.participantId;
  }

  /** Says yes over HTTP, as the registration page's own form does. */
  async register(address: string): Promise<void> {
    const page = await browse(this.link(address, 'registration'));
    await submit(page, 'agree');
  }

  /** People who agreed and have their first offer before them. */
  async enrol(count: number, row: Readonly<Record<string, string>> = {}): Promise<string[]> {
    const addresses = await this.invite(count, row);
    for (const address of addresses) await this.register(address);
    await this.pass(8 * DAY_MS);
    return addresses;
  }
}

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

export async function browse(url: string, headers: Record<string, string> = {}): Promise<Page> {
  const answer = await fetch(url, {
    headers: { 'user-agent': PHONE, accept: 'text/html', ...headers },
  });
  return {
    url: answer.url,
    status: answer.status,
    headers: answer.headers,
    html: await answer.text(),
  };
}

/** Posts the first form of a page whose `do` or `to` is this, and follows where it leads. */
export async function submit(
  page: Page,
  choice: string,
  headers: Record<string, string> = {},
): Promise<Page> {
  const form = formOf(page, choice);
  const answer = await fetch(new URL(form.action, page.url), {
    method: 'POST',
    headers: {
      'user-agent': PHONE,
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'null',
      ...headers,
    },
    body: new URLSearchParams(form.fields).toString(),
  });
  return {
    url: answer.url,
    status: answer.status,
    headers: answer.headers,
    html: await answer.text(),
  };
}

export function formOf(
  page: Page,
  choice: string,
): { action: string; fields: Record<string, string> } {
  for (const [, attributes, inside] of page.html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)) {
    const fields: Record<string, string> = {};
    for (const [input] of inside!.matchAll(/<input type="hidden"[^>]*>/g)) {
      fields[/name="([^"]*)"/.exec(input)![1]!] = /value="([^"]*)"/.exec(input)?.[1] ?? '';
    }
    if (fields.do === choice || fields.to === choice) {
      return { action: /action="([^"]*)"/.exec(attributes!)![1]!, fields };
    }
  }
  throw new Error(`the page at ${page.url} has no form for ${choice}`);
}

/** What the page's script would send. */
export async function beacon(page: Page, kinds: readonly string[]): Promise<number> {
  const data = (name: string): string =>
    new RegExp(`<body[^>]* data-${name}="([^"]*)"`).exec(page.html)?.[1] ?? '';
  const answer = await fetch(new URL(data('i'), page.url), {
    method: 'POST',
    headers: { 'user-agent': PHONE, 'content-type': 'text/plain;charset=UTF-8' },
    body: JSON.stringify({
      v: 1,
      t: data('t'),
      view: data('view'),
      e: kinds.map((kind, i) => {
        const place = kind === 'seen' ? Number(data('p')) : 0;
        return [100 + i, kind, 500 * (i + 1), ...(place > 0 ? [place] : [])];
      }),
    }),
  });
  return answer.status;
}
