import type { Protocol } from '../../protocol/schema.ts';
import type { TrialState } from '../database/tables.ts';
import type { OpenOffers } from './trial-cells.ts';

export interface LookFacts {
  readonly state: TrialState;
  readonly assigned: number;
  /** Registered people who have still to be assigned. */
  readonly awaitingAssignment: number;
  readonly open: readonly OpenOffers[];
}

/**
 * Whether the planned look has come. Until it has, no outcome may be read by arm.
 *
 * `at_close` waits for the close. `after_primary_wave` waits until no window of the primary wave
 * is running or to come for anybody assigned, and nobody registered is still to be assigned: a
 * pause in enrolment must not open an early look. A stopped trial has nothing left to wait for.
 *
 * @returns Why the effects stay masked; undefined when they may be shown.
 */
export function whyMasked(protocol: Protocol, facts: LookFacts): string | undefined {
  if (facts.state === 'closed') return undefined;
  if (protocol.analysis.looks === 'at_close') {
    return `The protocol plans one look, when the trial is closed; it is ${facts.state}.`;
  }
  if (facts.state === 'stopped') return undefined;
  const { wave } = protocol.analysis.primary;
  if (facts.assigned === 0) return 'Nobody has been assigned yet.';
  if (facts.awaitingAssignment > 0) {
    return `The protocol plans one look, after wave ${wave}; people who have registered are still to be assigned (${facts.awaitingAssignment}).`;
  }
  const running = Math.max(
    0,
    ...facts.open.filter((offer) => offer.wave === wave).map(({ people }) => people),
  );
  if (running === 0) return undefined;
  return `The protocol plans one look, after wave ${wave}; its window is not over for everyone assigned (${running} to go).`;
}
