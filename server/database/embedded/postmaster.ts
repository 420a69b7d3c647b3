import { spawn } from 'node:child_process';
import {
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Account, identity } from './account.ts';
import type { Binaries } from './binaries.ts';
import { processCommand, processStart } from './processes.ts';

/** Folders of one embedded server. */
export interface ServerFolders {
  /** PGDATA. */
  data: string;
  /** Holds the socket; its path has to stay under about 90 bytes. */
  sockets: string;
  /** What the server itself prints. */
  log: string;
}

/** A server that answers. */
export interface Postmaster {
  pid: number;
  /** Tells the process from a later one with the same id. */
  start: string;
}

export const SUPERUSER = 'postgres';
/** Only the name of the socket's file: the server listens on no network. */
export const PORT = 5432;

const RECOVERY_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 60_000;
const LOG_LIMIT_BYTES = 5_000_000;

/** The server that runs in a data folder, whoever started it; undefined when there is none. */
export function findPostmaster(data: string): Postmaster | undefined {
  const pid = readPidFile(data)?.pid;
  if (pid === undefined) return undefined;
  const start = processStart(pid);
  // The id may by now belong to some other program.
  if (start === undefined || !runsIn(pid, data)) return undefined;
  return { pid, start };
}

/**
 * Starts a server, or finds that another process has just done so: PostgreSQL itself lets only one
 * live in a data folder. The server is detached and outlives us. Returns when it answers.
 *
 * @param settings - Server settings beyond the usual ones, such as fsync.
 * @throws Error with the server's own words when it ended before it answered.
 */
export async function startPostmaster(
  binaries: Binaries,
  folders: ServerFolders,
  password: string,
  account: Account | undefined,
  settings: Readonly<Record<string, string>> = {},
): Promise<{ postmaster: Postmaster; started: boolean }> {
  const deadline = performance.now() + RECOVERY_LIMIT_MS;
  for (;;) {
    const running = findPostmaster(folders.data);
    if (running) {
      if (await answers(folders.sockets, password)) return { postmaster: running, started: false };
      // Recovering, starting, or on its way out; each ends by itself.
    } else {
      const begun = await launch(binaries, folders, password, account, settings, deadline);
      if (begun) return { postmaster: begun, started: true };
    }
    if (performance.now() > deadline) {
      throw new Error(
        `Start the embedded PostgreSQL: it did not answer within ${RECOVERY_LIMIT_MS / 1000} s; its log is ${folders.log}: ${lastWords(folders.log)}`,
      );
    }
    await pause(50);
  }
}

/** Stops a server and waits until it is gone; `immediate` is how it would end by a crash. */
export async function stopPostmaster(
  { pid, start }: Postmaster,
  how: 'fast' | 'immediate' = 'fast',
): Promise<void> {
  const deadline = performance.now() + STOP_LIMIT_MS;
  signal(pid, start, how === 'fast' ? 'SIGINT' : 'SIGQUIT');
  while (processStart(pid) === start) {
    if (performance.now() > deadline) signal(pid, start, 'SIGQUIT');
    await pause(20);
  }
}

/** Whether a server takes connections at a socket with this password. */
async function answers(sockets: string, password: string): Promise<boolean> {
  const client = new pg.Client({
    host: sockets,
    port: PORT,
    user: SUPERUSER,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 5_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    // A wrong password would never come right by waiting.
    if ((error as { code?: string }).code === '28P01') throw error;
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function launch(
  binaries: Binaries,
  folders: ServerFolders,
  password: string,
  account: Account | undefined,
  settings: Readonly<Record<string, string>>,
  deadline: number,
): Promise<Postmaster | undefined> {
  disownPidFile(folders.data);
  const options = Object.entries({
    unix_socket_directories: folders.sockets,
    unix_socket_permissions: '0700',
    listen_addresses: '',
    max_connections: '120',
    max_wal_size: '2GB',
    random_page_cost: '1.1',
    log_checkpoints: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...settings,
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // To a file, not a pipe: nobody would read a pipe once we are gone.
  const log = openLog(folders.log);
  const logStart = fstatSync(log).size;
  const child = spawn(binaries.postgres, ['-D', folders.data, '-p', String(PORT), ...options], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    env: { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' },
    ...identity(account),
  });
  closeSync(log);
  child.unref();
  let ended: string | undefined;
  child.once('error', (error) => {
    ended = error.message;
  });
  child.once('exit', (code, signalName) => {
    ended = `it ended with ${signalName ?? code}`;
  });
  while (ended === undefined) {
    const own = readPidFile(folders.data);
    if (own?.pid === child.pid && own?.ready && (await answers(folders.sockets, password))) {
      const postmaster = findPostmaster(folders.data);
      if (postmaster) return postmaster;
    }
    if (performance.now() > deadline) return undefined;
    await pause(15);
  }
  // Either another process won the race for the folder, or back ends of a killed server have not
  // all left yet: both come right within a moment.
  const words = lastWords(folders.log, logStart);
  if (findPostmaster(folders.data) || /already exists|still in use|being shut down/.test(words)) {
    return undefined;
  }
  throw new Error(`Start the embedded PostgreSQL: ${ended}: ${words}; its log is ${folders.log}`);
}

/**
 * A pid file left by a killed server may name a process id that by now belongs to another program,
 * and PostgreSQL would refuse to start. The id in it is replaced by one no process has; the rest
 * stays, because by its memory key PostgreSQL sees whether back ends of the old server still live.
 */
function disownPidFile(data: string): void {
  const file = join(data, 'postmaster.pid');
  const found = readPidFile(data);
  if (!found || processStart(found.pid) === undefined || runsIn(found.pid, data)) return;
  const nobody = [4_194_303, 4_194_302, 99_999].find((pid) => processStart(pid) === undefined);
  const [, ...rest] = found.text.split('\n');
  writeFileSync(file, [String(nobody), ...rest].join('\n'));
}

function readPidFile(data: string): { pid: number; ready: boolean; text: string } | undefined {
  try {
    const text = readFileSync(join(data, 'postmaster.pid'), 'utf8');
    const lines = text.split('\n');
    const pid = Math.abs(Number(lines[0]));
    if (!Number.isInteger(pid) || pid === 0) return undefined;
    return { pid, ready: lines[7]?.trim() === 'ready', text };
  } catch {
    return undefined;
  }
}

function runsIn(pid: number, data: string): boolean {
  const command = processCommand(pid) ?? '';
  return command.includes('postgres') && command.includes(data);
}

function signal(pid: number, start: string, name: NodeJS.Signals): void {
  if (processStart(pid) !== start) return;
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) truncateSync(file, 0);
  return openSync(file, 'a', 0o600);
}

function lastWords(file: string, from = 0): string {
  try {
    const lines = readFileSync(file).subarray(from).toString('utf8').trimEnd().split('\n');
    return lines.slice(-4).join(' | ').slice(-600) || 'it printed nothing';
  } catch {
    return 'it printed nothing';
  }
}
