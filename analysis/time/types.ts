import { assertSameLength } from '../numerics/check.ts';

/** Time until an event (falling for a lure, say) or until watching ended. */
export interface Times {
  /** At or above 0, in any unit, the same for all. */
  readonly time: readonly number[];
  /** True when the event happened at `time`; false when watching ended then without it. */
  readonly event: readonly boolean[];
}

/** @throws RangeError if lists differ in length, are empty, or a time isn't finite and at least 0. */
export function assertTimes(name: string, times: Times): void {
  assertSameLength(name, times.time, times.event);
  for (const time of times.time) {
    if (!(time >= 0 && Number.isFinite(time))) {
      throw new RangeError(
        `Read ${name}: a time is ${time} and must be a finite number of at least 0`,
      );
    }
  }
}

/** Distinct times with events and people leaving, in order. */
export function riskTable(
  times: Times,
): { time: number; atRisk: number; events: number; left: number }[] {
  const order = times.time
    .map((_, i) => i)
    .sort((a, b) => (times.time[a] ?? 0) - (times.time[b] ?? 0));
  const table: { time: number; atRisk: number; events: number; left: number }[] = [];
  let atRisk = times.time.length;
  for (const i of order) {
    const time = times.time[i] ?? 0;
    let row = table.at(-1);
    if (row?.time !== time) {
      if (row) atRisk -= row.events + row.left;
      row = { time, atRisk, events: 0, left: 0 };
      table.push(row);
    }
    if (times.event[i]) row.events += 1;
    else row.left += 1;
  }
  return table;
}
