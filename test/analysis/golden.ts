import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** Saved results of R; the script that made them lies beside each. */
export function golden<T>(name: string): T {
  return JSON.parse(
    readFileSync(new URL(`./golden/${name}.golden.json`, import.meta.url), 'utf8'),
  ) as T;
}

/** Agreement to a relative tolerance, absolute below one. */
export function expectClose(
  actual: number | null | undefined,
  expected: number,
  tolerance = 1e-8,
): void {
  if (actual === null || actual === undefined) {
    expect(actual).toBe(expected);
    return;
  }
  const gap = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
  expect(gap, `${actual} against ${expected}`).toBeLessThanOrEqual(tolerance);
}

/** Agreement in relative terms, for small tails. */
export function expectRatio(
  actual: number | null | undefined,
  expected: number,
  tolerance = 1e-8,
): void {
  if (expected === 0 || actual === null || actual === undefined) {
    expect(actual).toBe(expected);
    return;
  }
  expect(Math.abs(actual / expected - 1), `${actual} against ${expected}`).toBeLessThanOrEqual(
    tolerance,
  );
}
