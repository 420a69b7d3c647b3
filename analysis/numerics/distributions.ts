/**
 * Distribution functions in the form estimators need: tails computed as tails, so that a p of
 * 1e-12 is still right.
 */
import { createRequire } from 'node:module';
import type Beta from '@stdlib/stats-base-dists-beta';
import type F from '@stdlib/stats-base-dists-f';
import type Normal from '@stdlib/stats-base-dists-normal';
import type T from '@stdlib/stats-base-dists-t';
import { normalQuantile } from './normal-quantile.ts';

export { normalQuantile } from './normal-quantile.ts';

// Hundreds of small files, a second to load: only when a number is asked for, so that what serves
// pages starts without them.
const require = createRequire(import.meta.url);
const beta = lazily<typeof Beta>(() => require('@stdlib/stats-base-dists-beta'));
const f = lazily<typeof F>(() => require('@stdlib/stats-base-dists-f'));
const normal = lazily<typeof Normal>(() => require('@stdlib/stats-base-dists-normal'));
const t = lazily<typeof T>(() => require('@stdlib/stats-base-dists-t'));

/** exp(-700) is still held with all digits. */
const LARGEST_EXPONENT = 700;

function lazily<M>(load: () => M): () => M {
  let loaded: M | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

/** NaN must not come out as a tail of 1. */
function assertNumber(name: string, value: number): void {
  if (Number.isNaN(value)) throw new RangeError(`Compute a tail: ${name} is not a number`);
}

/** Standard normal cumulative probability. */
export function normalCdf(z: number): number {
  return normal().cdf(z, 0, 1);
}

/** Standard normal density. */
export function normalPdf(z: number): number {
  return normal().pdf(z, 0, 1);
}

/** Critical value of a two-sided interval of this level. */
export function normalCritical(level: number): number {
  return -normalQuantile((1 - level) / 2);
}

/** Two-sided p of a standard normal statistic. */
export function normalTwoSided(z: number): number {
  return Math.min(1, 2 * normal().cdf(-Math.abs(z), 0, 1));
}

/** Critical value of a two-sided t interval of this level; df may be fractional. */
export function tCritical(level: number, degreesOfFreedom: number): number {
  return -t().quantile((1 - level) / 2, degreesOfFreedom);
}

/** Two-sided p of a t statistic. */
export function tTwoSided(statistic: number, degreesOfFreedom: number): number {
  return Math.min(1, 2 * t().cdf(-Math.abs(statistic), degreesOfFreedom));
}

/** P(T <= statistic). */
export function tCdf(statistic: number, degreesOfFreedom: number): number {
  return t().cdf(statistic, degreesOfFreedom);
}

/**
 * P(X > x) for a chi-square variable with whole degrees of freedom.
 *
 * Sums the positive terms of Q(a + 1, y) = Q(a, y) + y^a exp(-y) / Gamma(a + 1), Abramowitz and
 * Stegun 26.4.8, from Q(1/2) or Q(1): no subtraction, so small tails keep their digits. Where exp(-y)
 * is less than a double holds, it is multiplied in part by part as the terms grow.
 */
export function chiSquareUpper(x: number, degreesOfFreedom: number): number {
  if (!Number.isSafeInteger(degreesOfFreedom) || degreesOfFreedom < 1) {
    throw new RangeError(
      `Compute a chi-square tail: degrees of freedom are ${degreesOfFreedom} and must be a whole number of at least 1`,
    );
  }
  assertNumber('a chi-square statistic', x);
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const half = x / 2;
  const odd = degreesOfFreedom % 2 === 1;
  // Tail and terms are still to be multiplied by exp(-owed).
  let owed = Math.max(0, half - LARGEST_EXPONENT);
  const start = Math.exp(-Math.min(half, LARGEST_EXPONENT));
  let a = odd ? 0.5 : 1;
  let tail = start;
  if (odd) tail = owed > 0 ? start * farHalfTail(half) : normalTwoSided(Math.sqrt(x));
  // y^a exp(-y) / Gamma(a + 1) at the starting a.
  let term = odd ? (Math.sqrt(half) * start * 2) / Math.sqrt(Math.PI) : half * start;
  while (a < degreesOfFreedom / 2 - 0.25) {
    tail += term;
    while (owed > 0 && term > 1) {
      const part = Math.min(owed, LARGEST_EXPONENT);
      tail *= Math.exp(-part);
      term *= Math.exp(-part);
      owed -= part;
    }
    a += 1;
    term *= half / a;
  }
  return Math.min(1, tail * Math.exp(-owed));
}

/**
 * Q(1/2, y) exp(y) for y above LARGEST_EXPONENT, where eight terms give all digits.
 *
 * @see Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 7.1.23.
 */
function farHalfTail(y: number): number {
  let sum = 0;
  let term = 1 / Math.sqrt(Math.PI * y);
  for (let k = 0; k < 8; k += 1) {
    sum += term;
    term *= -(2 * k + 1) / (2 * y);
  }
  return sum;
}

/** P(X > x) for an F variable. */
export function fUpper(x: number, numerator: number, denominator: number): number {
  assertNumber('an F statistic', x);
  if (x <= 0) return 1;
  return f().cdf(1 / x, denominator, numerator);
}

/** Quantile of a beta variable. */
export function betaQuantile(p: number, alpha: number, betaShape: number): number {
  return beta().quantile(p, alpha, betaShape);
}

/** P(X <= x) of a beta variable. */
export function betaCdf(x: number, alpha: number, betaShape: number): number {
  return beta().cdf(x, alpha, betaShape);
}
