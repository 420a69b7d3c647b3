import type { Kysely } from 'kysely';
import type { Clock } from '../database/clock.ts';
import type { Database } from '../database/tables.ts';
import { setRehearsalClock } from '../trials/rehearsal-only.ts';
import type { RunningTrials } from '../trials/running-trials.ts';

/** A rehearsal's own time: it runs on with the service's and can be moved ahead. */
export interface RehearsalClock {
  now(): Date;
  /** Never back: a moment that has passed is left alone. */
  moveTo(at: Date): Promise<void>;
  moveBy(ms: number): Promise<void>;
}

export function openRehearsalClock(
  context: {
    readonly db: Kysely<Database>;
    readonly clock: Clock;
    readonly trials: Pick<RunningTrials, 'refresh'>;
  },
  trialId: string,
): RehearsalClock {
  let offsetMs = 0;
  const now = (): Date => new Date(context.clock.now().getTime() + offsetMs);
  async function moveBy(ms: number): Promise<void> {
    if (ms <= 0) return;
    offsetMs = Math.round(offsetMs + ms);
    await setRehearsalClock(context.db, trialId, offsetMs);
    // Pages are served by the time the service knows of.
    await context.trials.refresh();
  }
  return { now, moveBy, moveTo: (at) => moveBy(at.getTime() - now().getTime()) };
}
