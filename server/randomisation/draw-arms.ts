import { sql, type Transaction } from 'kysely';
import type { Database } from '../database/tables.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { chooseArm } from './experiment.ts';
import { unitHash } from './seeds.ts';
import { drawsOf } from './trial-draws.ts';
import { clusterUnit, personUnit, type Unit } from './unit.ts';

/**
 * Draws the arms of units that have none, in their order. Nothing but the counters of blocks and
 * the arms of clusters is written; a transaction that fails gives its places in the list back.
 *
 * The caller holds the people's rows, so that nobody is drawn twice.
 *
 * @returns Arms in the order of the units.
 */
export async function drawArms(
  trx: Transaction<Database>,
  running: RunningTrial,
  units: readonly Unit[],
  now: Date,
): Promise<string[]> {
  if (running.protocol.randomisation.unit === 'cluster') {
    return await drawByCluster(trx, running, units, now);
  }
  return await drawAll(
    trx,
    running,
    units.map((unit) => ({ name: personUnit(unit.participantId), stratum: unit.stratum })),
  );
}

interface Named {
  readonly name: string;
  readonly stratum: string;
}

async function drawAll(
  trx: Transaction<Database>,
  running: RunningTrial,
  units: readonly Named[],
): Promise<string[]> {
  const draws = drawsOf(running);
  if (running.protocol.randomisation.method === 'simple') {
    return units.map(({ name }) => chooseArm(draws.experiment, unitHash(draws.seeds.arm, name)));
  }
  const wanted = new Map<string, number>();
  for (const { stratum } of units) wanted.set(stratum, (wanted.get(stratum) ?? 0) + 1);
  const next = await takePlaces(trx, running.trial.trial_id, wanted);
  return units.map(({ stratum }) => {
    const place = next.get(stratum)!;
    next.set(stratum, place + 1);
    return draws.sequence(stratum).armAt(place);
  });
}

/**
 * Takes the next places in the list of each stratum. The counter's row is held until the
 * transaction ends; strata are taken in one order, so that two batches never wait for each other.
 *
 * @returns First place taken, from 0, by stratum.
 */
async function takePlaces(
  trx: Transaction<Database>,
  trialId: string,
  wanted: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  const first = new Map<string, number>();
  const inOrder = [...wanted].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [stratum, people] of inOrder) {
    const { drawn } = await trx
      .insertInto('blocks')
      .values({ trial_id: trialId, stratum, drawn: people })
      .onConflict((conflict) =>
        conflict
          .columns(['trial_id', 'stratum'])
          .doUpdateSet({ drawn: sql<number>`blocks.drawn + excluded.drawn` }),
      )
      .returning('drawn')
      .executeTakeFirstOrThrow();
    first.set(stratum, drawn - people);
  }
  return first;
}

/**
 * A cluster is drawn when the first of its people is, under that person's stratum, and everyone
 * who comes later shares its arm.
 */
async function drawByCluster(
  trx: Transaction<Database>,
  running: RunningTrial,
  units: readonly Unit[],
  now: Date,
): Promise<string[]> {
  const trialId = running.trial.trial_id;
  const strata = new Map<string, string>();
  for (const { cluster, stratum, participantId } of units) {
    if (cluster === null) {
      throw new Error(
        `Draw an arm: participant ${participantId} is in no cluster and clusters are drawn`,
      );
    }
    if (!strata.has(cluster)) strata.set(cluster, stratum);
  }
  const clusters = [...strata.keys()].sort();
  for (const cluster of clusters) {
    // There may be no row to hold yet.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${trialId}/${cluster}`}, 0))`.execute(
      trx,
    );
  }
  const rows = await trx
    .selectFrom('cluster_assignments')
    .select(['cluster', 'arm'])
    .where('trial_id', '=', trialId)
    .where('cluster', 'in', clusters)
    .execute();
  const arms = new Map(rows.map(({ cluster, arm }) => [cluster, arm]));
  const fresh = clusters.filter((cluster) => !arms.has(cluster));
  if (fresh.length > 0) {
    const named = fresh.map((cluster) => ({
      name: clusterUnit(cluster),
      stratum: strata.get(cluster)!,
    }));
    const drawn = await drawAll(trx, running, named);
    const inserted = fresh.map((cluster, index) => ({
      trial_id: trialId,
      cluster,
      arm: drawn[index]!,
      stratum: strata.get(cluster)!,
      assigned_at: now,
    }));
    await trx.insertInto('cluster_assignments').values(inserted).execute();
    for (const { cluster, arm } of inserted) arms.set(cluster, arm);
  }
  return units.map(({ cluster }) => arms.get(cluster!)!);
}
