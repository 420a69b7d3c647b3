import { sql } from 'kysely';
import type { Executor } from '../database/pool.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { chooseArm } from './experiment.ts';
import { unitHash } from './seeds.ts';
import { drawsOf, type TrialDraws } from './trial-draws.ts';
import { clusterUnit, personUnit } from './unit.ts';

/** Whether what is stored is what the salt and the protocol draw. */
export interface AllocationCheck {
  readonly ok: boolean;
  /** Units drawn: people, or clusters. */
  readonly units: number;
  /** One sentence each, at most ten. */
  readonly problems: readonly string[];
}

const BATCH = 5_000;
const MOST_PROBLEMS = 10;

/**
 * Draws everything again. Simple draws are compared one by one. Of blocks, the counts by arm of
 * what each stratum has drawn are compared with the people stored and those who left since, whose
 * rows are gone and whose arms are tallied. With clusters everyone must share their cluster's arm.
 */
export async function verifyAllocation(
  db: Executor,
  running: RunningTrial,
): Promise<AllocationCheck> {
  const draws = drawsOf(running);
  const { unit, method } = running.protocol.randomisation;
  const byCluster = unit === 'cluster';
  const problems: string[] = byCluster ? await strayMembers(db, running) : [];
  const checked =
    method === 'simple'
      ? await verifyHashes(db, running, draws, byCluster)
      : await verifyBlocks(db, running, draws, byCluster);
  problems.push(...checked.problems);
  return {
    ok: problems.length === 0,
    units: checked.units,
    problems: problems.slice(0, MOST_PROBLEMS),
  };
}

interface Checked {
  readonly units: number;
  readonly problems: readonly string[];
}

async function verifyHashes(
  db: Executor,
  running: RunningTrial,
  draws: TrialDraws,
  byCluster: boolean,
): Promise<Checked> {
  const problems: string[] = [];
  let units = 0;
  let after: string | undefined;
  for (;;) {
    const rows = byCluster
      ? await clusterPage(db, running.trial.trial_id, after)
      : await personPage(db, running.trial.trial_id, after);
    for (const { name, arm } of rows) {
      const drawn = chooseArm(
        draws.experiment,
        unitHash(draws.seeds.arm, byCluster ? clusterUnit(name) : personUnit(name)),
      );
      if (drawn !== arm) problems.push(`${name} is stored in ${arm} and drawn into ${drawn}`);
    }
    units += rows.length;
    after = rows.at(-1)?.name;
    if (rows.length < BATCH) return { units, problems };
  }
}

async function personPage(
  db: Executor,
  trialId: string,
  after: string | undefined,
): Promise<{ name: string; arm: string }[]> {
  return await db
    .selectFrom('assignments')
    .select(['participant_id as name', 'arm'])
    .where('trial_id', '=', trialId)
    .$if(after !== undefined, (query) => query.where('participant_id', '>', after!))
    .orderBy('participant_id')
    .limit(BATCH)
    .execute();
}

async function clusterPage(
  db: Executor,
  trialId: string,
  after: string | undefined,
): Promise<{ name: string; arm: string }[]> {
  return await db
    .selectFrom('cluster_assignments')
    .select(['cluster as name', 'arm'])
    .where('trial_id', '=', trialId)
    .$if(after !== undefined, (query) => query.where('cluster', '>', after!))
    .orderBy('cluster')
    .limit(BATCH)
    .execute();
}

async function verifyBlocks(
  db: Executor,
  running: RunningTrial,
  draws: TrialDraws,
  byCluster: boolean,
): Promise<Checked> {
  const trialId = running.trial.trial_id;
  const counters = await db
    .selectFrom('blocks')
    .select(['stratum', 'drawn'])
    .where('trial_id', '=', trialId)
    .orderBy('stratum')
    .execute();
  const stored = await storedCounts(db, trialId, byCluster);
  const problems: string[] = [];
  const strata = new Set(counters.map(({ stratum }) => stratum));
  for (const [stratum] of stored) {
    if (!strata.has(stratum)) problems.push(`stratum ${stratum} has people and drew none`);
  }
  for (const { stratum, drawn } of counters) {
    const expected = draws.sequence(stratum).countsOfFirst(drawn);
    const found = stored.get(stratum) ?? new Map<string, number>();
    for (const arm of new Set([...Object.keys(expected), ...found.keys()])) {
      const wanted = expected[arm] ?? 0;
      const there = found.get(arm) ?? 0;
      if (wanted !== there) {
        problems.push(`stratum ${stratum} has ${there} in ${arm} and drew ${wanted}`);
      }
    }
  }
  return { units: counters.reduce((sum, { drawn }) => sum + drawn, 0), problems };
}

/** Stratum to arm to units, those who left included. */
async function storedCounts(
  db: Executor,
  trialId: string,
  byCluster: boolean,
): Promise<Map<string, Map<string, number>>> {
  const { rows } = byCluster
    ? await sql<{ stratum: string; arm: string; count: number }>`
        select stratum, arm, count(*) as count from cluster_assignments
        where trial_id = ${trialId} group by stratum, arm
      `.execute(db)
    : await sql<{ stratum: string; arm: string; count: number }>`
        select stratum, arm, sum(count)::bigint as count from (
          select stratum, arm, count(*) as count from assignments
          where trial_id = ${trialId} group by stratum, arm
          union all
          select stratum, arm, people from tallies where trial_id = ${trialId} and arm <> ''
        ) everyone group by stratum, arm
      `.execute(db);
  const counts = new Map<string, Map<string, number>>();
  for (const { stratum, arm, count } of rows) {
    const arms = counts.get(stratum) ?? new Map<string, number>();
    counts.set(stratum, arms.set(arm, count));
  }
  return counts;
}

/** People whose arm is not that of their cluster. */
async function strayMembers(db: Executor, running: RunningTrial): Promise<string[]> {
  const rows = await db
    .selectFrom('assignments as a')
    .leftJoin('cluster_assignments as c', (join) =>
      join.onRef('c.trial_id', '=', 'a.trial_id').onRef('c.cluster', '=', 'a.cluster'),
    )
    .select(['a.participant_id', 'a.arm', 'c.arm as cluster_arm'])
    .where('a.trial_id', '=', running.trial.trial_id)
    .where(({ eb, or }) => or([eb('c.arm', 'is', null), eb('c.arm', '!=', eb.ref('a.arm'))]))
    .orderBy('a.participant_id')
    .limit(MOST_PROBLEMS)
    .execute();
  return rows.map(
    (row) =>
      `${row.participant_id} is in ${row.arm} and the cluster in ${row.cluster_arm ?? 'no arm'}`,
  );
}
