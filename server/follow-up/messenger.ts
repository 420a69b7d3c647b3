import type { Message } from '../database/tables.ts';

/** What a message is about, for messengers that keep it; nothing of this leaves by mail. */
interface MessageAbout {
  readonly participantId: string;
  readonly kind: Message['kind'];
  /** 0-based. */
  readonly wave: number;
  /** Null where no offer is meant. */
  readonly exposureNo: number | null;
  /** The address the message asks the person to open. */
  readonly link: string;
}

export interface OutgoingMessage {
  /** A mail address, a phone number, or the label of a printed link. */
  readonly to: string;
  readonly fromName: string;
  readonly subject: string;
  readonly text: string;
  /** For paper and small screens; absent when the template has none. */
  readonly short?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The same for every attempt at the same message; without angle brackets. */
  readonly messageId: string;
  readonly about: MessageAbout;
}

/**
 * How a delivery went. `permanent`: this address will never take it. `unknown`: it may have
 * arrived, so it must not be tried again.
 */
export type DeliveryResult =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly permanent: boolean;
      readonly unknown?: boolean;
      readonly reason: string;
    };

export interface Messenger {
  /** A rehearsal's messages never leave the process, and a field trial's are never kept in it. */
  readonly reaches: 'people' | 'rehearsal';
  /** Most messages handed over at the same time. */
  readonly atOnce: number;
  /** Never throws for what the other side does; it says how it went. */
  deliver(message: OutgoingMessage): Promise<DeliveryResult>;
  close(): void;
}
