/** The whole report at 100,000 participants against the SQL that returns its own cells. */
import { sql } from 'kysely';
import { median } from 'simple-statistics';
import { buildTrialReport } from '../server/reports/build-trial-report.ts';
import { renderJson } from '../server/reports/render-json.ts';
import { trialCells } from '../server/reports/trial-cells.ts';
import { exampleProtocol, LONG_AFTER, madeUpTrial } from '../test/server/reports/made-up-trial.ts';
import type { BenchResult } from './results.ts';
import type { Stage } from './stage.ts';

const PEOPLE = 100_000;
const ROUNDS = 5;

export async function benchReport(stage: Stage): Promise<BenchResult[]> {
  const { db } = stage.engine.database;
  const protocol = exampleProtocol();
  const made = await madeUpTrial(stage.engine.owner.db, { protocol, people: PEOPLE, seed: 1 });
  // As the database does by itself within minutes of so many rows.
  await sql`analyze`.execute(stage.engine.owner.db);
  const rounds: { report: number; cells: number }[] = [];
  for (let round = -1; round < ROUNDS; round++) {
    const cells = await timed(() =>
      trialCells(db, { trialId: made.trialId, protocol, countedUntil: LONG_AFTER, erased: [] }),
    );
    const report = await timed(async () =>
      renderJson(await buildTrialReport(db, made.slug, LONG_AFTER)),
    );
    if (round >= 0) rounds.push({ report, cells });
  }
  const ms = (values: readonly number[]): string => `${Math.round(median([...values]))} ms`;
  return [
    {
      name: 'report at 100,000 people',
      ratio: median(rounds.map(({ report, cells }) => report / cells)),
      atMost: 2,
      ours: ms(rounds.map(({ report }) => report)),
      theirs: `${ms(rounds.map(({ cells }) => cells))}  SQL of its cells`,
    },
  ];
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
