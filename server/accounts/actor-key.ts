/** A staff member's signing key: an Ed25519 pair in a small JSON file that only its owner can read. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { ServiceError } from '../web/errors.ts';

export interface ActorKey {
  readonly actorId: string;
  readonly name: string;
  /** 32 bytes, as stored with the actor. */
  readonly publicKey: Buffer;
  readonly privateKey: KeyObject;
}

const keyFileSchema = z.strictObject({
  scampaign_actor_key: z.literal(1),
  actor_id: z.uuid(),
  name: z.string(),
  /** The 32-byte seed of RFC 8032, base64. */
  private_key: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
});

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 and in SPKI (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** A new key and the text of its file. Nothing is written. */
export function makeActorKey(actorId: string, name: string): { key: ActorKey; keyFile: string } {
  const seed = generateKeyPairSync('ed25519')
    .privateKey.export({ format: 'der', type: 'pkcs8' })
    .subarray(PKCS8_PREFIX.length);
  const content: z.infer<typeof keyFileSchema> = {
    scampaign_actor_key: 1,
    actor_id: actorId,
    name,
    private_key: seed.toString('base64'),
  };
  return {
    key: keyFromSeed(actorId, name, seed),
    keyFile: `${JSON.stringify(content, null, 2)}\n`,
  };
}

/** Reads the text of a key file. */
export function parseActorKey(text: string): ActorKey {
  const parsed = keyFileSchema.safeParse(asJson(text));
  if (!parsed.success) {
    throw new ServiceError(
      'invalid_input',
      'Read a signing key: the file is not a key made by "scampaign actor add"; give the path of such a file',
    );
  }
  const { actor_id, name, private_key } = parsed.data;
  return keyFromSeed(actor_id, name, Buffer.from(private_key, 'base64'));
}

/**
 * Reads a key file, and refuses one that other users of the machine could have read.
 *
 * @throws ServiceError invalid_input when it is missing, malformed or readable by others.
 */
export async function readActorKey(path: string): Promise<ActorKey> {
  let text: string;
  try {
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      throw new ServiceError(
        'invalid_input',
        `Read a signing key: ${path} can be read by other users; run chmod 600 on it`,
      );
    }
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw new ServiceError(
      'invalid_input',
      `Read a signing key: ${path} can't be read (${(error as NodeJS.ErrnoException).code}); give the path of a key file`,
      [],
      error,
    );
  }
  return parseActorKey(text);
}

/** Writes a key file for its owner only; an existing file is never replaced. */
export async function writeActorKey(path: string, keyFile: string): Promise<void> {
  try {
    await writeFile(path, keyFile, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new ServiceError(
      'invalid_input',
      `Write a signing key: ${path} can't be made (${(error as NodeJS.ErrnoException).code}); give the path of a new file in a folder of yours`,
      [],
      error,
    );
  }
}

/** Ed25519 signature, 64 bytes. */
export function sign(key: ActorKey, bytes: Uint8Array): Buffer {
  return signBytes(null, bytes, key.privateKey);
}

/** Whether the owner of a 32-byte public key signed exactly these bytes. */
export function verifyActorSignature(
  publicKey: Buffer,
  bytes: Uint8Array,
  signature: Buffer,
): boolean {
  const key = createPublicKey({
    key: Buffer.concat([SPKI_PREFIX, publicKey]),
    format: 'der',
    type: 'spki',
  });
  return verifyBytes(null, bytes, key, signature);
}

function keyFromSeed(actorId: string, name: string, seed: Buffer): ActorKey {
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(privateKey)
    .export({ format: 'der', type: 'spki' })
    .subarray(SPKI_PREFIX.length);
  return { actorId, name, publicKey, privateKey };
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
