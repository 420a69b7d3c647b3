/**
 * A link to one trial's report that works without an account until a date: `v1.keyid.payload.mac`.
 * It opens the report and nothing else; no row of a person is reachable from it.
 */
import type { Keyring } from '../config/keys.ts';
import { isMac, makeMac } from '../config/mac.ts';

export interface ShareLink {
  readonly trialNo: number;
  readonly expires: Date;
}

const PURPOSE = 'report-share';
const PAYLOAD_BYTES = 8;
const PATTERN = /^v1\.([A-Za-z0-9_-]{1,24})\.([A-Za-z0-9_-]{11})\.([A-Za-z0-9_-]{22})$/;

/** The part of the address after `/reports/`. Expiry counts in whole seconds, up to 2106. */
export function makeShareLink(keyring: Keyring, link: ShareLink): string {
  const payload = Buffer.alloc(PAYLOAD_BYTES);
  payload.writeUInt32BE(link.trialNo, 0);
  payload.writeUInt32BE(Math.floor(link.expires.getTime() / 1000), 4);
  const signed = `v1.${keyring.currentId}.${payload.toString('base64url')}`;
  return `${signed}.${makeMac(keyring.derive(PURPOSE, keyring.currentId), signed)}`;
}

/** What a link says, expired or not; undefined when we did not make it. */
export function readShareLink(keyring: Keyring, token: string): ShareLink | undefined {
  const [, keyId, payload, given] = PATTERN.exec(token) ?? [];
  if (keyId === undefined || payload === undefined || given === undefined) return undefined;
  if (!keyring.ids.includes(keyId)) return undefined;
  if (!isMac(keyring.derive(PURPOSE, keyId), `v1.${keyId}.${payload}`, given)) return undefined;
  const bytes = Buffer.from(payload, 'base64url');
  return {
    trialNo: bytes.readUInt32BE(0),
    expires: new Date(bytes.readUInt32BE(4) * 1000),
  };
}
