import { tInterval } from '../numerics/intervals.ts';
import type { ArmMean } from '../regression/arm-mean.ts';
import type { TestOfCounts, TwoArmEstimate } from '../two-arms/types.ts';
import type { Bounds, Estimate, TestResult } from './types.ts';

/** Why there is an estimate and nothing to judge its error by. */
export const FLAT = 'outcomes do not vary within either arm';

/** An error so small that it is the rounding of none; outcomes lie in [0, 1]. */
export function isNothing(standardError: number): boolean {
  return !(standardError > 1e-10);
}

/** The limits of a difference in means of [0, 1], cut where it can't be. */
export function withinRange(estimate: Estimate): Estimate {
  const { lower, upper } = estimate;
  return {
    ...estimate,
    lower: lower === null ? null : Math.max(-1, lower),
    upper: upper === null ? null : Math.min(1, upper),
  };
}

/** Bounds as report data; their interval is left out where nothing holds it up. */
export function boundsOf(
  result: {
    readonly lower: number;
    readonly upper: number;
    readonly lowerStandardError: number;
    readonly upperStandardError: number;
    readonly intervalLower: number;
    readonly intervalUpper: number;
    readonly level: number;
  },
  method: string,
  clustered: boolean,
): Bounds {
  const flat = isNothing(result.lowerStandardError) || isNothing(result.upperStandardError);
  let reason: string | null = null;
  if (clustered)
    reason = 'an interval around them would take people as independent, and groups were assigned';
  else if (flat) reason = 'no interval around them: nothing varies to judge an error by';
  return {
    method,
    lower: result.lower,
    upper: result.upper,
    intervalLower: reason === null ? result.intervalLower : null,
    intervalUpper: reason === null ? result.intervalUpper : null,
    level: result.level,
    reason,
  };
}

/** A number JSON can hold, or null. */
export function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

/** An estimate that can't be had, and why. */
export function noEstimate(method: string, level: number, reason: string): Estimate {
  return {
    method,
    estimate: null,
    standardError: null,
    lower: null,
    upper: null,
    level,
    p: null,
    degreesOfFreedom: null,
    reason,
  };
}

/** A test that can't be made, and why. */
export function noTest(method: string, reason: string): TestResult {
  return { method, statistic: null, degreesOfFreedom: null, p: null, reason };
}

/** A library estimate as report data; what is infinite becomes null with a reason. */
export function reportEstimate(result: TwoArmEstimate): Estimate {
  const limits = [
    Number.isFinite(result.estimate) ? null : 'the ratio is not finite: an arm has no events',
    Number.isFinite(result.upper) ? null : 'the interval has no upper limit',
  ].filter((limit) => limit !== null);
  return {
    method: result.method,
    estimate: finite(result.estimate),
    standardError: finite(result.standardError),
    lower: finite(result.lower),
    upper: finite(result.upper),
    level: result.level,
    p: finite(result.p),
    degreesOfFreedom: null,
    reason: limits.length > 0 ? limits.join('; ') : null,
  };
}

export function reportTest(result: TestOfCounts): TestResult {
  return {
    method: result.method,
    statistic: finite(result.statistic),
    degreesOfFreedom: result.degreesOfFreedom,
    p: finite(result.p),
    reason: null,
  };
}

/** Fewer degrees of freedom than this make a t interval a guess. Bell and McCaffrey (2002). */
const FEWEST_DEGREES = 4;

/** Difference of two arms' predicted means with a Satterthwaite t interval. */
export function differenceOfMeans(
  [treated, control]: readonly [ArmMean, ArmMean],
  method: string,
  level: number,
  leftOut = 0,
): Estimate {
  const estimate = treated.mean - control.mean;
  const variance = treated.variance + control.variance;
  const degreesOfFreedom =
    (treated.trace + control.trace) ** 2 / (treated.squares + control.squares);
  const limits: string[] = [];
  if (leftOut > 0) limits.push('a covariate without variation in an arm was left out of both');
  if (treated.alone + control.alone > 0) {
    limits.push('a person alone in a category of an arm adds nothing to the error');
  }
  if (Math.abs(estimate) > 1) {
    return noEstimate(
      method,
      level,
      'the predicted means leave the range of the outcome: too many covariates for so few people',
    );
  }
  if (
    isNothing(Math.sqrt(variance)) ||
    !(degreesOfFreedom > 0) ||
    !Number.isFinite(degreesOfFreedom)
  ) {
    return {
      ...noEstimate(method, level, 'no variation is left to judge the error by'),
      estimate,
    };
  }
  if (degreesOfFreedom < FEWEST_DEGREES) {
    limits.push('fewer than four degrees of freedom: too few groups or people to lean on');
  }
  const standardError = Math.sqrt(variance);
  return withinRange({
    method,
    ...tInterval(estimate, standardError, degreesOfFreedom, level),
    reason: limits.length > 0 ? limits.join('; ') : null,
  });
}
