/** An estimate with what its error says: two-sided interval and p of no difference. */
import { normalCritical, normalTwoSided, tCritical, tTwoSided } from './distributions.ts';

export interface NormalInterval {
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  /** Null where nothing varies. */
  readonly p: number | null;
}

/**
 * An error from its square, 0 when it is no more than what rounding leaves of values that are alike.
 *
 * @param largest - Largest of the values, whatever its sign.
 */
export function errorOf(variance: number, largest: number): number {
  const error = Math.sqrt(Math.max(0, variance));
  return error > 1e-12 * largest ? error : 0;
}

/** An estimate with its error, and limits as many errors away as the critical value says. */
export function symmetricInterval(
  estimate: number,
  standardError: number,
  critical: number,
  level: number,
): Omit<NormalInterval, 'p'> {
  const reach = critical * standardError;
  return { estimate, standardError, lower: estimate - reach, upper: estimate + reach, level };
}

/** @param standardError - At least 0; 0 gives an interval of no width. */
export function normalInterval(
  estimate: number,
  standardError: number,
  level: number,
): NormalInterval {
  return {
    ...symmetricInterval(estimate, standardError, normalCritical(level), level),
    p: standardError > 0 ? normalTwoSided(estimate / standardError) : null,
  };
}

export interface TInterval extends NormalInterval {
  readonly p: number;
  readonly degreesOfFreedom: number;
}

/**
 * @param standardError - Above 0.
 * @param degreesOfFreedom - Above 0; may be fractional.
 */
export function tInterval(
  estimate: number,
  standardError: number,
  degreesOfFreedom: number,
  level: number,
): TInterval {
  return {
    ...symmetricInterval(estimate, standardError, tCritical(level, degreesOfFreedom), level),
    p: tTwoSided(estimate / standardError, degreesOfFreedom),
    degreesOfFreedom,
  };
}
