import type { Protocol } from '../../protocol/schema.ts';

/** Something to do, and everything it needs bound into it. */
export type Act = () => Promise<void>;

export interface Agenda {
  add(at: Date, act: Act): void;
  /** When the next act is planned. */
  next(): Date | undefined;
  /** Takes everything planned up to a moment. */
  take(until: Date): Act[];
}

/** Moments at which things happen; all else waits for the next of them. */
export type Grid = (at: Date) => Date;

const HOUR_MS = 3_600_000;
const LONGEST_STEP_HOURS = 3;

/**
 * Full hours far enough apart that many people do their part together, and close enough together
 * that one of them falls into everybody's sending hours.
 */
export function openGrid(protocol: Pick<Protocol, 'sending'>): Grid {
  const { from_hour, to_hour } = protocol.sending;
  const stepMs = Math.max(1, Math.min(LONGEST_STEP_HOURS, to_hour - from_hour)) * HOUR_MS;
  return (at) => new Date(Math.ceil(at.getTime() / stepMs) * stepMs);
}

/** What people mean to do, in the order of the grid. */
export function openAgenda(grid: Grid): Agenda {
  const planned = new Map<number, Act[]>();
  return {
    add(at, act) {
      const moment = grid(at).getTime();
      const acts = planned.get(moment);
      if (acts) acts.push(act);
      else planned.set(moment, [act]);
    },
    next: () => (planned.size === 0 ? undefined : new Date(Math.min(...planned.keys()))),
    take(until) {
      const taken: Act[] = [];
      for (const moment of [...planned.keys()].sort((a, b) => a - b)) {
        if (moment > until.getTime()) break;
        taken.push(...planned.get(moment)!);
        planned.delete(moment);
      }
      return taken;
    },
  };
}
