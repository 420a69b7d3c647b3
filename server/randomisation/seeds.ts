import { createHmac } from 'node:crypto';

/** Name of everything in this folder that turns a salt into draws; the vectors pin it. */
export const ALGORITHM = 'scampaign-1';

/** Four secrets that follow from the salt and tell nothing of each other. 32 bytes each. */
export interface Seeds {
  readonly arm: Buffer;
  readonly offerForm: Buffer;
  readonly order: Buffer;
  readonly booster: Buffer;
}

/** HMAC-SHA-256 of each seed's name under the salt. */
export function deriveSeeds(salt: Buffer): Seeds {
  const seed = (name: string): Buffer => hmac(salt, `${ALGORITHM}/${name}`);
  return {
    arm: seed('arm'),
    offerForm: seed('offer-form'),
    order: seed('order'),
    booster: seed('booster'),
  };
}

/**
 * What stands for a unit wherever something is drawn for it: HMAC-SHA-256 in hex. Without the seed
 * it can't be made from the unit's id.
 */
export function unitHash(seed: Buffer, unit: string): string {
  return hmac(seed, `unit/${unit}`).toString('hex');
}

/** HMAC-SHA-256 of a text in UTF-8. */
export function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text, 'utf8').digest();
}
