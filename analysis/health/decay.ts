import { assertFinite, assertLevel, assertPositive } from '../numerics/check.ts';
import { normalCritical, normalTwoSided } from '../numerics/distributions.ts';

/** Effect of an arm at one wave. */
export interface WaveEffect {
  /** Time since training, in any unit, the same for all. */
  readonly time: number;
  /** Arm minus comparator. */
  readonly estimate: number;
  readonly standardError: number;
}

export interface Decay {
  readonly method: string;
  /** Change of the effect per unit of time, by weighted least squares. */
  readonly slope: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly p: number;
  /**
   * Time in which the effect halves, from an exponential fit; null when the effect doesn't keep its
   * sign or doesn't shrink.
   */
  readonly halfLife: number | null;
  /** Interval of the half-life; null ends are open (it may never halve). */
  readonly halfLifeLower: number | null;
  readonly halfLifeUpper: number | null;
}

/**
 * How fast does an effect fade across waves?
 *
 * Effects at different waves of the same people are correlated; `correlation` says how much, the
 * same for every pair, and enters the variance of the slope.
 *
 * @param waves - Two at least, at different times.
 * @param correlation - Between estimates at different waves, in [0, 1).
 * @param level - Confidence level, in (0, 1).
 * @throws RangeError on fewer than two distinct times, or numbers that aren't finite or errors not
 *   above 0.
 * @see Draper and Smith (1998), Applied Regression Analysis, section 9.2 (generalised least
 *   squares); half-life ln 2 / rate, with the delta method on the logarithm of the effect.
 */
export function decay(waves: readonly WaveEffect[], correlation = 0, level = 0.95): Decay {
  assertLevel(level);
  if (!(correlation >= 0 && correlation < 1)) {
    throw new RangeError(`Fit decay: the correlation is ${correlation} and must lie in [0, 1)`);
  }
  if (new Set(waves.map(({ time }) => time)).size < 2) {
    throw new RangeError(
      `Fit decay: ${waves.length} waves at one time; at least two times are needed`,
    );
  }
  for (const { time, estimate, standardError } of waves) {
    assertFinite('the time of a wave', time);
    assertFinite('the estimate of a wave', estimate);
    assertPositive('the error of a wave', standardError);
  }
  const linear = weightedSlope(waves, correlation);
  const z = normalCritical(level);
  const base = {
    method: 'weighted slope over waves; half-life from an exponential fit',
    slope: linear.slope,
    standardError: linear.standardError,
    lower: linear.slope - z * linear.standardError,
    upper: linear.slope + z * linear.standardError,
    level,
    p: normalTwoSided(linear.slope / linear.standardError),
  };
  const signs = new Set(waves.map(({ estimate }) => Math.sign(estimate)));
  if (signs.size > 1 || signs.has(0)) {
    return { ...base, halfLife: null, halfLifeLower: null, halfLifeUpper: null };
  }
  const logs = waves.map(({ time, estimate, standardError }) => ({
    time,
    estimate: Math.log(Math.abs(estimate)),
    standardError: standardError / Math.abs(estimate),
  }));
  const rate = weightedSlope(logs, correlation);
  const fastest = -(rate.slope - z * rate.standardError);
  const slowest = -(rate.slope + z * rate.standardError);
  return {
    ...base,
    halfLife: rate.slope < 0 ? Math.LN2 / -rate.slope : null,
    halfLifeLower: fastest > 0 ? Math.LN2 / fastest : null,
    halfLifeUpper: slowest > 0 ? Math.LN2 / slowest : null,
  };
}

function weightedSlope(
  waves: readonly WaveEffect[],
  correlation: number,
): { slope: number; standardError: number } {
  const weights = waves.map(({ standardError }) => 1 / standardError ** 2);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const centre = waves.reduce((sum, { time }, i) => sum + (weights[i] ?? 0) * time, 0) / total;
  const spread = waves.reduce(
    (sum, { time }, i) => sum + (weights[i] ?? 0) * (time - centre) ** 2,
    0,
  );
  const leads = waves.map(({ time }, i) => ((weights[i] ?? 0) * (time - centre)) / spread);
  const slope = waves.reduce((sum, { estimate }, i) => sum + (leads[i] ?? 0) * estimate, 0);
  let variance = 0;
  waves.forEach((one, i) => {
    waves.forEach((two, j) => {
      const shared = i === j ? 1 : correlation;
      variance +=
        (leads[i] ?? 0) * (leads[j] ?? 0) * shared * one.standardError * two.standardError;
    });
  });
  return { slope, standardError: Math.sqrt(variance) };
}
