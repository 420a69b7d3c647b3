import { randomBytes } from 'node:crypto';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.ts';

/** One master key: 32 random bytes and the short name sealed values carry. */
export interface MasterKey {
  id: string;
  key: Buffer;
}

const keyFile = z.strictObject({
  scampaign_master_keys: z.literal(1),
  /** Oldest first; the last one is current. */
  keys: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9]{1,16}$/, 'an id is 1 to 16 of a-z and 0-9'),
        key: z.base64().refine((text) => Buffer.from(text, 'base64').length === 32, {
          message: 'a key is 32 bytes in base64; openssl rand -base64 32 makes one',
        }),
      }),
    )
    .min(1, 'at least one key is needed')
    .refine((keys) => new Set(keys.map((key) => key.id)).size === keys.length, {
      message: 'two keys have the same id',
    }),
});

const SHAPE =
  '{"scampaign_master_keys":1,"keys":[{"id":"a1","key":"what openssl rand -base64 32 prints"}]}, mode 600';

/** Reads the keys of a file that only its owner may read. */
export function readKeyFile(file: string): MasterKey[] {
  let text: string;
  try {
    const { mode } = statSync(file);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new ConfigError(
        `Read the master key ${file}: others may read it (mode ${(mode & 0o777).toString(8)}); chmod 600 it`,
      );
    }
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(
      code === 'ENOENT'
        ? `Read the master key ${file}: there is no such file; restore it from where you keep it, or make one: ${SHAPE}`
        : `Read the master key ${file}: ${code ?? error}; it must be a file this user may read`,
      [],
      error,
    );
  }
  const parsed = keyFile.safeParse(parseJson(text, file));
  if (!parsed.success) {
    throw new ConfigError(
      `Read the master key ${file}: it is not a key file of Scampaign`,
      // Paths and our own sentences only: an issue's input would be the key itself.
      parsed.error.issues.map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`),
    );
  }
  return parsed.data.keys.map(({ id, key }) => ({ id, key: Buffer.from(key, 'base64') }));
}

/** The keys of an embedded database's data folder, made there (mode 0600) if there are none yet. */
export function makeKeyFile(folder: string): MasterKey[] {
  const file = join(folder, 'master-key.json');
  if (lstatSync(file, { throwIfNoEntry: false })) return readKeyFile(file);
  const draft = join(folder, `.master-key-${randomBytes(6).toString('hex')}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
    writeFileSync(draft, renderKeyFile([newMasterKey()]), { mode: 0o600, flag: 'wx', flush: true });
    // A link fails if the name is taken: of two first starts at once, both read the same key.
    linkSync(draft, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') {
      throw new ConfigError(
        `Make the master key ${file}: ${code ?? error}; the data folder must be one this user may write`,
        [],
        error,
      );
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return readKeyFile(file);
}

/** A fresh random key, its id drawn at random too. */
export function newMasterKey(): MasterKey {
  return { id: randomBytes(4).toString('hex'), key: randomBytes(32) };
}

/** The text of a key file; the last key is current. */
export function renderKeyFile(keys: readonly MasterKey[]): string {
  const rows = keys.map(({ id, key }) => ({ id, key: key.toString('base64') }));
  return `${JSON.stringify({ scampaign_master_keys: 1, keys: rows }, null, 2)}\n`;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message would quote the key.
    throw new ConfigError(`Read the master key ${file}: it is not JSON and needs to be ${SHAPE}`);
  }
}
