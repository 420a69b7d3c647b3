/** The secret from which every draw of a trial follows. */
import { createHash, randomBytes } from 'node:crypto';
import type { Keyring } from '../config/keys.ts';
import type { Trial } from '../database/tables.ts';

const SALT_BYTES = 32;
const PURPOSE = 'trial-salt';

/** A fresh salt as it is stored: sealed for this trial, with the SHA-256 that is published. */
export function drawSalt(
  keyring: Keyring,
  trialId: string,
): { readonly salt_sealed: Buffer; readonly salt_sha256: string } {
  const salt = randomBytes(SALT_BYTES);
  return { salt_sealed: keyring.seal(PURPOSE, salt, trialId), salt_sha256: saltSha256(salt) };
}

/**
 * The salt of a launched trial.
 *
 * @throws Error when the trial has none, or what opens is not what was published.
 */
export function openSalt(
  keyring: Keyring,
  trial: Pick<Trial, 'trial_id' | 'slug' | 'salt_sealed' | 'salt_sha256' | 'salt_disclosed'>,
): Buffer {
  const salt =
    trial.salt_disclosed !== null
      ? Buffer.from(trial.salt_disclosed, 'hex')
      : trial.salt_sealed && keyring.open(PURPOSE, trial.salt_sealed, trial.trial_id);
  if (!salt || saltSha256(salt) !== trial.salt_sha256) {
    throw new Error(`Open the salt of ${trial.slug}: it is not the one whose hash was published`);
  }
  return salt;
}

/** Small hex. */
export function saltSha256(salt: Buffer): string {
  return createHash('sha256').update(salt).digest('hex');
}
