import type { Protocol } from '../../protocol/schema.ts';
import { REHEARSAL } from '../accounts/authorise.ts';
import type { Keyring } from '../config/keys.ts';
import type { OpenDatabase } from '../database/pool.ts';
import { importRoster } from '../participants/import-roster.ts';
import { readRoster } from '../participants/read-roster.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import type { PersonPlan } from './people.ts';

/** Brings simulated people in by the way real ones come: a roster file and its import. */
export async function enrol(
  engine: { readonly database: Pick<OpenDatabase, 'db'>; readonly keyring: Keyring },
  running: RunningTrial,
  people: readonly PersonPlan[],
  now: Date,
): Promise<void> {
  const { protocol } = running;
  const channel = protocol.channels.find(({ kind }) => kind !== 'advertisement')?.key;
  const roster = readRoster(rosterText(protocol, people), protocol, channel);
  await importRoster(
    engine.database.db,
    engine.keyring,
    running,
    roster,
    { channel: channel ?? '', actor: REHEARSAL, acceptValid: false },
    now,
  );
}

export function rosterText(protocol: Protocol, people: readonly PersonPlan[]): string {
  const clustered = protocol.population.clusters !== undefined;
  const heading = ['contact', 'language', 'stratum', 'time_zone', 'country'];
  const rows = people.map((one) => [
    one.address,
    one.locale,
    one.stratum,
    one.timeZone,
    one.country,
    ...(clustered ? [one.cluster ?? ''] : []),
  ]);
  return [clustered ? [...heading, 'cluster'] : heading, ...rows]
    .map((row) => `${row.join(',')}\n`)
    .join('');
}
