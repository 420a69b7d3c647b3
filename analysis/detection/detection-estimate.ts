import { normalCritical, tCritical } from '../numerics/distributions.ts';
import { symmetricInterval } from '../numerics/intervals.ts';

/** A measure of detection with its interval. */
export interface DetectionEstimate {
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
}

/**
 * Normal interval, or t with degrees of freedom; a variance below 0 by rounding is taken as 0.
 *
 * @param variance - Of the estimate, in its squared unit.
 * @param degreesOfFreedom - Of the t interval; normal without.
 */
export function withInterval(
  estimate: number,
  variance: number,
  level: number,
  degreesOfFreedom?: number,
): DetectionEstimate {
  const critical =
    degreesOfFreedom === undefined ? normalCritical(level) : tCritical(level, degreesOfFreedom);
  return symmetricInterval(estimate, Math.sqrt(Math.max(0, variance)), critical, level);
}
