/** A service to measure: its own PostgreSQL with fsync on, a rehearsal with people and offers, a process that serves. */
import { type ChildProcess, fork } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { loadConfig } from '../server/config/config.ts';
import { connectionUrl } from '../server/database/pool.ts';
import { type Engine, openEngine } from '../server/engine.ts';
import { openTokens } from '../server/participants/tokens.ts';
import { createRehearsal } from '../server/trials/create-rehearsal.ts';
import { type RunningTrial, RunningTrials } from '../server/trials/running-trials.ts';
import { type SeededOffer, seedOffers } from './seed.ts';

export interface Stage {
  readonly engine: Engine;
  readonly running: RunningTrial;
  readonly offers: readonly SeededOffer[];
  readonly databaseUrl: string;
  /** For files that go with the stage. */
  readonly folder: string;
  /** Origin of participants' pages, of staff's, and the serving process. */
  serve(): Promise<Served>;
  /** A process of bench/baseline.ts, with its origin. */
  baseline(settings: Readonly<Record<string, string>>): Promise<Served>;
}

export interface Served {
  readonly people: string;
  readonly staff: string;
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

const PEOPLE = 4_000;

export async function withStage<T>(
  work: (stage: Stage) => Promise<T>,
  people = PEOPLE,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'scampaign-bench-'));
  // Else PostgreSQL's user can't pass, and its data would be put, and left, elsewhere.
  chmodSync(folder, 0o711);
  const config = loadConfig(
    { SCAMPAIGN_DATA_FOLDER: folder, SCAMPAIGN_LOG_LEVEL: 'warn' },
    process.cwd(),
  );
  const engine = await openEngine(config, pino({ level: 'warn' }, pino.destination(2)));
  const stops: (() => Promise<void>)[] = [];
  try {
    const source = readFileSync(new URL('../examples/discount-shop.yaml', import.meta.url), 'utf8');
    const trial = await createRehearsal(
      engine.database.db,
      engine.keyring,
      { source, catalogue: engine.catalogue },
      engine.clock.now(),
    );
    const trials = new RunningTrials(engine.database.db, engine.keyring);
    await trials.refresh();
    const running = trials.bySlug(trial.slug)!;
    const offers = await seedOffers(engine, running, openTokens(engine.keyring), people);
    const databaseUrl = connectionUrl(engine.settings);
    return await work({
      engine,
      running,
      offers,
      databaseUrl,
      folder,
      serve: async () => {
        const served = await startProcess('bench/serve-process.ts', {
          SCAMPAIGN_DATA_FOLDER: folder,
          SCAMPAIGN_LOG_LEVEL: 'warn',
        });
        stops.push(served.stop);
        return served;
      },
      baseline: async (settings) => {
        const served = await startProcess('bench/baseline.ts', {
          BENCH_DATABASE_URL: databaseUrl,
          ...settings,
        });
        stops.push(served.stop);
        return served;
      },
    });
  } finally {
    for (const stop of stops) await stop();
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function startProcess(file: string, env: Readonly<Record<string, string>>): Promise<Served> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(new URL('../bin/run.mjs', import.meta.url)), [file], {
      env: { ...process.env, ...env },
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const early = (code: number | null): void =>
      reject(new Error(`Start ${file}: it ended with ${code}`));
    child.once('exit', early);
    child.once('message', (origins: { people: string; staff: string }) => {
      child.off('exit', early);
      resolve({
        ...origins,
        stop: () => endProcess(child, 'SIGTERM'),
        kill: () => endProcess(child, 'SIGKILL'),
      });
    });
  });
}

function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}
