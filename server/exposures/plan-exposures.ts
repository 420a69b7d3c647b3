/**
 * Which offers a person will meet, and when. Which pair a wave shows follows the Latin square of
 * the assignment, so that over people every form stands in every wave equally often; the order of
 * lure and twin is drawn for each wave. Neither depends on the arm.
 */
import { addPeriod } from '../../protocol/periods.ts';
import type { Protocol, Wave } from '../../protocol/schema.ts';
import type { Assignment, NewExposure, Participant } from '../database/tables.ts';
import { ServiceError } from '../web/errors.ts';
import { nextSendingTime, type SendingHours } from './sending-hours.ts';

export const ROLES = { lure: 1, twin: 2 } as const;

/** What of a running trial the plan needs. */
export interface PlannedTrial {
  readonly trialId: string;
  readonly protocol: Protocol;
  /** Content hash by template slug, as approved. */
  readonly templateLock: Readonly<Record<string, string>>;
}

export function sendingHours(protocol: Protocol): SendingHours {
  return { fromHour: protocol.sending.from_hour, toHour: protocol.sending.to_hour };
}

/** The wave's two exposure numbers: 1 and 2 in the first wave, 3 and 4 in the second. */
export function exposureNo(wave: number, position: 1 | 2): number {
  return wave * 2 + position;
}

export function planExposures(
  trial: PlannedTrial,
  participant: Pick<Participant, 'participant_id' | 'locale' | 'time_zone' | 'basis'>,
  assignment: Pick<Assignment, 'arm' | 'offer_row' | 'twin_first' | 'assigned_at'>,
): NewExposure[] {
  const { protocol } = trial;
  const basis = participant.basis;
  if (basis === null) {
    throw new ServiceError(
      'refused',
      'Plan offers: the person has given no basis, ask for consent first',
    );
  }
  const arm = protocol.arms.find((candidate) => candidate.key === assignment.arm);
  const firstWave =
    arm?.kind === 'unexposed'
      ? protocol.waves.findIndex((wave) => wave.key === protocol.analysis.primary.wave)
      : 0;
  return protocol.waves.flatMap((wave, index) =>
    index < firstWave ? [] : planWave(trial, wave, index, { ...participant, basis }, assignment),
  );
}

function planWave(
  trial: PlannedTrial,
  wave: Wave,
  index: number,
  participant: Pick<Participant, 'participant_id' | 'locale' | 'time_zone'> & { basis: number },
  assignment: Pick<Assignment, 'offer_row' | 'twin_first' | 'assigned_at'>,
): NewExposure[] {
  const hours = sendingHours(trial.protocol);
  const pair = wave.pairs[(assignment.offer_row + index) % wave.pairs.length]!;
  const twinFirst = assignment.twin_first[index] === 1;
  const order = twinFirst ? (['twin', 'lure'] as const) : (['lure', 'twin'] as const);
  const starts = nextSendingTime(
    addPeriod(assignment.assigned_at, wave.starts),
    participant.time_zone,
    hours,
  );
  const opens = [
    starts,
    nextSendingTime(addPeriod(starts, wave.spacing), participant.time_zone, hours),
  ] as const;
  const closes = opens.map((at) => addPeriod(at, wave.window));
  const waveCloses = nextSendingTime(closes[1]!, participant.time_zone, hours);
  return order.map((role, place) => {
    const form = pair[role];
    const hash = trial.templateLock[form];
    if (!hash) {
      throw new ServiceError(
        'conflict',
        `Plan offers: ${form} is not among the approved templates`,
      );
    }
    const position = place === 0 ? 1 : 2;
    return {
      participant_id: participant.participant_id,
      exposure_no: exposureNo(index, position),
      trial_id: trial.trialId,
      wave: index,
      role: ROLES[role],
      position,
      template_hash: hash,
      form,
      locale: participant.locale,
      basis: participant.basis,
      opens_at: opens[place]!,
      closes_at: closes[place]!,
      wave_closes_at: waveCloses,
      sent_at: null,
      undelivered_at: null,
      ended_at: null,
    };
  });
}
