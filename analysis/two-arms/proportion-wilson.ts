import { type ArmCounts, assertCounts, assertLevel } from '../numerics/check.ts';
import { normalCritical } from '../numerics/distributions.ts';
import type { ProportionEstimate } from './types.ts';

/**
 * One proportion with Wilson's score interval, without continuity correction.
 *
 * @param arm - Events and participants; integers, events <= participants, participants >= 1.
 * @param level - Confidence level, in (0, 1).
 * @returns Proportion in [0, 1] with bounds inside [0, 1].
 * @throws RangeError on an empty arm, on events above participants, on a level outside (0, 1).
 * @see Wilson (1927), J. Am. Stat. Assoc. 22:209-212; Newcombe (1998), Stat. Med. 17:857-872,
 *   method 3.
 */
export function proportionWilson(arm: ArmCounts, level = 0.95): ProportionEstimate {
  assertCounts('the arm', arm);
  assertLevel(level);
  const { events, participants: n } = arm;
  const z = normalCritical(level);
  const share = events / n;
  const centre = events + (z * z) / 2;
  const spread = z * Math.sqrt(n * share * (1 - share) + (z * z) / 4);
  const scale = n + z * z;
  return {
    method: 'Wilson score',
    estimate: share,
    // At the ends the square root is exact in theory; rounding must not push a bound outside.
    lower: events === 0 ? 0 : (centre - spread) / scale,
    upper: events === n ? 1 : (centre + spread) / scale,
    level,
    events,
    participants: n,
  };
}
