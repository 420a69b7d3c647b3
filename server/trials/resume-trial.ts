import type { Kysely } from 'kysely';
import type { Database, Trial } from '../database/tables.ts';
import { changeState, type StateAct } from './change-state.ts';

/** Lets a paused trial go on. A stopped one stays stopped. */
export async function resumeTrial(
  db: Kysely<Database>,
  input: StateAct,
  now: Date,
): Promise<Trial> {
  return await changeState(db, input, { act: 'resume', from: ['paused'], to: 'running' }, now);
}
