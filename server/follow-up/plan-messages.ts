import type { Insertable } from 'kysely';
import { addPeriod } from '../../protocol/periods.ts';
import type { Arm, Protocol } from '../../protocol/schema.ts';
import type { DebriefTable, Message, MessageTable, NewExposure } from '../database/tables.ts';
import { ROLES, sendingHours } from '../exposures/plan-exposures.ts';
import { nextSendingTime } from '../exposures/sending-hours.ts';

export interface MessagePlan {
  readonly messages: Insertable<MessageTable>[];
  readonly debriefs: Insertable<DebriefTable>[];
}

/** What of a person the plan needs. */
export interface PlannedPerson {
  readonly participantId: string;
  readonly trialId: string;
  readonly timeZone: string;
  readonly arm: string;
}

/** Training by message leaves this long after the reveal, so that the two are not read as one. */
const AFTER_WAVE = 'P1D';

/**
 * Every message and debrief that follows from an assignment: each offer when it opens, the reveal
 * when its wave closes, and the arm's own content where that comes by message. Only the last
 * differs between arms.
 *
 * @param messageId - Message-ID by message key.
 */
export function planMessages(
  protocol: Protocol,
  person: PlannedPerson,
  exposures: readonly NewExposure[],
  messageId: (messageKey: string) => string,
): MessagePlan {
  const hours = sendingHours(protocol);
  const message = (
    key: string,
    rest: Pick<Message, 'kind' | 'wave' | 'exposure_no' | 'due_at'>,
  ): Insertable<MessageTable> => ({
    participant_id: person.participantId,
    message_key: key,
    trial_id: person.trialId,
    ...rest,
    due_at: nextSendingTime(rest.due_at, person.timeZone, hours),
    state: 'due',
    message_id: messageId(key),
    handed_over_at: null,
    sent_at: null,
    failure: null,
  });
  const debrief = (
    wave: number,
    kind: 'reveal' | 'training',
    since: Date,
  ): Insertable<DebriefTable> => ({
    participant_id: person.participantId,
    wave,
    kind,
    owed_since: since,
    told_at: null,
    settled_at: null,
    settled_by: null,
  });

  const plan: MessagePlan = { messages: [], debriefs: [] };
  for (const exposure of exposures) {
    plan.messages.push(
      message(`offer-${exposure.exposure_no}`, {
        kind: 'offer',
        wave: exposure.wave,
        exposure_no: exposure.exposure_no,
        due_at: asDate(exposure.opens_at),
      }),
    );
    if (exposure.role !== ROLES.lure) continue;
    const closes = asDate(exposure.wave_closes_at);
    plan.messages.push(
      message(`reveal-${exposure.wave}`, {
        kind: 'reveal',
        wave: exposure.wave,
        exposure_no: exposure.exposure_no,
        due_at: closes,
      }),
    );
    plan.debriefs.push(debrief(exposure.wave, 'reveal', closes));
  }

  const arm = protocol.arms.find((candidate) => candidate.key === person.arm);
  const wave = Math.min(...exposures.map((exposure) => exposure.wave));
  const lure = exposures.find((one) => one.wave === wave && one.role === ROLES.lure);
  // An arm that waits gets its content when the trial closes, as everyone without a training does.
  if (arm?.kind === 'training' && arm.content && lure) {
    const closes = asDate(lure.wave_closes_at);
    const due = arm.content.when === 'after_wave' ? addPeriod(closes, AFTER_WAVE) : closes;
    plan.debriefs.push(debrief(wave, 'training', due));
    if (comesByMessage(arm)) {
      plan.messages.push(
        message(`training-${wave}`, {
          kind: 'training',
          wave,
          exposure_no: lure.exposure_no,
          due_at: due,
        }),
      );
    }
  }
  return plan;
}

/** A page at the reveal needs no message of its own; one after the wave needs its link sent. */
function comesByMessage(arm: Arm): boolean {
  const { content } = arm;
  if (!content || content.delivery === 'in_person') return false;
  return content.delivery === 'message' || content.when === 'after_wave';
}

function asDate(value: Date | string): Date {
  return new Date(value);
}
