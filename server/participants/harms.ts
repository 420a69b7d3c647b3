/**
 * Distress, complaints and withdrawals, counted as people. The count and the stop rules run in the
 * transaction of the act itself: the person whose tap reaches a limit is the one that stops the trial.
 */
import type { Transaction } from 'kysely';
import type { Database, HarmKind } from '../database/tables.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { stopByRule } from '../trials/stop-trial.ts';

/** @param arm - Empty when the person was not assigned yet. */
export async function recordHarm(
  trx: Transaction<Database>,
  running: RunningTrial,
  harm: { readonly kind: HarmKind; readonly arm: string },
  now: Date,
): Promise<void> {
  const trialId = running.trial.trial_id;
  await trx
    .insertInto('harms')
    .values({ trial_id: trialId, kind: harm.kind, arm: harm.arm, people: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['trial_id', 'kind', 'arm'])
        .doUpdateSet((eb) => ({ people: eb('harms.people', '+', 1) })),
    )
    .execute();
  const rule = running.protocol.stop_rules.find((candidate) => candidate.when === harm.kind);
  if (!rule) return;
  const { people } = await trx
    .selectFrom('harms')
    .select((eb) => eb.fn.sum<number>('people').as('people'))
    .where('trial_id', '=', trialId)
    .where('kind', '=', harm.kind)
    .executeTakeFirstOrThrow();
  if (Number(people) >= rule.people) {
    await stopByRule(trx, trialId, rule, now);
  }
}
