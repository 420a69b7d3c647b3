import type { Kysely } from 'kysely';
import type { Keyring } from '../config/keys.ts';
import type { Clock } from '../database/clock.ts';
import type { Database, Trial } from '../database/tables.ts';
import type { Delivery } from '../participants/contact-vault.ts';
import type { Links } from '../participants/links.ts';
import type { RunningTrials } from '../trials/running-trials.ts';
import type { TemplateStore } from '../trials/template-store.ts';
import type { Messenger } from './messenger.ts';

/** What the planner says; pino fits. */
interface FollowUpLog {
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

export interface FollowUpContext {
  readonly db: Kysely<Database>;
  readonly keyring: Keyring;
  readonly trials: Pick<RunningTrials, 'all' | 'refresh'>;
  readonly templates: Pick<TemplateStore, 'get' | 'bySlug'>;
  readonly links: Links;
  /** Messages of a delivery that has none wait, and the report says how many. */
  readonly messengers: Readonly<Partial<Record<Delivery, Messenger>>>;
  readonly clock: Clock;
  readonly log: FollowUpLog;
}

/** What one run did in one trial; all are counts of people or messages. */
export interface TrialDue {
  readonly slug: string;
  readonly state: Trial['state'];
  assigned: number;
  /** Closing messages planned. */
  closing: number;
  cancelled: number;
  /** Put off to the person's next sending hour. */
  putOff: number;
  sent: number;
  failed: number;
  /** Refused for now; tried again later. */
  retried: number;
  /** May have left; never sent again by itself. */
  unknown: number;
  /** Due, but no messenger serves their delivery. */
  waiting: number;
  expired: number;
}

export interface DueReport {
  readonly trials: readonly TrialDue[];
  /** Whether a bound of the run was met and more is due already. */
  readonly more: boolean;
}
