import type { Kysely } from 'kysely';
import { appendAudit } from '../accounts/audit.ts';
import { type Acting, authoriseOnTrial } from '../accounts/authorise.ts';
import type { Database, Trial, TrialState } from '../database/tables.ts';
import { ServiceError } from '../web/errors.ts';
import { plainReason } from './plain-reason.ts';
import { changeTrial, lockTrial, type TrialChange } from './trial-rows.ts';

export interface StateAct {
  readonly slug: string;
  /** A staff member's key; `rehearsal` for a rehearsal's own trial. */
  readonly as: Acting;
  readonly why: string;
}

/** One act that moves a trial from some states to another, with its audit row. */
export async function changeState(
  db: Kysely<Database>,
  input: StateAct,
  move: {
    readonly act: 'pause' | 'resume' | 'stop' | 'close';
    readonly from: readonly TrialState[];
    readonly to: TrialState;
    /** What else is written; may refuse. */
    readonly change?: (trial: Trial, why: string) => TrialChange;
    /** Doing it twice is doing it once: the trial is handed back as it is. */
    readonly repeatable?: boolean;
  },
  now: Date,
): Promise<Trial> {
  const doing = `${move.act[0]!.toUpperCase()}${move.act.slice(1)} ${input.slug}`;
  const why = plainReason(doing, input.why);
  return await db.transaction().execute(async (trx) => {
    const trial = await lockTrial(trx, input.slug);
    const authority = await authoriseOnTrial(trx, input.as, move.act, trial);
    if (move.repeatable && trial.state === move.to) return trial;
    if (!move.from.includes(trial.state)) {
      throw new ServiceError(
        'conflict',
        `${doing}: it is ${trial.state}; it must be ${move.from.join(' or ')}`,
      );
    }
    const changed = await changeTrial(trx, trial.trial_id, {
      state: move.to,
      ...move.change?.(trial, why),
    });
    await appendAudit(
      trx,
      {
        actor: authority.name,
        action: `trial.${move.act}`,
        subject: `trial:${trial.slug}`,
        detail: {
          revision: changed.revision,
          actor_id: authority.actorId,
          from: trial.state,
          why,
          ...(changed.salt_disclosed === null ? {} : { salt: changed.salt_disclosed }),
        },
      },
      now,
    );
    return changed;
  });
}
