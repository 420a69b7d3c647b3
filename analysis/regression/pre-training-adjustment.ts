import { assertAllFinite, assertLevel, assertSameLength } from '../numerics/check.ts';
import { tInterval } from '../numerics/intervals.ts';

/** One arm's outcomes with the same people's behaviour before training. */
export interface BeforeAndAfter {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

export interface PreTrainingAdjustment {
  readonly method: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly p: number;
  readonly degreesOfFreedom: number;
  /** Slope of after on before, pooled over arms. */
  readonly slope: number;
  /** Share of the variance taken away, 1 - (adjusted / plain). */
  readonly varianceReduction: number;
}

/**
 * Difference in means with what people did before training taken off (CUPED): one slope, pooled
 * over arms, and Welch's comparison of what is left.
 *
 * @param treated - Behaviour before and outcome after of the same people, in the same order.
 * @param control - Same shape, other arm.
 * @param level - Confidence level, in (0, 1).
 * @throws RangeError if an arm has fewer than three people, or behaviour before doesn't vary.
 * @see Deng, Xu, Kohavi and Walker (2013), WSDM '13, 123-132, equations 3 and 4.
 */
export function preTrainingAdjustment(
  treated: BeforeAndAfter,
  control: BeforeAndAfter,
  level = 0.95,
): PreTrainingAdjustment {
  assertLevel(level);
  const one = describe('the treated arm', treated);
  const two = describe('the control arm', control);
  const spread = one.before + two.before;
  if (!(spread > 0)) {
    throw new RangeError('Adjust for behaviour before training: it does not vary and must');
  }
  const slope = (one.cross + two.cross) / spread;
  const total = one.n + two.n;
  const overall = (one.n * one.meanBefore + two.n * two.meanBefore) / total;
  const left = (arm: Described): { mean: number; variance: number } => {
    const squares = arm.after - 2 * slope * arm.cross + slope * slope * arm.before;
    return {
      mean: arm.meanAfter - slope * (arm.meanBefore - overall),
      variance: Math.max(0, squares) / (arm.n - 1) / arm.n,
    };
  };
  const [first, second] = [left(one), left(two)];
  const variance = first.variance + second.variance;
  const plain = one.after / (one.n - 1) / one.n + two.after / (two.n - 1) / two.n;
  // What rounding leaves of an exact fit isn't variation.
  if (!(variance > 1e-14 * plain))
    throw new RangeError('Adjust for behaviour before training: nothing is left to vary');
  const estimate = first.mean - second.mean;
  const standardError = Math.sqrt(variance);
  const degreesOfFreedom =
    variance ** 2 / (first.variance ** 2 / (one.n - 1) + second.variance ** 2 / (two.n - 1));
  return {
    method: 'adjusted by behaviour before training, Welch',
    ...tInterval(estimate, standardError, degreesOfFreedom, level),
    slope,
    varianceReduction: 1 - variance / plain,
  };
}

interface Described {
  readonly n: number;
  readonly meanBefore: number;
  readonly meanAfter: number;
  /** Sums of squares and products about the arm's own means. */
  readonly before: number;
  readonly after: number;
  readonly cross: number;
}

function describe(name: string, arm: BeforeAndAfter): Described {
  assertSameLength(name, arm.before, arm.after, 3);
  assertAllFinite(`behaviour before in ${name}`, arm.before);
  assertAllFinite(`outcomes of ${name}`, arm.after);
  const n = arm.after.length;
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / n;
  const meanBefore = mean(arm.before);
  const meanAfter = mean(arm.after);
  let before = 0;
  let after = 0;
  let cross = 0;
  arm.before.forEach((x, i) => {
    const y = arm.after[i] ?? 0;
    before += (x - meanBefore) ** 2;
    after += (y - meanAfter) ** 2;
    cross += (x - meanBefore) * (y - meanAfter);
  });
  return { n, meanBefore, meanAfter, before, after, cross };
}
