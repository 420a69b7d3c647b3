const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Length of a period of the protocol in milliseconds. A day is 24 hours: periods count elapsed
 * time, and the sending window, not the period, keeps messages out of the night.
 *
 * @param period - ISO 8601 duration in whole days and hours: `P14D`, `PT12H`, `P1DT6H`.
 * @throws RangeError if it is written in any other way.
 */
export function periodMs(period: string): number {
  const match = /^P(?=\d|T\d)(?:(\d+)D)?(?:T(\d+)H)?$/.exec(period);
  if (!match) {
    throw new RangeError(
      `Read a period: "${period}" is none; write days or hours such as P14D or PT12H`,
    );
  }
  return Number(match[1] ?? 0) * DAY_MS + Number(match[2] ?? 0) * HOUR_MS;
}

/** The instant a period after `date`; `date` itself is left unchanged. Throws as `periodMs`. */
export function addPeriod(date: Date, period: string): Date {
  return new Date(date.getTime() + periodMs(period));
}
