/** The post of a rehearsal: messages reach simulated people and nobody else. */
import type { Protocol } from '../../protocol/schema.ts';
import { type Outbox, openOutbox } from '../follow-up/outbox.ts';
import type { FollowUpContext } from '../follow-up/types.ts';
import type { Person } from './world.ts';

/**
 * An outbox in which the addresses of people who have become unreachable refuse what comes.
 *
 * @param people - By address.
 */
export function openPost(people: ReadonlyMap<string, Person>): Outbox {
  const outbox = openOutbox();
  return {
    ...outbox,
    deliver(message) {
      const from = people.get(message.to)?.plan.unreachableFrom;
      if (from !== undefined && message.about.wave >= from) {
        return Promise.resolve({ ok: false, permanent: true, reason: 'unreachable' });
      }
      return outbox.deliver(message);
    },
  };
}

/** The planner with this post in place of every messenger the protocol's people are reached by. */
export function withPost(
  context: FollowUpContext,
  protocol: Protocol,
  post: Outbox,
): FollowUpContext {
  const deliveries = protocol.channels.map(({ delivery }) => [delivery, post] as const);
  return { ...context, messengers: Object.fromEntries(deliveries) };
}
