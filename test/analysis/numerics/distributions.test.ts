import { describe, expect, it } from 'vitest';
import {
  chiSquareUpper,
  fUpper,
  normalCdf,
  normalQuantile,
  tTwoSided,
} from '../../../analysis/numerics/distributions.ts';
import { integrate } from '../../../analysis/numerics/gauss-legendre.ts';
import { findRoot } from '../../../analysis/numerics/root.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

const { tails, heavy } = golden<{
  tails: { df: number; x: number[]; p: number[] }[];
  heavy: { df: number; x: number; p: number }[];
}>('two-arms');

describe('tails', () => {
  it.each(tails)(
    'chiSquareUpper() keeps its digits far out, $df degrees of freedom',
    ({ df, x, p }) => {
      for (const [index, value] of x.entries())
        expectRatio(chiSquareUpper(value, df), p[index] ?? 0);
    },
  );
  it.each(heavy)('chiSquareUpper() of $x with $df degrees of freedom', ({ df, x, p }) => {
    expectRatio(chiSquareUpper(x, df), p, 1e-10);
  });
  it('chiSquareUpper() is 0 far out and at infinity', () => {
    for (const x of [1e308, Number.POSITIVE_INFINITY]) {
      for (const df of [1, 2, 3, 4, 50, 9999]) expect(chiSquareUpper(x, df)).toBe(0);
    }
  });
  it('chiSquareUpper() refuses fractional degrees of freedom', () => {
    expect(() => chiSquareUpper(1, 1.5)).toThrow(RangeError);
  });
  it('fUpper() with one numerator degree is the two-sided t', () => {
    expectRatio(fUpper(9, 1, 12), tTwoSided(3, 12));
  });
});

describe('normalQuantile(), against qnorm', () => {
  const { quantile } = golden<{ quantile: { p: number; z: number }[] }>('edges');
  it.each(quantile)('keeps its digits at $p', ({ p, z }) => {
    expectRatio(normalQuantile(p), z, 1e-13);
    if (p < 1e-5 && p > 1e-15) expectRatio(normalCdf(normalQuantile(p)), p, 1e-11);
  });
  it('is infinite at the ends and refuses what is no probability', () => {
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    for (const bad of [-0.1, 1.1, Number.NaN]) {
      expect(() => normalQuantile(bad)).toThrow(RangeError);
    }
  });
});

describe('numerical helpers', () => {
  it('findRoot() finds a root to the last bit and refuses a bracket without one', () => {
    expectClose(
      findRoot((x) => x * x - 2, 0, 2),
      Math.SQRT2,
      1e-15,
    );
    expect(() => findRoot((x) => x * x + 1, -1, 1)).toThrow(RangeError);
  });
  it('integrate() is right to rounding on smooth functions', () => {
    expectClose(integrate(Math.exp, 0, 3), Math.exp(3) - 1, 1e-13);
  });
});
