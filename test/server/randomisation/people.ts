import type { Protocol } from '../../../protocol/schema.ts';
import { newId } from '../../../server/database/ids.ts';
import type { Trial } from '../../../server/database/tables.ts';
import { type RunningTrial, RunningTrials } from '../../../server/trials/running-trials.ts';
import { NOW, type World } from '../trials/world.ts';

/** Enters people who have agreed, and gives their ids in order. */
export async function enter(
  world: World,
  trial: Trial,
  people: readonly { stratum: string; cluster?: string }[],
): Promise<string[]> {
  const rows = people.map(({ stratum, cluster }) => ({
    participant_id: newId(),
    trial_id: trial.trial_id,
    state: 'consented' as const,
    basis: 1,
    locale: 'en',
    time_zone: 'Asia/Bangkok',
    country: 'TH',
    stratum,
    cluster: cluster ?? null,
    channel: 'members',
    protocol_hash: trial.protocol_hash!,
    entered_at: NOW,
    basis_since: NOW,
    basis_expires_at: null,
  }));
  for (let start = 0; start < rows.length; start += 500) {
    await world.db
      .insertInto('participants')
      .values(rows.slice(start, start + 500))
      .execute();
  }
  return rows.map((row) => row.participant_id);
}

/** Makes a rehearsal, after an edit of the example, and reads it as a node does. */
export async function runningTrial(
  world: World,
  edit?: (source: string) => string,
): Promise<RunningTrial> {
  const trial = await world.rehearsal(edit);
  const trials = new RunningTrials(world.db, world.keyring);
  await trials.refresh();
  return trials.get(trial.trial_no)!;
}

export const simple = (source: string): string =>
  source
    .replace('method: stratified_blocks', 'method: simple')
    .replace(/ {2}block_sizes: .*\n/, '');

export const clustered = (source: string): string =>
  source
    .replace('unit: participant', 'unit: cluster')
    .replace(/^ {2}strata:\n/m, '  clusters: { label: Villages }\n  strata:\n');

/** The same trial under other weights: what an amendment must never bring about. */
export function reweighted(
  running: RunningTrial,
  allocation: Record<string, number>,
): RunningTrial {
  const protocol: Protocol = {
    ...running.protocol,
    randomisation: { ...running.protocol.randomisation, allocation },
  };
  // A salt of another identity, so that nothing kept for the trial hides the change.
  return { ...running, protocol, salt: Buffer.from(running.salt) };
}
