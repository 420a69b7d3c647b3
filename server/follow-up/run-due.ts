import type { Delivery } from '../participants/contact-vault.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import { ASSIGN_BATCH, assignDue } from './assign-due.ts';
import { callOff } from './call-off.ts';
import { countWaiting } from './count-waiting.ts';
import { expireProvisional } from './expire.ts';
import { handOverBatch, serves } from './hand-over.ts';
import { planClosing } from './plan-closing.ts';
import { putOffNights } from './put-off-nights.ts';
import { planEarlyReveals } from './reveal-early.ts';
import { sweepUnknown } from './sweep-unknown.ts';
import type { DueReport, FollowUpContext, TrialDue } from './types.ts';

/** Batches of one step in one run; what is left waits for the next run. */
const MOST_BATCHES = 200;
export interface DueOptions {
  readonly trialId?: string;
  readonly signal?: AbortSignal;
}

/** A closed trial older than this has nothing left to plan. */
const CLOSED_LONG_AGO_MS = 90 * 86_400_000;

/**
 * Does everything that is due: assigns people whose gap has passed, hands over messages, tells
 * people what was practice, plans the closing messages and erases what has expired. Work is done in
 * bounded batches, each in a transaction of its own; running it twice, or on several nodes at the
 * same time, does nothing twice.
 *
 * @param now - The service's time; each trial's own offset is added to it.
 * @param options.trialId - This trial alone. Rehearsals run only when they are named, with
 *   messengers of their own.
 * @param options.signal - Ends the run after the batch under way.
 * @throws what a step of the named trial threw; without one, a trial that fails is logged and the
 *   others go on.
 */
export async function runDue(
  context: FollowUpContext,
  now: Date,
  options: DueOptions = {},
): Promise<DueReport> {
  const { trialId, signal } = options;
  await context.trials.refresh();
  const trials = context.trials
    .all()
    .filter(({ trial }) =>
      trialId
        ? trial.trial_id === trialId
        : trial.purpose === 'field' && !closedLongAgo(trial.closed_at, now),
    );
  const reports: TrialDue[] = [];
  let more = false;
  for (const running of trials) {
    const due = emptyReport(running);
    reports.push(due);
    try {
      more = (await runTrial(context, running, now, due, signal)) || more;
    } catch (error) {
      if (trialId) throw error;
      context.log.error({ err: error, trial: running.trial.slug }, 'due work failed');
    }
  }
  return { trials: reports, more };
}

async function runTrial(
  context: FollowUpContext,
  running: RunningTrial,
  now: Date,
  due: TrialDue,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const { db, keyring, clock } = context;
  const repeat = (batch: () => Promise<boolean>): Promise<boolean> => repeatBatch(batch, signal);
  const { trial } = running;
  const startedAt = clock.now().getTime();
  const time = (): Date =>
    new Date(now.getTime() + trial.clock_offset_ms + clock.now().getTime() - startedAt);

  due.unknown += await sweepUnknown(db, trial.trial_id, time());
  let more = false;
  if (trial.state === 'running') {
    more = await repeat(async () => {
      const assigned = await assignDue(context, running, time());
      due.assigned += assigned;
      return assigned === ASSIGN_BATCH;
    });
  }
  if (trial.state === 'running' || trial.state === 'paused') {
    more =
      (await repeat(async () => (await planEarlyReveals(context, running, time())) > 0)) || more;
  }
  if (trial.state === 'stopped' || trial.state === 'closed') {
    due.cancelled += await callOff(db, running, time());
  }
  if (trial.state === 'closed') {
    more =
      (await repeat(async () => {
        const planned = await planClosing(db, keyring, running, time());
        due.closing += planned;
        return planned > 0;
      })) || more;
  }
  due.putOff += await putOffNights(db, running, time());
  for (const delivery of Object.keys(context.messengers) as Delivery[]) {
    const batch = (): Promise<boolean> => handOverBatch(context, running, delivery, time, due);
    more = (await repeat(batch)) || more;
  }
  more =
    (await repeat(async () => {
      const expired = await expireProvisional(db, running, time());
      due.expired += expired;
      return expired > 0;
    })) || more;
  due.waiting = await countWaiting(db, trial.trial_id, servedBy(context, running), time());
  return more;
}

/** @returns Whether the last batch allowed still found work. */
async function repeatBatch(
  batch: () => Promise<boolean>,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  for (let done = 0; done < MOST_BATCHES && !signal?.aborted; done += 1) {
    if (!(await batch())) return false;
  }
  return true;
}

function servedBy(context: FollowUpContext, running: RunningTrial): Delivery[] {
  return (Object.keys(context.messengers) as Delivery[]).filter((delivery) => {
    const messenger = context.messengers[delivery];
    return messenger !== undefined && serves(messenger, running);
  });
}

function closedLongAgo(closedAt: Date | null, now: Date): boolean {
  return closedAt !== null && now.getTime() - closedAt.getTime() > CLOSED_LONG_AGO_MS;
}

function emptyReport({ trial }: RunningTrial): TrialDue {
  return {
    slug: trial.slug,
    state: trial.state,
    assigned: 0,
    closing: 0,
    cancelled: 0,
    putOff: 0,
    sent: 0,
    failed: 0,
    retried: 0,
    unknown: 0,
    waiting: 0,
    expired: 0,
  };
}
