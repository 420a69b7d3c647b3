import type { Kysely } from 'kysely';
import type { Keyring } from '../config/keys.ts';
import type { Database, Trial } from '../database/tables.ts';
import { changeState, type StateAct } from './change-state.ts';
import { openSalt } from './salt.ts';

/**
 * Ends a trial and discloses its salt, so that anyone can draw every arm again. Closing twice is
 * closing once; what people are still owed stays owed.
 */
export async function closeTrial(
  db: Kysely<Database>,
  keyring: Keyring,
  input: StateAct,
  now: Date,
): Promise<Trial> {
  return await changeState(
    db,
    input,
    {
      act: 'close',
      from: ['running', 'paused', 'stopped'],
      to: 'closed',
      repeatable: true,
      change: (trial) => ({
        closed_at: now,
        salt_disclosed: openSalt(keyring, trial).toString('hex'),
      }),
    },
    now,
  );
}
