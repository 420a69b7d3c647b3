/**
 * Signed links: `v1.keyid.payload.mac`. A token says which person, trial, wave and offer it is for
 * and what it may open; it holds nothing else. Verification keys are kept for ever, so that an old
 * link debriefs for ever; whether the person still is in the trial is a question for the database.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Keyring } from '../config/keys.ts';
import { isMac, makeMac } from '../config/mac.ts';

/** What a token may open. */
export const TOKEN_PURPOSES = { offer: 1, reveal: 2, person: 3, optout: 4, training: 5 } as const;
export type TokenPurpose = keyof typeof TOKEN_PURPOSES;

export interface TokenPayload {
  readonly purpose: TokenPurpose;
  readonly trialNo: number;
  readonly participantId: string;
  /** 0 where no offer is meant. */
  readonly exposureNo: number;
  /** 0-based. */
  readonly wave: number;
}

export interface Tokens {
  make(payload: TokenPayload): string;
  /** Undefined when the text is not a token of ours, or not for one of these purposes. */
  read(token: string, ...purposes: readonly TokenPurpose[]): TokenPayload | undefined;
}

const VERSION = 'v1';
const PAYLOAD_BYTES = 23;
const PURPOSE_NAMES = new Map<number, TokenPurpose>(
  Object.entries(TOKEN_PURPOSES).map(([name, code]) => [code, name as TokenPurpose]),
);
/** A token in a path or body; anything longer is refused before it is looked at. */
export const TOKEN_PATTERN =
  /^v1\.([A-Za-z0-9_-]{1,24})\.([A-Za-z0-9_-]{31})\.([A-Za-z0-9_-]{22})$/;

export function openTokens(keyring: Keyring): Tokens {
  const keys = new Map<string, KeyObject>();
  const keyOf = (keyId: string): KeyObject | undefined => {
    const known = keys.get(keyId);
    if (known) return known;
    if (!keyring.ids.includes(keyId)) return undefined;
    const key = createSecretKey(keyring.derive('token', keyId));
    keys.set(keyId, key);
    return key;
  };

  return {
    make(payload) {
      const keyId = keyring.currentId;
      const signed = `${VERSION}.${keyId}.${encode(payload).toString('base64url')}`;
      return `${signed}.${makeMac(keyOf(keyId)!, signed)}`;
    },
    read(token, ...purposes) {
      const match = TOKEN_PATTERN.exec(token);
      if (!match) return undefined;
      const key = keyOf(match[1]!);
      if (!key) return undefined;
      const signed = token.slice(0, token.length - match[3]!.length - 1);
      if (!isMac(key, signed, match[3]!)) return undefined;
      const payload = decode(Buffer.from(match[2]!, 'base64url'));
      return payload && purposes.includes(payload.purpose) ? payload : undefined;
    },
  };
}

function encode(payload: TokenPayload): Buffer {
  const bytes = Buffer.alloc(PAYLOAD_BYTES);
  bytes.writeUInt8(TOKEN_PURPOSES[payload.purpose], 0);
  bytes.writeUInt32BE(payload.trialNo, 1);
  bytes.write(payload.participantId.replaceAll('-', ''), 5, 'hex');
  bytes.writeUInt8(payload.exposureNo, 21);
  bytes.writeUInt8(payload.wave, 22);
  return bytes;
}

function decode(bytes: Buffer): TokenPayload | undefined {
  const purpose = PURPOSE_NAMES.get(bytes[0]!);
  if (bytes.length !== PAYLOAD_BYTES || !purpose) return undefined;
  const hex = bytes.toString('hex', 5, 21);
  return {
    purpose,
    trialNo: bytes.readUInt32BE(1),
    participantId: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
    exposureNo: bytes[21]!,
    wave: bytes[22]!,
  };
}
