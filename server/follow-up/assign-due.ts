import { type Insertable, type Kysely, sql, type Transaction } from 'kysely';
import { periodMs } from '../../protocol/periods.ts';
import type {
  Database,
  DebriefTable,
  MessageTable,
  NewExposure,
  Participant,
} from '../database/tables.ts';
import { planExposures } from '../exposures/plan-exposures.ts';
import { admissibleBases, isProspective } from '../participants/basis.ts';
import { provisionalExpiry } from '../participants/consent.ts';
import { messageIdFor } from '../participants/message-id.ts';
import { assignParticipants } from '../randomisation/assign-participants.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { planMessages } from './plan-messages.ts';
import { lockTrialState } from './trial-state.ts';
import type { FollowUpContext } from './types.ts';

/** People assigned in one transaction. */
export const ASSIGN_BATCH = 100;

/**
 * Assigns up to a batch of people whose gap has passed, and plans everything that follows for them:
 * exposures, messages and the debriefs they will be owed. One transaction; planners that come at the
 * same time take different people.
 *
 * @param now - The trial's time.
 * @returns How many were assigned.
 */
export async function assignDue(
  context: Pick<FollowUpContext, 'db' | 'keyring'>,
  running: RunningTrial,
  now: Date,
): Promise<number> {
  return context.db.transaction().execute(async (trx) => {
    if ((await lockTrialState(trx, running.trial.trial_id)) !== 'running') return 0;
    const people = await selectUnassigned(trx, running, now);
    if (people.length === 0) return 0;
    const exposures: NewExposure[] = [];
    const messages: Insertable<MessageTable>[] = [];
    const debriefs: Insertable<DebriefTable>[] = [];
    const byId = new Map(people.map((person) => [person.participant_id, person]));
    for (const assignment of await assignParticipants(trx, running, people, now)) {
      const person = byId.get(assignment.participant_id)!;
      const planned = planExposures(
        {
          trialId: running.trial.trial_id,
          protocol: running.protocol,
          templateLock: running.templateLock,
        },
        person,
        assignment,
      );
      const plan = planMessages(
        running.protocol,
        {
          participantId: person.participant_id,
          trialId: person.trial_id,
          timeZone: person.time_zone,
          arm: assignment.arm,
        },
        planned,
        (key) => messageIdFor(context.keyring, person.participant_id, key),
      );
      exposures.push(...planned);
      messages.push(...plan.messages);
      debriefs.push(...plan.debriefs);
    }
    if (exposures.length > 0) await trx.insertInto('exposures').values(exposures).execute();
    if (messages.length > 0) await trx.insertInto('messages').values(messages).execute();
    if (debriefs.length > 0) await trx.insertInto('debriefs').values(debriefs).execute();
    await setExpiry(trx, running, people, exposures);
    return people.length;
  });
}

/**
 * People with a ground on which to be contacted, who were not assigned and may still be written
 * to. Those asked first wait until the gap since their registration has passed; deferred consent
 * has no gap before its reveal.
 */
async function selectUnassigned(
  trx: Kysely<Database>,
  running: RunningTrial,
  now: Date,
): Promise<Participant[]> {
  const { consent } = running.protocol;
  const gapMs = consent.mode === 'deferred' ? 0 : periodMs(consent.gap);
  const asked = isProspective(consent.mode);
  return trx
    .selectFrom('participants as p')
    .selectAll('p')
    .where('p.trial_id', '=', running.trial.trial_id)
    .where('p.state', 'in', asked ? ['consented'] : ['consented', 'provisional'])
    .where(sql<boolean>`(${admissibleBases(consent.mode).mask}::int >> p.basis) & 1 = 1`)
    .where('p.basis_since', '<=', new Date(now.getTime() - gapMs))
    .where((eb) =>
      eb.or([eb('p.basis_expires_at', 'is', null), eb('p.basis_expires_at', '>', now)]),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('assignments as a')
            .select('a.participant_id')
            .whereRef('a.participant_id', '=', 'p.participant_id'),
        ),
      ),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('contacts as c')
            .innerJoin('suppressions as s', 's.contact_hash', 'c.contact_hash')
            .select('c.participant_id')
            .whereRef('c.participant_id', '=', 'p.participant_id'),
        ),
      ),
    )
    .orderBy('p.basis_since')
    .orderBy('p.participant_id')
    .limit(ASSIGN_BATCH)
    .forUpdate('p')
    .skipLocked()
    .execute();
}

/** A provisional record waits for its confirmation from the first reveal due. */
async function setExpiry(
  trx: Transaction<Database>,
  running: RunningTrial,
  people: readonly Participant[],
  exposures: readonly NewExposure[],
): Promise<void> {
  for (const person of people) {
    if (person.state !== 'provisional' || person.basis_expires_at) continue;
    const first = exposures.find((exposure) => exposure.participant_id === person.participant_id);
    if (!first) continue;
    await trx
      .updateTable('participants')
      .set({
        basis_expires_at: provisionalExpiry(running.protocol, new Date(first.wave_closes_at)),
      })
      .where('participant_id', '=', person.participant_id)
      .execute();
  }
}
