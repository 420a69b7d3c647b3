import { assertLevel, assertWhole } from '../numerics/check.ts';
import { imbensManskiCritical } from './manski-bounds.ts';

/** An arm's outcomes by value, and how many were assigned. */
export interface ArmValues {
  readonly assigned: number;
  /** Distinct values with the number of people at each. */
  readonly values: readonly { readonly value: number; readonly people: number }[];
}

export interface LeeBounds {
  readonly method: string;
  /** Bounds of the effect among people who would be analysed in either arm. */
  readonly lower: number;
  readonly upper: number;
  readonly lowerStandardError: number;
  readonly upperStandardError: number;
  readonly intervalLower: number;
  readonly intervalUpper: number;
  readonly level: number;
  /** Share of the better-followed arm that is trimmed away. */
  readonly trimmed: number;
  readonly trimmedArm: 'treated' | 'control' | 'neither';
}

/**
 * Lee's trimming bounds: when an arm changes who can be analysed in one direction only, the arm
 * that kept more people is trimmed from above or below to the other's share, and the effect among
 * those analysed either way lies between.
 *
 * Ties at the trimming value (all there is, with a yes-or-no outcome) are trimmed in part.
 *
 * @param treated - Outcomes of the treated arm; any scale.
 * @param control - Same shape, other arm.
 * @returns Bounds of treated minus control with Imbens and Manski's interval. Much narrower than
 *   worst-case bounds, at the price of the assumption named above.
 * @throws RangeError if an arm has fewer than two analysed, or more than assigned, or if fewer than two
 *   people's worth of the better-followed arm is left after trimming.
 * @see Lee (2009), Rev. Econ. Stud. 76:1071-1102, propositions 1a and 3; Imbens and Manski (2004),
 *   Econometrica 72:1845-1857, equation 7.
 */
export function leeBounds(treated: ArmValues, control: ArmValues, level = 0.95): LeeBounds {
  assertLevel(level);
  const one = describe('the treated arm', treated);
  const two = describe('the control arm', control);
  const swap = one.share < two.share;
  const more = swap ? two : one;
  const less = swap ? one : two;
  const trimmed = more.share > less.share ? 1 - less.share / more.share : 0;
  const left = leftAfterTrimming(treated, control);
  if (!(left >= LEAST_LEFT)) {
    throw new RangeError(
      `Trim an arm: ${left} people's worth is left of ${more.analysed}; at least ${LEAST_LEFT} are needed`,
    );
  }
  const low = trimmedMean(more, trimmed, 'above', less.share, less.assigned);
  const high = trimmedMean(more, trimmed, 'below', less.share, less.assigned);
  const lower = swap ? less.mean - high.mean : low.mean - less.mean;
  const upper = swap ? less.mean - low.mean : high.mean - less.mean;
  const [forLower, forUpper] = swap ? [high, low] : [low, high];
  const lowerStandardError = Math.sqrt(forLower.variance + less.variance);
  const upperStandardError = Math.sqrt(forUpper.variance + less.variance);
  const reach = imbensManskiCritical(
    upper - lower,
    Math.max(lowerStandardError, upperStandardError),
    level,
  );
  return {
    method: 'Lee trimming',
    lower,
    upper,
    lowerStandardError,
    upperStandardError,
    intervalLower: lower - reach * lowerStandardError,
    intervalUpper: upper + reach * upperStandardError,
    level,
    trimmed,
    trimmedArm: trimmed === 0 ? 'neither' : swap ? 'control' : 'treated',
  };
}

/** People left after trimming, for an error to be judged. */
export const LEAST_LEFT = 2;

/** People's worth left of the better-followed arm once it is trimmed to the other's share. */
export function leftAfterTrimming(treated: ArmValues, control: ArmValues): number {
  const [one, two] = [treated, control].map(({ values }) =>
    values.reduce((sum, { people }) => sum + people, 0),
  ) as [number, number];
  // Multiplied first, so that a whole number comes out whole.
  return one * control.assigned >= two * treated.assigned
    ? (two * treated.assigned) / control.assigned
    : (one * control.assigned) / treated.assigned;
}

interface ArmFacts {
  readonly assigned: number;
  readonly analysed: number;
  readonly share: number;
  readonly mean: number;
  /** Of the mean. */
  readonly variance: number;
  readonly values: readonly { readonly value: number; readonly people: number }[];
}

function describe(name: string, arm: ArmValues): ArmFacts {
  assertWhole(`people assigned to ${name}`, arm.assigned, 1);
  let analysed = 0;
  let sum = 0;
  for (const { value, people } of arm.values) {
    assertWhole(`people of ${name}`, people);
    if (!Number.isFinite(value))
      throw new RangeError(`Read ${name}: an outcome is ${value} and must be finite`);
    analysed += people;
    sum += people * value;
  }
  if (analysed < 2 || analysed > arm.assigned) {
    throw new RangeError(
      `Bound ${name}: ${analysed} analysed among ${arm.assigned} assigned; at least two must be, and no more than assigned`,
    );
  }
  const mean = sum / analysed;
  const squares = arm.values.reduce(
    (all, { value, people }) => all + people * (value - mean) ** 2,
    0,
  );
  return {
    assigned: arm.assigned,
    analysed,
    share: analysed / arm.assigned,
    mean,
    variance: squares / (analysed - 1) / analysed,
    values: [...arm.values].filter(({ people }) => people > 0).sort((a, b) => a.value - b.value),
  };
}

/** Mean after trimming a share from one end, with Lee's variance (proposition 3). */
function trimmedMean(
  arm: ArmFacts,
  trimmed: number,
  end: 'above' | 'below',
  lessShare: number,
  lessAssigned: number,
): { mean: number; variance: number } {
  // Nothing is cut where both arms kept the same share: the plain mean, whichever arm this is.
  if (trimmed === 0) return { mean: arm.mean, variance: arm.variance };
  const keep = arm.analysed * (1 - trimmed);
  const ordered = end === 'above' ? arm.values : [...arm.values].reverse();
  let left = keep;
  let sum = 0;
  let squares = 0;
  let edge = ordered[0]?.value ?? 0;
  for (const { value, people } of ordered) {
    if (left <= 0) break;
    const used = Math.min(left, people);
    sum += used * value;
    squares += used * value * value;
    left -= used;
    edge = value;
  }
  const mean = sum / keep;
  const withinVariance = Math.max(0, squares / keep - mean * mean);
  const kept = 1 - trimmed;
  // Three parts: the trimmed mean, the place of the cut, and the share to cut.
  const shareVariance =
    kept *
    kept *
    ((1 - lessShare) / (lessShare * lessAssigned) + (1 - arm.share) / (arm.share * arm.assigned));
  const variance =
    withinVariance / keep +
    ((edge - mean) ** 2 * trimmed) / keep +
    ((edge - mean) / kept) ** 2 * shareVariance;
  return { mean, variance };
}
