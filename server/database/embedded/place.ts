import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../../config/config-error.ts';
import { type Account, canEnter } from './account.ts';

/**
 * Longest folder a socket can live in: a socket's whole path is limited to 107 bytes (103 on
 * macOS), of which `/.s.PGSQL.5432.lock` takes 19.
 */
const SOCKET_FOLDER_LIMIT = 84;

/**
 * Where the cluster of a data folder lives. Usually the data folder itself; when PostgreSQL's user
 * can't get in there, a folder of root's that it can, noted in the data folder as `place.json`.
 *
 * @returns Absolute path of a folder that exists.
 * @throws ConfigError when nothing can be written there.
 */
export function settlePlace(dataFolder: string, account: Account | undefined): string {
  makeFolder(dataFolder);
  const real = realpathSync(dataFolder);
  const note = join(real, 'place.json');
  const noted = readNote(note);
  if (noted !== undefined) {
    // A machine restored without it must not quietly begin a new, empty database.
    if (existsSync(noted)) return noted;
    throw new ConfigError(
      `Start the embedded PostgreSQL: ${note} says that its data is in ${noted}, which is not there; restore that folder, or remove ${real} to begin with no data`,
    );
  }
  if (existsSync(join(real, 'postgres')) || usable(real, account)) return real;
  const moved = makeMovedPlace(real);
  writeNote(note, moved);
  return readNote(note) ?? moved;
}

/** A folder short enough for sockets that only PostgreSQL's user and root may enter. */
export function settleSockets(area: string, account: Account | undefined): string {
  const near = join(area, 'run');
  const name = `scampaign-${createHash('sha256').update(area).digest('hex').slice(0, 16)}`;
  const folder = Buffer.byteLength(near) <= SOCKET_FOLDER_LIMIT ? near : join(tmpdir(), name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid } = lstatSync(folder);
  const ours = process.getuid?.() ?? uid;
  // In a folder everybody writes to, the name may have been taken by somebody else.
  if (uid !== ours && uid !== account?.uid) {
    throw new ConfigError(
      `Start the embedded PostgreSQL: ${folder} belongs to user ${uid} and must be ours; remove it`,
    );
  }
  if (account) chownSync(folder, account.uid, account.gid);
  chmodSync(folder, 0o700);
  return folder;
}

function makeFolder(folder: string): void {
  try {
    // 0711: PostgreSQL's user passes through to its own folder and sees nothing else.
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      `Use the data folder ${folder}: it can't be written (${code ?? error}); make it writable or set SCAMPAIGN_DATA_FOLDER to one that is`,
      [],
      error,
    );
  }
}

function usable(folder: string, account: Account | undefined): boolean {
  if (!account) return true;
  if (!canEnter(account, folder)) return false;
  // Some shared file systems refuse to give a file to another user.
  const probe = join(folder, `.probe-${randomBytes(4).toString('hex')}`);
  try {
    writeFileSync(probe, '');
    chownSync(probe, account.uid, account.gid);
    return lstatSync(probe).uid === account.uid;
  } catch {
    return false;
  } finally {
    rmSync(probe, { force: true });
  }
}

/** /var/lib first: what lies in /var/tmp for a month may be cleaned away. */
function makeMovedPlace(dataFolder: string): string {
  const name = `scampaign-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)}`;
  for (const parent of ['/var/lib', '/var/tmp']) {
    const place = join(parent, name);
    try {
      mkdirSync(place, { recursive: true, mode: 0o711 });
      const { uid } = lstatSync(place);
      if (uid !== process.getuid?.()) continue;
      chmodSync(place, 0o711);
      return place;
    } catch {
      // A read-only /var/lib is common in containers; the next one may do.
    }
  }
  throw new ConfigError(
    `Start the embedded PostgreSQL: its user can't get into ${dataFolder}, and neither /var/lib/${name} nor /var/tmp/${name} can be made; set SCAMPAIGN_DATA_FOLDER to a folder every user may pass through`,
  );
}

function readNote(note: string): string | undefined {
  if (!existsSync(note)) return undefined;
  const { folder } = JSON.parse(readFileSync(note, 'utf8')) as { folder: string };
  return folder;
}

function writeNote(note: string, folder: string): void {
  const draft = `${note}.${process.pid}`;
  try {
    writeFileSync(draft, `${JSON.stringify({ folder }, null, 2)}\n`, { flush: true });
    linkSync(draft, note);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
