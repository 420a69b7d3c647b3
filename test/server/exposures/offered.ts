import type { NewExposure } from '../../../server/database/tables.ts';
import type { ViewReport } from '../../../server/exposures/interaction-log.ts';
import { planExposures } from '../../../server/exposures/plan-exposures.ts';
import { newViewId } from '../../../server/exposures/view-id.ts';
import { admissibleBases } from '../../../server/participants/basis.ts';
import type { RunningTrial } from '../../../server/trials/running-trials.ts';
import { DAY, after as later, type World } from '../follow-up/world.ts';

export const CONFIRMED_ONLY = admissibleBases('prospective_general');

/** People who agreed, were assigned and have their first offer before them, sent a minute ago. */
export async function offerTo(
  world: World,
  running: RunningTrial,
  count: number,
  change: (exposure: NewExposure) => void = () => undefined,
): Promise<string[]> {
  const people = await world.addPeople(running, new Array(count).fill({}));
  for (const { participantId } of people) {
    const assignment = {
      participant_id: participantId,
      trial_id: running.trial.trial_id,
      arm: running.protocol.arms[0]!.key,
      stratum: 'students',
      cluster: null,
      offer_row: 0,
      twin_first: [0, 0],
      algorithm: 'test',
      salt_sha256: 'test',
      protocol_hash: running.protocolHash,
      assigned_at: world.now,
    };
    await world.db.insertInto('assignments').values(assignment).execute();
    const planned = planExposures(
      {
        trialId: running.trial.trial_id,
        protocol: running.protocol,
        templateLock: running.templateLock,
      },
      { participant_id: participantId, locale: 'en', time_zone: 'Asia/Bangkok', basis: 1 },
      assignment,
    );
    for (const exposure of planned) {
      exposure.sent_at = later(-60_000, exposure.opens_at as Date);
      change(exposure);
    }
    await world.db.insertInto('exposures').values(planned).execute();
    await world.db
      .insertInto('debriefs')
      .values(
        [0, 1].flatMap((wave) => [
          {
            participant_id: participantId,
            wave,
            kind: 'reveal' as const,
            owed_since: later(DAY),
            told_at: null,
            settled_at: null,
            settled_by: null,
          },
        ]),
      )
      .execute();
  }
  return people.map(({ participantId }) => participantId);
}

export function report(
  participantId: string,
  change: Partial<ViewReport> = {},
  at?: Date,
): ViewReport {
  return {
    participantId,
    exposureNo: 1,
    viewId: newViewId(at ?? later(60_000)),
    place: 'offer',
    machine: false,
    gesture: true,
    interactions: [{ kind: 'seen', seq: 100, pageMs: 12, value: null }],
    ...change,
  };
}
