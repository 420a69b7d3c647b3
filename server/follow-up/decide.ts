import type { Message } from '../database/tables.ts';
import { nextSendingTime, type SendingHours } from '../exposures/sending-hours.ts';
import { EARLY_REVEAL } from './early-reveal-key.ts';

/** A due message and what its sending depends on, read in the transaction that claims it. */
export interface DueMessage {
  readonly participantId: string;
  readonly messageKey: string;
  readonly kind: Message['kind'];
  readonly wave: number;
  readonly exposureNo: number | null;
  readonly messageId: string;
  /** Attempts made before this one. */
  readonly attempts: number;
  readonly timeZone: string;
  readonly locale: string;
  readonly personState: 'invited' | 'consented' | 'provisional';
  readonly basis: number | null;
  readonly basisExpiresAt: Date | null;
  /** When the person agreed; null when they were never asked. */
  readonly agreedAt: Date | null;
  /** Null when no contact is held. */
  readonly delivery: string | null;
  readonly suppressed: boolean;
  /** Null where the message is about no offer. */
  readonly closesAt: Date | null;
  readonly ended: boolean;
  /** What is offered; null where the message is about no offer. */
  readonly offer: {
    readonly form: string;
    readonly templateHash: string;
    readonly locale: string;
  } | null;
  /** 1 lure, 2 genuine twin, 0 where the message is about no offer. */
  readonly role: number;
  /** Whether the reveal of its offer was seen already. */
  readonly told: boolean;
  /** Whether an offer of this wave left, may have left, or was opened. */
  readonly offered: boolean;
  /** Whether every offer of this wave was told of ahead of it. */
  readonly toldAhead: boolean;
  /** Whether the person was given a training before. */
  readonly trained: boolean;
}

/** What of the protocol decides. */
export interface SendingRules {
  readonly hours: SendingHours;
  /** Whether people are asked before their first offer. */
  readonly asksFirst: boolean;
  /** Bit n set when basis n lets an offer be made. */
  readonly admissible: number;
  /** From agreeing to the first offer. */
  readonly gapMs: number;
}

export type Decision =
  | { readonly act: 'send' }
  | { readonly act: 'cancel'; readonly why: string }
  | { readonly act: 'wait'; readonly until: Date };

/** Whether a due message may leave now. The trial's own state was looked at before. */
export function decide(message: DueMessage, rules: SendingRules, now: Date): Decision {
  if (message.delivery === null) return cancel('no contact is held');
  if (message.suppressed) return cancel('the contact is on the suppression list');
  const refusal = REFUSALS[message.kind](message, rules, now);
  if (refusal) return refusal;
  const until = nextSendingTime(now, message.timeZone, rules.hours);
  return until > now ? { act: 'wait', until } : { act: 'send' };
}

/** Tells of one offer ahead of its wave. */
export function isEarlyReveal({ messageKey }: Pick<DueMessage, 'messageKey'>): boolean {
  return messageKey.startsWith(EARLY_REVEAL);
}

type Refusal = (message: DueMessage, rules: SendingRules, now: Date) => Decision | undefined;

const REFUSALS: Readonly<Record<Message['kind'], Refusal>> = {
  registration: (message) =>
    message.personState === 'invited' ? undefined : cancel('the person has answered'),

  offer(message, rules, now) {
    if (message.closesAt === null) return cancel('its offer is gone');
    if (message.ended || message.closesAt <= now) return cancel('its window has closed');
    const { basis, basisExpiresAt, agreedAt } = message;
    if (basis === null || ((rules.admissible >> basis) & 1) === 0) {
      return cancel('there is no basis for an offer');
    }
    if (basisExpiresAt && basisExpiresAt <= now) return cancel('the basis has expired');
    if (!rules.asksFirst) return undefined;
    if (!agreedAt) return cancel('no consent is recorded');
    const until = new Date(agreedAt.getTime() + rules.gapMs);
    return until > now ? { act: 'wait', until } : undefined;
  },

  reveal(message) {
    if (isEarlyReveal(message)) {
      return message.told ? cancel('the reveal was seen before') : undefined;
    }
    if (!message.offered) return cancel('nothing of this wave was ever sent');
    return message.toldAhead ? cancel('all of this wave was told before') : undefined;
  },

  training: (message) => (message.trained ? cancel('the training was given before') : undefined),
  closing: (message) => (message.trained ? cancel('a training was given before') : undefined),
};

function cancel(why: string): Decision {
  return { act: 'cancel', why };
}
