import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { ConfigError } from './config-error.ts';
import { type MasterKey, makeKeyFile, readKeyFile } from './key-file.ts';

/**
 * Everything secret the service holds comes from one master key: HKDF-SHA-256 gives each purpose a
 * key of its own. A key file may hold several master keys; the current one seals, all of them open,
 * so that a key is replaced by adding a new one and wrapping again what the old one wrapped.
 */
export interface Keyring {
  /** Id of the master key that seals and signs from now on. */
  readonly currentId: string;
  /** Ids of every master key held, oldest first. */
  readonly ids: readonly string[];
  /** The 32-byte key of one purpose, from the current master key or a named one. */
  derive(purpose: string, keyId?: string): Buffer;
  /** HMAC-SHA-256, 32 bytes, under a purpose's key. */
  hmac(purpose: string, data: Buffer | string, keyId?: string): Buffer;
  /** Encrypts; `aad` must be given again to open, so that a sealed value can't change its place. */
  seal(purpose: string, bytes: Buffer, aad: Buffer | string): Buffer;
  /** @throws SealError when the value was changed, is for elsewhere, or its key isn't held. */
  open(purpose: string, sealed: Buffer, aad: Buffer | string): Buffer;
  /** Wraps a person's data key under the current master key. */
  wrapKey(key: Buffer, participantId: string): { wrapped: Buffer; masterKeyId: string };
  unwrapKey(wrapped: Buffer, participantId: string): Buffer;
}

/** A sealed value that can't be opened: changed, moved to another place, or its key is not held. */
export class SealError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SealError';
  }
}

export type KeySource =
  /** A file an operator made, outside the data folder. */
  | { file: string }
  /** The data folder of an embedded database: the file is made at first start. */
  | { embeddedFolder: string };

/** Reads the master keys; makes them when the database is embedded and there are none yet. */
export function openKeyring(source: KeySource): Keyring {
  const keys = 'file' in source ? readKeyFile(source.file) : makeKeyFile(source.embeddedFolder);
  return keyringOf(keys);
}

/** A keyring over given master keys, the last of them current. */
export function keyringOf(keys: readonly MasterKey[]): Keyring {
  const current = keys.at(-1);
  if (!current) throw new ConfigError('Open the master key: the file holds no key and needs one');
  const derived = new Map<string, Buffer>();

  function derive(purpose: string, keyId: string = current?.id ?? ''): Buffer {
    const name = `${keyId}\n${purpose}`;
    const known = derived.get(name);
    if (known) return known;
    const master = keys.find((key) => key.id === keyId);
    if (!master) throw new SealError(`Use master key ${keyId}: the key file does not hold it`);
    const made = Buffer.from(
      hkdfSync('sha256', master.key, HKDF_SALT, `scampaign/1/${purpose}`, KEY_BYTES),
    );
    derived.set(name, made);
    return made;
  }

  function open(purpose: string, sealed: Buffer, aad: Buffer | string): Buffer {
    const { keyId, nonce, body, tag } = takeApart(sealed);
    const decipher = createDecipheriv('aes-256-gcm', derive(purpose, keyId), nonce, {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(aad as string));
    decipher.setAuthTag(tag);
    try {
      return Buffer.concat([decipher.update(body), decipher.final()]);
    } catch (error) {
      throw new SealError(`Open a sealed ${purpose}: it was changed or belongs elsewhere`, error);
    }
  }

  function seal(purpose: string, bytes: Buffer, aad: Buffer | string): Buffer {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', derive(purpose), nonce, {
      authTagLength: TAG_BYTES,
    });
    cipher.setAAD(Buffer.from(aad as string));
    const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
    const id = Buffer.from(current?.id ?? '', 'utf8');
    return Buffer.concat([
      Buffer.from([SEAL_VERSION, id.length]),
      id,
      nonce,
      body,
      cipher.getAuthTag(),
    ]);
  }

  return {
    currentId: current.id,
    ids: keys.map((key) => key.id),
    derive,
    hmac: (purpose, data, keyId) =>
      createHmac('sha256', derive(purpose, keyId)).update(data).digest(),
    seal,
    open,
    wrapKey: (key, participantId) => ({
      wrapped: seal(PERSON_KEY, key, participantId),
      masterKeyId: current.id,
    }),
    unwrapKey: (wrapped, participantId) => open(PERSON_KEY, wrapped, participantId),
  };
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEAL_VERSION = 1;
const PERSON_KEY = 'person-key';
/** Not secret; RFC 5869 lets it be fixed. It keeps our keys apart from any other use of the file. */
const HKDF_SALT = 'scampaign master key';

function takeApart(sealed: Buffer): { keyId: string; nonce: Buffer; body: Buffer; tag: Buffer } {
  const idLength = sealed[1] ?? 0;
  const head = 2 + idLength;
  if (sealed[0] !== SEAL_VERSION || sealed.length < head + NONCE_BYTES + TAG_BYTES) {
    throw new SealError('Open a sealed value: it is not one this version wrote');
  }
  return {
    keyId: sealed.toString('utf8', 2, head),
    nonce: sealed.subarray(head, head + NONCE_BYTES),
    body: sealed.subarray(head + NONCE_BYTES, sealed.length - TAG_BYTES),
    tag: sealed.subarray(sealed.length - TAG_BYTES),
  };
}
