import type { Transaction } from 'kysely';
import type { Assignment, Database, Participant } from '../database/tables.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { ServiceError } from '../web/errors.ts';
import { drawArms } from './draw-arms.ts';
import { drawOfferRow, drawTwinFirst } from './draw-offers.ts';
import { ALGORITHM } from './seeds.ts';
import { drawsOf } from './trial-draws.ts';
import { unitOf } from './unit.ts';

const ASSIGNMENT_COLUMNS = [
  'participant_id',
  'trial_id',
  'arm',
  'stratum',
  'cluster',
  'offer_row',
  'twin_first',
  'algorithm',
  'salt_sha256',
  'protocol_hash',
  'assigned_at',
] as const;

/**
 * Gives people their arm, offers and order, and stores them; whoever has an arm keeps it. The
 * transaction is the caller's: nothing is settled until it commits.
 *
 * People are locked in one order and the trial is held in its state, so that batches that share
 * people, and a stop that comes meanwhile, wait for each other. Who may be assigned (consent, gap)
 * is the caller's to ask in the same transaction.
 *
 * @returns Assignments in the order given; people erased meanwhile are left out.
 * @throws ServiceError refused when the trial is not running.
 */
export async function assignParticipants(
  trx: Transaction<Database>,
  running: RunningTrial,
  people: readonly Pick<Participant, 'participant_id'>[],
  now: Date,
): Promise<Assignment[]> {
  if (people.length === 0) return [];
  const ids = people.map((person) => person.participant_id);
  const present = await trx
    .selectFrom('participants')
    .select(['participant_id', 'stratum', 'cluster'])
    .where('participant_id', 'in', ids)
    .where('trial_id', '=', running.trial.trial_id)
    .orderBy('participant_id')
    .forNoKeyUpdate()
    .execute();
  // After the people, as a withdrawal that meets a stop rule does it.
  await assertRunning(trx, running);
  // Asked only now: whoever held the rows before us may have assigned them.
  const assigned = new Map(
    (
      await trx
        .selectFrom('assignments')
        .select(ASSIGNMENT_COLUMNS)
        .where('participant_id', 'in', ids)
        .execute()
    ).map((row) => [row.participant_id, row]),
  );
  const byId = new Map(present.map((person) => [person.participant_id, person]));
  const fresh = [...new Set(ids)].flatMap((id) => (assigned.has(id) ? [] : (byId.get(id) ?? [])));
  for (const row of await insertAssignments(trx, running, fresh, now)) {
    assigned.set(row.participant_id, row);
  }
  return ids.flatMap((id) => assigned.get(id) ?? []);
}

/**
 * One person; see `assignParticipants`.
 *
 * @throws ServiceError not_found when the person is not in the trial, or no longer.
 */
export async function assignParticipant(
  trx: Transaction<Database>,
  running: RunningTrial,
  participant: Pick<Participant, 'participant_id'>,
  now: Date,
): Promise<Assignment> {
  const [assignment] = await assignParticipants(trx, running, [participant], now);
  if (!assignment) {
    throw new ServiceError(
      'not_found',
      `Assign: ${participant.participant_id} is not in ${running.trial.slug}; enter people before they are assigned`,
    );
  }
  return assignment;
}

async function assertRunning(trx: Transaction<Database>, running: RunningTrial): Promise<void> {
  const trial = await trx
    .selectFrom('trials')
    .select('state')
    .where('trial_id', '=', running.trial.trial_id)
    .forShare()
    .executeTakeFirst();
  if (trial?.state !== 'running') {
    throw new ServiceError(
      'refused',
      `Assign: ${running.trial.slug} is ${trial?.state ?? 'gone'}; people are assigned only while it is running`,
    );
  }
}

async function insertAssignments(
  trx: Transaction<Database>,
  running: RunningTrial,
  people: readonly Pick<Participant, 'participant_id' | 'stratum' | 'cluster'>[],
  now: Date,
): Promise<Assignment[]> {
  if (people.length === 0) return [];
  const { protocol, protocolHash, trial } = running;
  const { seeds } = drawsOf(running);
  const units = people.map(unitOf);
  const arms = await drawArms(trx, running, units, now);
  const pairsPerWave = protocol.waves.map((wave) => wave.pairs.length);
  return await trx
    .insertInto('assignments')
    .values(
      units.map(({ participantId, stratum, cluster }, index) => ({
        participant_id: participantId,
        trial_id: trial.trial_id,
        arm: arms[index]!,
        stratum,
        cluster,
        offer_row: drawOfferRow(seeds, participantId, pairsPerWave),
        twin_first: drawTwinFirst(seeds, participantId, protocol.waves.length),
        algorithm: ALGORITHM,
        salt_sha256: trial.salt_sha256!,
        protocol_hash: protocolHash,
        assigned_at: now,
      })),
    )
    .returning(ASSIGNMENT_COLUMNS)
    .execute();
}
