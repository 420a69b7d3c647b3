import { describe, expect, it } from 'vitest';
import { mannWhitney } from '../../../analysis/graded/mann-whitney.ts';
import { proportionalOdds } from '../../../analysis/graded/proportional-odds.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

const g = golden<{
  grades: {
    treated: number[];
    control: number[];
    u: number;
    p: number;
    correctedP: number;
    win: number;
    se: number;
    lower: number;
    upper: number;
  };
  polr: { beta: number; se: number; zeta: number[]; logLik: number };
}>('strata-clusters-graded');
const { treated, control } = g.grades;

describe('mannWhitney(), against wilcox.test and DeLong by person', () => {
  it('statistic, p, win probability and interval', () => {
    const result = mannWhitney(treated, control);
    expectClose(result.statistic, g.grades.u);
    expectRatio(result.p, g.grades.p);
    expectRatio(mannWhitney(treated, control, 0.95, true).p, g.grades.correctedP);
    expectClose(result.estimate, g.grades.win);
    expectClose(result.standardError, g.grades.se);
    expectClose(result.lower, g.grades.lower);
    expectClose(result.upper, g.grades.upper);
  });
  it('is one minus itself with arms swapped', () => {
    const one = mannWhitney(treated, control);
    const two = mannWhitney(control, treated);
    expectClose(two.estimate, 1 - one.estimate, 1e-12);
    expectClose(two.lower, 1 - (one.upper ?? 9), 1e-12);
  });
  it('states its limits', () => {
    expect(mannWhitney([3, 0], [4, 0])).toMatchObject({ estimate: 0.5, p: null });
    // No overlap, and an arm of one: an estimate, and nothing to judge it by.
    const unjudged = { standardError: null, lower: null, upper: null };
    expect(mannWhitney([0, 3], [4, 0])).toMatchObject({ estimate: 1, ...unjudged });
    expect(mannWhitney([0, 1, 0], [4, 9, 3])).toMatchObject({ estimate: 8.5 / 16, ...unjudged });
    expect(mannWhitney([0, 2, 0], [4, 9, 3]).standardError).not.toBeNull();
    expect(() => mannWhitney([0, 0], [4, 0])).toThrow(RangeError);
    expect(() => mannWhitney([1, 2], [4, 0, 1])).toThrow(RangeError);
    expect(() => mannWhitney([1.5, 2], [4, 0])).toThrow(RangeError);
  });
});

describe('proportionalOdds(), against MASS::polr', () => {
  it('odds ratio, error, cut points and likelihood', () => {
    const result = proportionalOdds(treated, control);
    expectClose(Math.log(result.estimate), g.polr.beta, 1e-6);
    expectClose(result.standardError, g.polr.se, 1e-6);
    result.cutPoints.forEach((cut, k) => {
      expectClose(cut, g.polr.zeta[k] ?? Number.NaN, 1e-5);
    });
    expect(result.logLikelihood).toBeGreaterThanOrEqual(g.polr.logLik - 1e-9);
  });
  it('is the logistic odds ratio with two grades, and skips grades nobody has', () => {
    const two = proportionalOdds([30, 10], [20, 20]);
    expectClose(two.estimate, (10 * 20) / (30 * 20), 1e-9);
    expectClose(proportionalOdds([30, 0, 10], [20, 0, 20]).estimate, two.estimate, 1e-9);
  });
  it('is the logistic odds ratio of arms far apart too', () => {
    for (const [a, b, c, d] of [
      [68829, 9384576, 11824, 1],
      [1000000, 1, 1, 1000000],
      [8093, 26, 15, 611469],
    ] as const) {
      const { estimate, standardError } = proportionalOdds([a, b], [c, d]);
      expectRatio(estimate, (b * c) / (a * d), 1e-6);
      expectRatio(standardError, Math.sqrt(1 / a + 1 / b + 1 / c + 1 / d), 1e-6);
    }
  });
  it('refuses arms of which nobody in one lies above anybody in the other', () => {
    for (const [one, two] of [
      [
        [5, 0, 0],
        [0, 2, 3],
      ],
      [
        [6, 0],
        [10, 32],
      ],
      [
        [6, 5, 0],
        [0, 3, 5],
      ],
    ] as const) {
      const said = /nobody of one arm lies above anybody of the other/;
      expect(() => proportionalOdds(one, two)).toThrow(said);
      expect(() => proportionalOdds(two, one)).toThrow(said);
    }
    expect(proportionalOdds([0, 6, 0], [3, 4, 5]).standardError).toBeGreaterThan(0);
  });
  it('refuses arms without people', () => {
    expect(() => proportionalOdds([0, 0], [2, 3])).toThrow(RangeError);
    expect(() => proportionalOdds([3, 0], [2, 0])).toThrow(RangeError);
  });
});
