import type { Keyring } from '../config/keys.ts';

/**
 * Message-ID of a message to one person. The same message has the same id however often it is
 * tried, so that a mail server can drop a repetition; the id tells nothing about the person.
 */
export function messageIdFor(keyring: Keyring, participantId: string, messageKey: string): string {
  return `${keyring.hmac('message-id', `${participantId} ${messageKey}`).toString('hex').slice(0, 32)}@scampaign.invalid`;
}
