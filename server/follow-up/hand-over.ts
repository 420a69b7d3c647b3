import type { Delivery } from '../participants/contact-vault.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { claimDue } from './claim.ts';
import { composeMessage } from './compose.ts';
import type { DueMessage } from './decide.ts';
import type { DeliveryResult, Messenger } from './messenger.ts';
import { recordOutcomes } from './record.ts';
import type { FollowUpContext, TrialDue } from './types.ts';

/**
 * Claims as many due messages as their messenger takes at once, hands them over, and records how
 * each went. No more is claimed than leaves at once, so that a crash leaves little in doubt and
 * whoever withdraws waits for nothing.
 *
 * @param time - The trial's time, running on while messages leave.
 * @returns Whether there may be more.
 */
export async function handOverBatch(
  context: FollowUpContext,
  running: RunningTrial,
  delivery: Delivery,
  time: () => Date,
  due: TrialDue,
): Promise<boolean> {
  const messenger = context.messengers[delivery];
  if (!messenger || !serves(messenger, running)) return false;
  const limit = messenger.atOnce;
  const claim = await claimDue(context.db, running, [delivery], limit, time());
  const outcomes = await Promise.all(
    claim.claimed.map(async (message) => {
      const result = await deliver(context, running, messenger, message);
      return { message, result, at: time() };
    }),
  );
  const counts = await recordOutcomes(context.db, outcomes);
  due.cancelled += claim.cancelled;
  due.putOff += claim.putOff;
  due.sent += counts.sent;
  due.failed += counts.failed;
  due.retried += counts.retried;
  due.unknown += counts.unknown;
  return claim.claimed.length + claim.cancelled + claim.putOff === limit;
}

/** A rehearsal's messages stay in the process, and a field trial's are never lost in it. */
export function serves(messenger: Messenger, running: RunningTrial): boolean {
  return (messenger.reaches === 'rehearsal') === (running.trial.purpose === 'rehearsal');
}

async function deliver(
  context: FollowUpContext,
  running: RunningTrial,
  messenger: Messenger,
  message: DueMessage,
): Promise<DeliveryResult> {
  let begun = false;
  try {
    // Who was erased since the claim has no contact any more.
    const outgoing = await composeMessage(context, running, message);
    if (!outgoing) return { ok: false, permanent: true, reason: 'no contact is held' };
    begun = true;
    return await messenger.deliver(outgoing);
  } catch (error) {
    context.log.error(
      { err: error, trial: running.trial.slug, kind: message.kind },
      'message not handed over',
    );
    const reason = error instanceof Error ? error.name : 'error';
    return { ok: false, permanent: false, unknown: begun, reason };
  }
}
