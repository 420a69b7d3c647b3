import type { Kysely, Transaction } from 'kysely';
import type { Protocol } from '../../protocol/schema.ts';
import { appendAudit } from '../accounts/audit.ts';
import type { Database, Trial } from '../database/tables.ts';
import { changeState, type StateAct } from './change-state.ts';
import { changeTrial, isLive, TRIAL_COLUMNS } from './trial-rows.ts';

export type StopRule = Protocol['stop_rules'][number];

/** Who the audit trail names when a rule of the protocol stops a trial. */
const STOP_RULE_ACTOR = 'stop rule';

/**
 * Stops a trial for good. Only rows are written: open offers turn into reveals as each node reads
 * the new revision, and the planner cancels what waits to be sent. Stopping twice is stopping once.
 */
export async function stopTrial(db: Kysely<Database>, input: StateAct, now: Date): Promise<Trial> {
  return await changeState(
    db,
    input,
    {
      act: 'stop',
      from: ['running', 'paused'],
      to: 'stopped',
      repeatable: true,
      change: (_trial, why) => ({ stopped_at: now, stopped_why: why }),
    },
    now,
  );
}

/**
 * Stops a trial in the transaction of the very interaction or withdrawal that met a stop rule.
 *
 * @returns Whether it stopped now; false when it no longer ran.
 */
export async function stopByRule(
  trx: Transaction<Database>,
  trialId: string,
  rule: StopRule,
  now: Date,
): Promise<boolean> {
  const trial = await trx
    .selectFrom('trials')
    .select(TRIAL_COLUMNS)
    .where('trial_id', '=', trialId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  if (!isLive(trial)) return false;
  const why = `${rule.people} ${rule.people === 1 ? 'person' : 'people'} ${rule.when}`;
  const stopped = await changeTrial(trx, trialId, {
    state: 'stopped',
    stopped_at: now,
    stopped_why: why,
  });
  await appendAudit(
    trx,
    {
      actor: STOP_RULE_ACTOR,
      action: 'trial.stop',
      subject: `trial:${trial.slug}`,
      detail: { revision: stopped.revision, actor_id: null, from: trial.state, why, rule },
    },
    now,
  );
  return true;
}
