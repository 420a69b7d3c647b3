import type { Kysely } from 'kysely';
import type { Database, Trial } from '../database/tables.ts';
import { ServiceError } from '../web/errors.ts';

/** Sets how far a rehearsal's clock runs ahead of the service's, in milliseconds. */
export async function setRehearsalClock(
  db: Kysely<Database>,
  trialId: string,
  offsetMs: number,
): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('trials')
    .set({ clock_offset_ms: Math.round(offsetMs) })
    .where('trial_id', '=', trialId)
    .where('purpose', '=', 'rehearsal')
    .executeTakeFirstOrThrow();
  if (numUpdatedRows === 0n) {
    throw new ServiceError(
      'refused',
      `Move a clock: trial ${trialId} is no rehearsal; only a rehearsal's time can be moved`,
    );
  }
}

/**
 * Real people are never entered into a rehearsal, whose protocol nobody approved, nor simulated
 * ones into a field trial. Everything that enters people calls this first.
 *
 * @throws ServiceError refused.
 */
export function assertPeopleBelong(
  trial: Pick<Trial, 'slug' | 'purpose'>,
  people: 'real' | 'simulated',
): void {
  if (trial.purpose === 'rehearsal' && people === 'real') {
    throw new ServiceError(
      'refused',
      `Enter people: ${trial.slug} is a rehearsal and holds simulated people only; submit its protocol, have it approved and launch it`,
    );
  }
  if (trial.purpose === 'field' && people === 'simulated') {
    throw new ServiceError(
      'refused',
      `Enter people: ${trial.slug} is a field trial and holds real people only; rehearse its protocol instead`,
    );
  }
}
