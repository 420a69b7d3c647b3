import { execFileSync, spawnSync } from 'node:child_process';
import { ConfigError } from '../../config/config-error.ts';

/** The user PostgreSQL runs as when that isn't us: it refuses to run as root. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** `postgres`, else `nobody`, when we are root; undefined when we are anyone else. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const uid = id('-u', name);
    const gid = id('-g', name);
    if (uid && gid) return { name, uid, gid };
  }
  throw new ConfigError(
    'Start the embedded PostgreSQL: this is root, under which PostgreSQL does not run, and there is neither a user postgres nor a user nobody; run as another user or set DATABASE_URL',
  );
}

/** Whether PostgreSQL's user gets as far as this folder; asks the system rather than guess. */
export function canEnter(account: Account | undefined, folder: string): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
    cwd: '/',
    stdio: 'ignore',
    ...identity(account),
  });
  return status === 0;
}

/** For spawn: runs the child as that account. */
export function identity(account: Account | undefined): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

function id(flag: string, name: string): number | undefined {
  try {
    const text = execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' });
    return Number(text) || undefined;
  } catch {
    return undefined;
  }
}
