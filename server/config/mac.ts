import { type BinaryLike, createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';

const MAC_BYTES = 16;

/** What ends a token or link of ours: 16 bytes of HMAC-SHA-256 in 22 letters of base64url. */
export function makeMac(key: BinaryLike | KeyObject, signed: string): string {
  const bytes = createHmac('sha256', key).update(signed).digest().subarray(0, MAC_BYTES);
  return bytes.toString('base64url');
}

/** Letters are compared, not bytes: the last one has bits to spare. */
export function isMac(key: BinaryLike | KeyObject, signed: string, given: string): boolean {
  const [found, expected] = [Buffer.from(given), Buffer.from(makeMac(key, signed))];
  return found.length === expected.length && timingSafeEqual(found, expected);
}
