const DAY_MS = 86_400_000;

/** Days since 1970-01-01 of a day written `YYYY-MM-DD`. */
export function dayNumber(day: string): number {
  const [year = Number.NaN, month = Number.NaN, date = Number.NaN] = day.split('-').map(Number);
  return Date.UTC(year, month - 1, date) / DAY_MS;
}

/** `YYYY-MM-DD` of a day number; a part of a day counts as the whole. */
export function dayText(number: number): string {
  return new Date(Math.ceil(number) * DAY_MS).toISOString().slice(0, 10);
}

/** Whether the calendar has this day: not 2027-02-29. */
export function isDay(day: string): boolean {
  const number = dayNumber(day);
  return Number.isFinite(number) && dayText(number) === day;
}
