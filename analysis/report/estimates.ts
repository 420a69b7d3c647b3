import { tInterval } from '../numerics/intervals.ts';
import type { ArmMean } from '../regression/arm-mean.ts';
import type { TestOfCounts, TwoArmEstimate } from '../two-arms/types.ts';
import type { Estimate, TestResult } from './types.ts';

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
  if (!(variance > 1e-30) || !(degreesOfFreedom > 0) || !Number.isFinite(degreesOfFreedom)) {
    return {
      ...noEstimate(method, level, 'no variation is left to judge the error by'),
      estimate,
    };
  }
  if (degreesOfFreedom < FEWEST_DEGREES) {
    limits.push('fewer than four degrees of freedom: too few groups or people to lean on');
  }
  const standardError = Math.sqrt(variance);
  return {
    method,
    ...tInterval(estimate, standardError, degreesOfFreedom, level),
    reason: limits.length > 0 ? limits.join('; ') : null,
  };
}
