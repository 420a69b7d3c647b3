import { Temporal } from 'temporal-polyfill';

/** Time in which what is planned for the end of a day still leaves that day. */
const BEFORE_CLOSING_MS = 30 * 60_000;

export interface SendingHours {
  /** First local hour in which something may be sent, 0 to 23. */
  readonly fromHour: number;
  /** Local hour from which nothing more is sent that day. */
  readonly toHour: number;
}

/**
 * The moment itself when the person's clock allows it, else the next time it does. A clock change
 * in between is the time zone's business: 09:00 stays 09:00.
 */
export function nextSendingTime(at: Date, timeZone: string, hours: SendingHours): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  if (local.hour >= hours.fromHour && local.hour < hours.toHour) return at;
  const day =
    local.hour < hours.fromHour ? local.toPlainDate() : local.toPlainDate().add({ days: 1 });
  const opening = day.toZonedDateTime({
    timeZone,
    plainTime: Temporal.PlainTime.from({ hour: hours.fromHour }),
  });
  return new Date(opening.epochMilliseconds);
}

/** The moment itself when the person's clock allows it, else the last one before it that does. */
export function lastSendingTime(at: Date, timeZone: string, hours: SendingHours): Date {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  if (local.hour >= hours.fromHour && local.hour < hours.toHour) return at;
  const day =
    local.hour >= hours.toHour ? local.toPlainDate() : local.toPlainDate().subtract({ days: 1 });
  const closing = day.toZonedDateTime({
    timeZone,
    plainTime: Temporal.PlainTime.from({ hour: hours.toHour }),
  });
  return new Date(closing.epochMilliseconds - BEFORE_CLOSING_MS);
}
