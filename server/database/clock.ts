import { type Kysely, sql } from 'kysely';
import type { Database } from './tables.ts';

/** The only source of the present. Verbs are handed a Date by whoever holds a clock. */
export interface Clock {
  /** The database's time. */
  now(): Date;
  /** The time a trial lives in: a rehearsal stores how far ahead its own clock runs. */
  trialNow(trial: { clock_offset_ms: number }): Date;
  stop(): void;
}

const REFRESH_EVERY_MS = 30_000;
/** A step back of less than this is an error of measuring and is not shown. */
const TOLERATED_STEP_BACK_MS = 5_000;

/**
 * A clock that follows the database's, so that every node agrees. It asks once and then every half
 * minute, and counts on by the monotonic timer in between; when the database is away it goes on
 * from the last answer.
 */
export async function openClock(db: Kysely<Database>): Promise<Clock> {
  let sample = await askDatabase(db);
  let latest = 0;
  const timer = setInterval(async () => {
    try {
      sample = await askDatabase(db);
    } catch {
      // The last answer stays good: the timer it is counted on by doesn't depend on the database.
    }
  }, REFRESH_EVERY_MS);
  timer.unref();
  return makeClock(
    () => {
      const estimate = Math.round(sample.databaseMs + (performance.now() - sample.takenAt));
      const wentBack = latest - estimate;
      latest = wentBack > 0 && wentBack < TOLERATED_STEP_BACK_MS ? latest : estimate;
      return latest;
    },
    () => clearInterval(timer),
  );
}

/** A clock that stands at one moment, or at whatever moment a function gives. */
export function fixedClock(at: Date | (() => Date)): Clock {
  return makeClock(() => (typeof at === 'function' ? at() : at).getTime());
}

/** The machine's own clock, for what has no database: commands that only read files. */
export function systemClock(): Clock {
  return makeClock(() => Date.now());
}

function makeClock(nowMs: () => number, stop: () => void = () => undefined): Clock {
  return {
    now: () => new Date(nowMs()),
    trialNow: (trial) => new Date(nowMs() + trial.clock_offset_ms),
    stop,
  };
}

async function askDatabase(db: Kysely<Database>): Promise<{ databaseMs: number; takenAt: number }> {
  const asked = performance.now();
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
  const answered = performance.now();
  const at = rows[0]?.at;
  if (!at) throw new Error('Ask the database for its time: it gave no row');
  // The answer was true somewhere between asking and hearing; the middle halves the error.
  return { databaseMs: at.getTime(), takenAt: (asked + answered) / 2 };
}
