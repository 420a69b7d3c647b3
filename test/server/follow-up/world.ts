import { randomBytes } from 'node:crypto';
import type { Protocol } from '../../../protocol/schema.ts';
import { type Keyring, keyringOf } from '../../../server/config/keys.ts';
import { fixedClock } from '../../../server/database/clock.ts';
import { newId } from '../../../server/database/ids.ts';
import type { Trial } from '../../../server/database/tables.ts';
import type {
  DeliveryResult,
  Messenger,
  OutgoingMessage,
} from '../../../server/follow-up/messenger.ts';
import type { FollowUpContext } from '../../../server/follow-up/types.ts';
import { consentHash, giveConsent } from '../../../server/participants/consent.ts';
import { importRoster, SIMULATED_DOMAIN } from '../../../server/participants/import-roster.ts';
import { type Links, openLinks } from '../../../server/participants/links.ts';
import { openTokens } from '../../../server/participants/tokens.ts';
import { type RunningTrial, RunningTrials } from '../../../server/trials/running-trials.ts';
import { drawSalt } from '../../../server/trials/salt.ts';
import { type TestDatabase, testDatabase } from '../../helpers/database.ts';
import { exampleProtocol } from './example.ts';
import { TEMPLATES } from './templates.ts';

/** A Sunday, 12:00 in Bangkok. */
export const NOON = new Date('2027-01-03T05:00:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export { exampleProtocol, later as after };

export function later(ms: number, from = NOON): Date {
  return new Date(from.getTime() + ms);
}

export interface Person {
  readonly participantId: string;
  readonly address: string;
}

export interface PersonWish {
  readonly timeZone?: string;
  readonly locale?: string;
  readonly stratum?: string;
  readonly delivery?: 'mail' | 'sms' | 'link_list';
}

/** A messenger that keeps what it is given and answers as the test says. */
export interface Recorder extends Messenger {
  readonly got: (OutgoingMessage & { readonly at: Date })[];
  answer: (message: OutgoingMessage) => DeliveryResult | Promise<DeliveryResult>;
}

export class World {
  readonly database: TestDatabase;
  readonly key = randomBytes(32);
  readonly keyring: Keyring;
  readonly trials: RunningTrials;
  readonly links: Links;
  #time = NOON;
  #trialNo = 0;

  private constructor(database: TestDatabase) {
    this.database = database;
    this.keyring = keyringOf([{ id: 'k1', key: this.key }]);
    this.trials = new RunningTrials(database.db, this.keyring);
    this.links = openLinks(openTokens(this.keyring), {
      peopleUrl: 'https://people.example',
      offerHosts: {},
    });
  }

  static async open(): Promise<World> {
    return new World(await testDatabase());
  }

  get db() {
    return this.database.db;
  }

  get now(): Date {
    return this.#time;
  }

  set now(at: Date) {
    this.#time = at;
  }

  /** A field trial that runs, from the example protocol. */
  async addTrial(
    change: (protocol: Protocol) => void = () => undefined,
    purpose: Trial['purpose'] = 'field',
  ): Promise<RunningTrial> {
    this.#trialNo += 1;
    const protocol = structuredClone(exampleProtocol());
    protocol.trial.slug = `trial-${this.#trialNo}`;
    change(protocol);
    const trialId = newId();
    await this.db
      .insertInto('trials')
      .values({
        trial_id: trialId,
        trial_no: this.#trialNo,
        slug: protocol.trial.slug,
        purpose,
        state: 'running',
        clock_offset_ms: 0,
        revision: 1,
        created_at: NOON,
        launched_at: NOON,
        protocol_hash: protocol.trial.slug,
        ...drawSalt(this.keyring, trialId),
      })
      .execute();
    const forms = protocol.waves.flatMap(({ pairs }) =>
      pairs.flatMap(({ lure, twin }) => [lure, twin]),
    );
    await this.db
      .insertInto('protocols')
      .values({
        protocol_hash: protocol.trial.slug,
        trial_id: trialId,
        document: JSON.stringify(protocol),
        source: '',
        template_lock: JSON.stringify(
          Object.fromEntries(forms.map((form) => [form, `hash of ${form}`])),
        ),
        submitted_at: NOON,
      })
      .execute();
    await this.trials.refresh();
    return this.running(protocol.trial.slug);
  }

  running(slug: string): RunningTrial {
    const running = this.trials.bySlug(slug);
    if (!running) throw new Error(`no trial ${slug}`);
    return running;
  }

  /** Changes the trial's row as stop, pause and close do. */
  async setState(running: RunningTrial, state: Trial['state']): Promise<RunningTrial> {
    await this.db
      .updateTable('trials')
      .set((eb) => ({
        state,
        revision: eb('revision', '+', 1),
        ...(state === 'closed' ? { closed_at: this.now } : {}),
      }))
      .where('trial_id', '=', running.trial.trial_id)
      .execute();
    await this.trials.refresh();
    return this.running(running.trial.slug);
  }

  /** People of a roster; unless told otherwise, they have agreed at this moment. */
  async addPeople(
    running: RunningTrial,
    wishes: readonly PersonWish[],
    agreed = true,
  ): Promise<Person[]> {
    const people: Person[] = [];
    const host = running.trial.purpose === 'rehearsal' ? SIMULATED_DOMAIN : 'home.example';
    for (const wish of wishes) {
      const address = wish.delivery === 'link_list' ? `House ${newId()}` : `p${newId()}@${host}`;
      const row = {
        line: 2,
        contact: { delivery: wish.delivery ?? 'mail', address },
        locale: wish.locale ?? 'en',
        timeZone: wish.timeZone ?? 'Asia/Bangkok',
        country: 'TH',
        stratum: wish.stratum ?? 'students',
        cluster: null,
        doNotLure: false,
      };
      const options = { channel: 'members', actor: 'test', acceptValid: false };
      const roster = { rows: [row], faults: [] };
      await importRoster(this.db, this.keyring, running, roster, options, this.now);
      const { participant_id } = await this.db
        .selectFrom('participants')
        .select('participant_id')
        .where('trial_id', '=', running.trial.trial_id)
        .orderBy('participant_id', 'desc')
        .executeTakeFirstOrThrow();
      people.push({ participantId: participant_id, address });
      if (agreed) await this.agree(running, participant_id);
    }
    return people;
  }

  async agree(running: RunningTrial, participantId: string): Promise<void> {
    const textSha256 = consentHash(running.protocol, 'en');
    const agreement = { participantId, locale: 'en', textSha256 };
    await giveConsent(this.db, running, agreement, this.now);
  }

  recorder(reaches: Messenger['reaches'] = 'people'): Recorder {
    const got: Recorder['got'] = [];
    const recorder: Recorder = {
      reaches,
      atOnce: 5,
      got,
      answer: () => ({ ok: true }),
      deliver: async (message) => {
        const result = await recorder.answer(message);
        if (result.ok) got.push({ ...message, at: this.now });
        return result;
      },
      close: () => undefined,
    };
    return recorder;
  }

  context(
    messengers: FollowUpContext['messengers'],
    templates: FollowUpContext['templates'] = TEMPLATES,
  ): FollowUpContext {
    return {
      db: this.db,
      keyring: this.keyring,
      trials: this.trials,
      templates,
      links: this.links,
      messengers,
      clock: fixedClock(() => this.now),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    };
  }

  /** State of every message of a person, by message key. */
  async states(participantId: string): Promise<Record<string, string>> {
    const rows = await this.db
      .selectFrom('messages')
      .select(['message_key', 'state'])
      .where('participant_id', '=', participantId)
      .orderBy('message_key')
      .execute();
    return Object.fromEntries(rows.map((row) => [row.message_key, row.state]));
  }
}
