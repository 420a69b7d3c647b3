import { type ConstructorOptions, fromKysely, PgBoss } from 'pg-boss';
import { JOBS_SCHEMA } from './install-jobs.ts';
import { type ConnectionSettings, connectionConfig, type Executor, SERVICE_ROLE } from './pool.ts';

/**
 * Work that isn't done while somebody waits, in a queue in PostgreSQL. A job may run more than once
 * (its worker can die after doing it), so handlers check the state of what they act on in their own
 * transaction. Rehearsals call due work directly and never come here.
 */
export interface Jobs {
  /**
   * Runs a handler at start and each minute, on one node at a time; a minute that comes while the
   * handler still runs is skipped. `signal` ends when the service stops.
   */
  everyMinute(name: string, handler: (signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Runs a handler for each job sent to a queue; five attempts, further and further apart. */
  work<Data extends object>(
    name: string,
    handler: (data: Data, signal: AbortSignal) => Promise<void>,
  ): Promise<void>;
  /**
   * Adds a job within the caller's transaction; its queue must have a worker somewhere.
   *
   * @param job.id - A uuid that stands for the work, so that sending twice adds one job.
   * @returns False when a job with that id is there already.
   */
  send(trx: Executor, name: string, job: NewJob): Promise<boolean>;
  /** Waits for what is running, then stops. */
  stop(): Promise<void>;
}

interface NewJob {
  id: string;
  data: object;
  startAfter?: Date;
}

export interface JobsLog {
  warn(message: string): void;
}

/** How long a job of a killed worker waits before another may take it. */
const HEARTBEAT_SECONDS = 30;
const SUPERVISE_SECONDS = 15;
const STOP_WITHIN_MS = 20_000;

/**
 * Connects to the queue, whose tables the migrations installed. Fails when they are absent.
 *
 * @param timings - For tests: how often workers look, in seconds.
 */
export async function openJobs(
  settings: ConnectionSettings,
  log: JobsLog,
  timings: { pollSeconds?: number } = {},
): Promise<Jobs> {
  const options: ConstructorOptions = {
    ...(connectionConfig(settings, SERVICE_ROLE) as ConstructorOptions),
    application_name: 'scampaign-jobs',
    max: 3,
    schema: JOBS_SCHEMA,
    // The service owns no table: installing and rebuilding is the migration's.
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    openTelemetry: { enabled: false },
  };
  const boss = new PgBoss(options);
  boss.on('error', (error) => log.warn(`Job queue: ${error.message}`));
  await boss.start();
  const polling = { pollingIntervalSeconds: timings.pollSeconds ?? 2 };

  return {
    everyMinute: async (name, handler) => {
      await boss.createQueue(name, {
        policy: 'exclusive',
        retryLimit: 0,
        heartbeatSeconds: HEARTBEAT_SECONDS,
        deleteAfterSeconds: 3_600,
        retentionSeconds: 3_600,
      });
      await boss.work(name, { ...polling, batchSize: 1 }, async ([job]) => {
        if (job) await handler(job.signal);
      });
      await boss.schedule(name, '* * * * *');
      await boss.send(name);
    },
    work: async <Data extends object>(
      name: string,
      handler: (data: Data, signal: AbortSignal) => Promise<void>,
    ) => {
      await boss.createQueue(name, {
        retryLimit: 5,
        retryDelay: 30,
        retryBackoff: true,
        heartbeatSeconds: HEARTBEAT_SECONDS,
      });
      await boss.work<Data>(name, { ...polling, batchSize: 1 }, async ([job]) => {
        if (job) await handler(job.data, job.signal);
      });
    },
    send: async (trx, name, { id, data, startAfter }) => {
      const sent = await boss.send(name, data, {
        db: fromKysely(trx),
        id,
        ...(startAfter ? { startAfter } : {}),
      });
      return sent !== null;
    },
    stop: () => boss.stop({ graceful: true, timeout: STOP_WITHIN_MS, close: true }),
  };
}
