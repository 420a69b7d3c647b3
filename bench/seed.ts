/** People with an offer open now, written straight into the tables. */
import { sql } from 'kysely';
import { newId } from '../server/database/ids.ts';
import type { Engine } from '../server/engine.ts';
import { planExposures } from '../server/exposures/plan-exposures.ts';
import { newViewId } from '../server/exposures/view-id.ts';
import type { Tokens } from '../server/participants/tokens.ts';
import type { RunningTrial } from '../server/trials/running-trials.ts';

export interface SeededOffer {
  readonly participantId: string;
  readonly exposureNo: number;
  readonly token: string;
  readonly form: string;
  readonly viewId: string;
}

const DAY_MS = 86_400_000;
const PER_STATEMENT = 1_000;

export async function seedOffers(
  engine: Engine,
  running: RunningTrial,
  tokens: Tokens,
  people: number,
): Promise<SeededOffer[]> {
  const { db } = engine.database;
  const now = engine.clock.now();
  const offers: SeededOffer[] = [];
  for (let from = 0; from < people; from += PER_STATEMENT) {
    const ids = Array.from({ length: Math.min(PER_STATEMENT, people - from) }, () => newId());
    const shared = {
      trial_id: running.trial.trial_id,
      stratum: running.protocol.population.strata[0]!.key,
      cluster: null,
      protocol_hash: running.protocolHash,
    };
    await db
      .insertInto('participants')
      .values(
        ids.map((participant_id) => ({
          ...shared,
          participant_id,
          state: 'consented' as const,
          basis: 1,
          locale: 'en',
          time_zone: 'Etc/UTC',
          country: 'TH',
          channel: 'bench',
          entered_at: now,
          basis_since: now,
          basis_expires_at: null,
        })),
      )
      .execute();
    const assignments = ids.map((participant_id, i) => ({
      ...shared,
      participant_id,
      arm: running.protocol.arms[i % running.protocol.arms.length]!.key,
      offer_row: i % 2,
      twin_first: [i % 2, i % 2],
      algorithm: 'bench',
      salt_sha256: 'bench',
      assigned_at: now,
    }));
    await db.insertInto('assignments').values(assignments).execute();
    const exposures = assignments.flatMap((assignment) =>
      planExposures(
        {
          trialId: running.trial.trial_id,
          protocol: running.protocol,
          templateLock: running.templateLock,
        },
        { participant_id: assignment.participant_id, locale: 'en', time_zone: 'Etc/UTC', basis: 1 },
        assignment,
      )
        .filter((exposure) => exposure.wave === 0)
        .map((exposure) => ({
          ...exposure,
          opens_at: now,
          closes_at: new Date(now.getTime() + 7 * DAY_MS),
          sent_at: new Date(now.getTime() - 60_000),
        })),
    );
    await db.insertInto('exposures').values(exposures).execute();
    for (const exposure of exposures) {
      const payload = {
        purpose: 'offer' as const,
        trialNo: running.trial.trial_no,
        participantId: exposure.participant_id,
        exposureNo: exposure.exposure_no,
        wave: 0,
      };
      offers.push({
        participantId: exposure.participant_id,
        exposureNo: exposure.exposure_no,
        token: tokens.make(payload),
        form: exposure.form,
        viewId: newViewId(now),
      });
    }
  }
  await sql`analyze`.execute(engine.owner.db);
  return offers;
}
