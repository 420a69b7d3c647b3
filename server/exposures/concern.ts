/**
 * Distress and complaints. The interaction, the count of people and the stop rules share one
 * transaction: the tap that reaches a limit stops the trial.
 */
import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import type pg from 'pg';
import type { Database } from '../database/tables.ts';
import { admissibleBases } from '../participants/basis.ts';
import { recordHarm } from '../participants/harms.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { FLAGS } from './interaction-kinds.ts';
import { appendReport, type Queryable, type ViewReport } from './interaction-log.ts';

export type Concern = 'distressed' | 'complained';

/** @returns Whether it was kept; false when the person has left. */
export async function recordConcern(
  db: Kysely<Database>,
  running: RunningTrial,
  concern: Concern,
  report: ViewReport,
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const before = await trx
      .selectFrom('exposures')
      .innerJoin('assignments', 'assignments.participant_id', 'exposures.participant_id')
      .select(['assignments.arm', 'flags_person', 'flags_unsure', 'flags_machine'])
      .where('exposures.participant_id', '=', report.participantId)
      .orderBy('exposures.exposure_no')
      .forNoKeyUpdate('exposures')
      .execute();
    if (before.length === 0) return false;
    const kept = await appendReport(
      inTransaction(trx),
      report,
      admissibleBases(running.protocol.consent.mode),
      now,
    );
    // A machine that follows every button is no person in distress.
    if (!kept || report.machine) return kept;
    const known = before.some(
      (row) => ((row.flags_person | row.flags_unsure) & FLAGS[concern]) !== 0,
    );
    if (!known) await recordHarm(trx, running, { kind: concern, arm: before[0]!.arm }, now);
    return true;
  });
}

/** The log's own statement, run inside a Kysely transaction. */
function inTransaction(trx: Transaction<Database>): Queryable {
  return {
    query: async (config: pg.QueryConfig) =>
      (await trx.executeQuery(
        CompiledQuery.raw(config.text, config.values ?? []),
      )) as unknown as pg.QueryResult,
  };
}
