import type { Messenger, OutgoingMessage } from './messenger.ts';

/** Messages of a rehearsal: kept in memory for its simulated people, never sent anywhere. */
export interface Outbox extends Messenger {
  /** Everything that arrived since the last call, oldest first. */
  take(): OutgoingMessage[];
}

export function openOutbox(): Outbox {
  let waiting: OutgoingMessage[] = [];
  return {
    reaches: 'rehearsal',
    atOnce: 500,
    deliver(message) {
      waiting.push(message);
      return Promise.resolve({ ok: true });
    },
    take() {
      const taken = waiting;
      waiting = [];
      return taken;
    },
    close() {
      waiting = [];
    },
  };
}
