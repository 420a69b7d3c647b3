/**
 * A link to one trial's report that works without an account until a date: `v1.keyid.payload.mac`.
 * It opens the report and nothing else; no row of a person is reachable from it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Keyring } from '../config/keys.ts';

export interface ShareLink {
  readonly trialNo: number;
  readonly expires: Date;
}

const PURPOSE = 'report-share';
const PAYLOAD_BYTES = 8;
const MAC_BYTES = 16;
const PATTERN = /^v1\.([A-Za-z0-9_-]{1,24})\.([A-Za-z0-9_-]{11})\.([A-Za-z0-9_-]{22})$/;

/** The part of the address after `/reports/`. Expiry counts in whole seconds, up to 2106. */
export function makeShareLink(keyring: Keyring, link: ShareLink): string {
  const payload = Buffer.alloc(PAYLOAD_BYTES);
  payload.writeUInt32BE(link.trialNo, 0);
  payload.writeUInt32BE(Math.floor(link.expires.getTime() / 1000), 4);
  const signed = `v1.${keyring.currentId}.${payload.toString('base64url')}`;
  return `${signed}.${mac(keyring, keyring.currentId, signed).toString('base64url')}`;
}

/** What a link says, expired or not; undefined when we did not make it. */
export function readShareLink(keyring: Keyring, token: string): ShareLink | undefined {
  const [, keyId, payload, given] = PATTERN.exec(token) ?? [];
  if (keyId === undefined || payload === undefined || given === undefined) return undefined;
  if (!keyring.ids.includes(keyId)) return undefined;
  const expected = mac(keyring, keyId, `v1.${keyId}.${payload}`).toString('base64url');
  // Letters are compared, not bytes: the last one has bits to spare.
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(expected))) return undefined;
  const bytes = Buffer.from(payload, 'base64url');
  return {
    trialNo: bytes.readUInt32BE(0),
    expires: new Date(bytes.readUInt32BE(4) * 1000),
  };
}

function mac(keyring: Keyring, keyId: string, signed: string): Buffer {
  return createHmac('sha256', keyring.derive(PURPOSE, keyId))
    .update(signed)
    .digest()
    .subarray(0, MAC_BYTES);
}
