import { periodMs } from '../periods.ts';
import type { Protocol } from '../schema.ts';
import { dayNumber, dayText } from './days.ts';

const DAY_MS = 86_400_000;

/** Day, `YYYY-MM-DD`, on which the last wave of somebody who registers today closes. */
export function lastWaveCloses({ consent, waves }: Protocol, today: string): string {
  const prospective = consent.mode === 'prospective_full' || consent.mode === 'prospective_general';
  const waiting = prospective ? periodMs(consent.gap) : 0;
  const longest = Math.max(
    ...waves.map(
      ({ starts, spacing, window }) => periodMs(starts) + periodMs(spacing) + periodMs(window),
    ),
  );
  return dayText(dayNumber(today) + (waiting + longest) / DAY_MS);
}
