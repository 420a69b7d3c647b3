import { numberNeededToTreat } from '../two-arms/number-needed-to-treat.ts';
import type { Estimate, NumberNeeded } from './types.ts';

/** From the standardised difference; null parts where that has no interval. */
export function numberNeeded(
  difference: Estimate,
  good: 'lower' | 'higher' | null,
  level: number,
): NumberNeeded {
  const none = (reason: string): NumberNeeded => ({
    method: 'inverse of the risk difference',
    estimate: null,
    direction: null,
    ranges: [],
    level,
    reason,
  });
  if (good === null) return none('the plan names no wished direction for this outcome');
  const { estimate, lower, upper } = difference;
  if (estimate === null || lower === null || upper === null) {
    return none('the risk difference has no interval');
  }
  const result = numberNeededToTreat({ estimate, lower, upper }, good, level);
  return {
    method: result.method,
    estimate: Number.isFinite(result.estimate) ? result.estimate : null,
    direction: result.direction,
    ranges: result.ranges.map(({ direction, from, to }) => ({
      direction,
      from,
      to: Number.isFinite(to) ? to : null,
    })),
    level,
    reason: Number.isFinite(result.estimate) ? null : 'the risk difference is exactly zero',
  };
}
