import { type ArmCounts, assertCounts, assertLevel } from '../numerics/check.ts';
import { betaQuantile } from '../numerics/distributions.ts';
import type { ProportionEstimate } from './types.ts';

/**
 * One proportion with the equal-tailed interval of Jeffreys' prior, Beta(1/2, 1/2).
 *
 * @param arm - Events and participants; integers, events <= participants, participants >= 1.
 * @param level - Credible level, in (0, 1).
 * @returns Bounds; the lower is 0 without events and the upper 1 when everybody had one.
 * @throws RangeError on an empty arm, on events above participants, on a level outside (0, 1).
 * @see Brown, Cai and DasGupta (2001), Stat. Sci. 16:101-133, section 3.1.2.
 */
export function proportionJeffreys(arm: ArmCounts, level = 0.95): ProportionEstimate {
  assertCounts('the arm', arm);
  assertLevel(level);
  const { events: x, participants: n } = arm;
  const tail = (1 - level) / 2;
  return {
    method: 'Jeffreys',
    estimate: x / n,
    lower: x === 0 ? 0 : betaQuantile(tail, x + 0.5, n - x + 0.5),
    upper: x === n ? 1 : betaQuantile(1 - tail, x + 0.5, n - x + 0.5),
    level,
    events: x,
    participants: n,
  };
}
