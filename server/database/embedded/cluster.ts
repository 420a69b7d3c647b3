import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigError } from '../../config/config-error.ts';
import { type Account, identity } from './account.ts';
import type { Binaries } from './binaries.ts';
import { SUPERUSER } from './postmaster.ts';
import { processStart } from './processes.ts';

const run = promisify(execFile);

/** A cluster on disk: the folder that holds it and its superuser's password. */
export interface Cluster {
  /** Holds `data/`, `password`, `members/` and the log. */
  area: string;
  data: string;
  password: string;
}

/**
 * The cluster of a place, made at first use. It is made under another name and then renamed, so
 * that a cluster is either whole or absent, and of two processes that make one at once the second
 * finds the first's and throws its own away.
 *
 * @param durable - Whether a new cluster is to survive a power cut from its first moment.
 */
export async function settleCluster(
  place: string,
  binaries: Binaries,
  account: Account | undefined,
  durable: boolean,
): Promise<Cluster> {
  const area = join(place, 'postgres');
  if (!existsSync(area)) {
    const draft = join(place, `postgres.new-${process.pid}-${randomBytes(3).toString('hex')}`);
    try {
      sweepDrafts(place);
      await makeCluster(draft, binaries, account, durable);
      renameSync(draft, area);
    } catch (error) {
      rmSync(draft, { recursive: true, force: true });
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw explain(error, place);
    }
  }
  return openCluster(area);
}

function openCluster(area: string): Cluster {
  const file = join(area, 'password');
  try {
    return { area, data: join(area, 'data'), password: readFileSync(file, 'utf8').trim() };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what =
      code === 'EACCES'
        ? 'it belongs to another user; run as that user'
        : 'it is no cluster this program made; restore it, or move it away';
    throw new ConfigError(
      `Start the embedded PostgreSQL: ${file} can't be read (${code}): ${what}`,
      [],
      error,
    );
  }
}

async function makeCluster(
  area: string,
  binaries: Binaries,
  account: Account | undefined,
  durable: boolean,
): Promise<void> {
  const data = join(area, 'data');
  const passwordFile = join(area, 'password');
  const password = randomBytes(24).toString('base64url');
  mkdirSync(area, { mode: 0o711 });
  mkdirSync(data, { mode: 0o700 });
  mkdirSync(join(area, 'members'), { mode: 0o700 });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600, flush: true });
  // initdb reads the password as PostgreSQL's user, from a copy that lives only as long.
  const pwfile = account ? join(area, 'handed-over') : passwordFile;
  if (account) {
    chownSync(data, account.uid, account.gid);
    writeFileSync(pwfile, `${password}\n`, { mode: 0o600, flag: 'wx' });
    chownSync(pwfile, account.uid, account.gid);
  }
  try {
    await run(
      binaries.initdb,
      [
        ...['-D', data, '-U', SUPERUSER, '-A', 'scram-sha-256', `--pwfile=${pwfile}`],
        ...['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
        '--data-checksums',
        ...(durable ? [] : ['--no-sync']),
      ],
      { cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }, ...identity(account) },
    );
  } finally {
    if (account) rmSync(pwfile, { force: true });
  }
  chmodSync(area, 0o711);
}

/** Half-made clusters of processes that were killed. */
function sweepDrafts(place: string): void {
  for (const name of readdirSync(place)) {
    const pid = /^postgres\.new-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && processStart(Number(pid)) === undefined) {
      rmSync(join(place, name), { recursive: true, force: true });
    }
  }
}

function explain(error: unknown, place: string): ConfigError {
  const { code, stderr, message } = error as NodeJS.ErrnoException & { stderr?: string };
  const reason = stderr?.trim().split('\n').at(-1) || code || message;
  return new ConfigError(
    `Make the embedded database in ${place}: ${reason}; the folder must be writable and have 200 MB free`,
    [],
    error,
  );
}
