import type { Transaction } from 'kysely';
import type { Database, Message, TrialState } from '../database/tables.ts';

/**
 * The trial's state, held until the transaction ends: who stops the trial waits for what is being
 * claimed at this moment, and nothing is claimed after that.
 */
export async function lockTrialState(
  trx: Transaction<Database>,
  trialId: string,
): Promise<TrialState | undefined> {
  const trial = await trx
    .selectFrom('trials')
    .select('state')
    .where('trial_id', '=', trialId)
    .forShare()
    .executeTakeFirst();
  return trial?.state;
}

/**
 * What may leave in each state. Telling people goes on whatever happens; offers leave only while
 * the trial runs.
 */
export const SENDABLE: Readonly<Partial<Record<TrialState, readonly Message['kind'][]>>> = {
  running: ['registration', 'offer', 'reveal', 'training', 'closing'],
  paused: ['reveal', 'training'],
  stopped: ['reveal'],
  closed: ['reveal', 'closing'],
};
