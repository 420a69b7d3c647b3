import type { Logger } from 'pino';
import type { Clock } from '../database/clock.ts';
import type { OpenDatabase } from '../database/pool.ts';

/** What every part of a running service is handed. */
export interface ServiceBase {
  readonly database: OpenDatabase;
  readonly clock: Clock;
  readonly log: Logger;
}
