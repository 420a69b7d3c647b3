import type { Kysely } from 'kysely';
import type { Database, Trial } from '../database/tables.ts';
import { changeState, type StateAct } from './change-state.ts';

/** Holds a running trial: nobody is assigned and no offer is sent until it is resumed. */
export async function pauseTrial(db: Kysely<Database>, input: StateAct, now: Date): Promise<Trial> {
  return await changeState(db, input, { act: 'pause', from: ['running'], to: 'paused' }, now);
}
