import { type ArmCounts, assertCounts, assertLevel } from '../numerics/check.ts';
import { betaQuantile } from '../numerics/distributions.ts';
import type { ProportionEstimate } from './types.ts';

/**
 * One proportion with the exact interval: never covers less than its level, often more.
 *
 * @param arm - Events and participants; integers, events <= participants, participants >= 1.
 * @param level - Confidence level, in (0, 1).
 * @throws RangeError on an empty arm, on events above participants, on a level outside (0, 1).
 * @see Clopper and Pearson (1934), Biometrika 26:404-413.
 */
export function proportionClopperPearson(arm: ArmCounts, level = 0.95): ProportionEstimate {
  assertCounts('the arm', arm);
  assertLevel(level);
  const { events: x, participants: n } = arm;
  const tail = (1 - level) / 2;
  return {
    method: 'Clopper-Pearson exact',
    estimate: x / n,
    lower: x === 0 ? 0 : betaQuantile(tail, x, n - x + 1),
    upper: x === n ? 1 : betaQuantile(1 - tail, x + 1, n - x),
    level,
    events: x,
    participants: n,
  };
}
