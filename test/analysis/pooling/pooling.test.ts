import { describe, expect, it } from 'vitest';
import { tCritical } from '../../../analysis/numerics/distributions.ts';
import { betweenTrialVariance } from '../../../analysis/pooling/between-trial-variance.ts';
import { metaRegression } from '../../../analysis/pooling/meta-regression.ts';
import { poolFixed } from '../../../analysis/pooling/pool-fixed.ts';
import { poolRandom } from '../../../analysis/pooling/pool-random.ts';
import { shrinkEffects } from '../../../analysis/pooling/shrink-effects.ts';
import type { TrialEffect } from '../../../analysis/pooling/types.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

interface Fit {
  estimate: number;
  se: number;
  lower: number;
  upper: number;
  p: number;
  tau2: number;
  i2: number;
  q: number;
  qp: number;
}
const g = golden<{
  trials: TrialEffect[];
  latitude: number[];
  fits: Record<string, Fit>;
  fixed: Fit;
  prediction: [number, number];
  regression: Record<
    'DL' | 'PM' | 'REML',
    { beta: number[]; se: number[]; p: number[]; tau2: number; qe: number; qep: number }
  >;
  blup: { estimate: number[]; se: number[] };
  peaks: {
    estimates: number[];
    variances: number[];
    moderator: number[] | null;
    tau2: number;
  }[];
}>('pooling-health');
const METHODS = { DL: 'DerSimonian-Laird', PM: 'Paule-Mandel', REML: 'REML' } as const;
const short = Object.keys(METHODS) as (keyof typeof METHODS)[];

describe('the BCG trials (Colditz et al. 1994), against metafor', () => {
  it.each(short.flatMap((name) => [false, true].map((hk) => [name, hk] as const)))(
    '%s, Hartung-Knapp %s',
    (name, hk) => {
      const wanted = g.fits[`${name} ${hk ? 'knha' : 'z'}`];
      if (!wanted) throw new Error('no fit');
      const result = poolRandom(g.trials, METHODS[name], hk);
      expectClose(result.tau2, wanted.tau2, 1e-7);
      expectClose(result.estimate, wanted.estimate, 1e-7);
      expectClose(result.standardError, wanted.se, 1e-7);
      expectClose(result.lower, wanted.lower, 1e-7);
      expectClose(result.upper, wanted.upper, 1e-7);
      expectRatio(result.p, wanted.p, 1e-5);
      expectClose(result.i2, wanted.i2, 1e-7);
      expectClose(result.q.statistic, wanted.q);
      expectRatio(result.q.p, wanted.qp, 1e-7);
    },
  );
  it('fixed effect', () => {
    const result = poolFixed(g.trials);
    expectClose(result.estimate, g.fixed.estimate);
    expectClose(result.standardError, g.fixed.se);
    expectRatio(result.p, g.fixed.p, 1e-7);
    expectClose(result.lower, g.fixed.lower);
    expectClose(result.upper, g.fixed.upper);
    expectClose(result.i2, g.fixed.i2);
  });
  it('agrees with the published random-effects ratio of 0.49 (0.34 to 0.70)', () => {
    const result = poolRandom(g.trials, 'DerSimonian-Laird', false);
    expect(Math.exp(result.estimate)).toBeCloseTo(0.49, 2);
    expect(Math.exp(result.lower)).toBeCloseTo(0.34, 2);
    expect(Math.exp(result.upper)).toBeCloseTo(0.7, 2);
  });
  it('prediction interval', () => {
    const result = poolRandom(g.trials, 'REML', false);
    expectClose(result.predictionLower, g.prediction[0], 1e-7);
    expectClose(result.predictionUpper, g.prediction[1], 1e-7);
  });
  it.each(short)('regression on latitude, %s', (name) => {
    const wanted = g.regression[name];
    const result = metaRegression(g.trials, { latitude: g.latitude }, METHODS[name]);
    result.coefficients.forEach((coefficient, j) => {
      expectClose(coefficient.estimate, wanted.beta[j] ?? 9, 1e-7);
      expectClose(coefficient.standardError, wanted.se[j] ?? 9, 1e-7);
      expectRatio(coefficient.p, wanted.p[j] ?? 9, 1e-5);
      const reach = tCritical(0.95, 11) * (wanted.se[j] ?? 9);
      expectClose(coefficient.lower, (wanted.beta[j] ?? 9) - reach, 1e-6);
      expectClose(coefficient.upper, (wanted.beta[j] ?? 9) + reach, 1e-6);
    });
    expectClose(result.tau2, wanted.tau2, 1e-7);
    expectClose(result.residual.statistic, wanted.qe);
    expectRatio(result.residual.p, wanted.qep, 1e-7);
  });
  it('shrunken effects', () => {
    shrinkEffects(g.trials).forEach((trial, i) => {
      expectClose(trial.estimate, g.blup.estimate[i] ?? 9, 1e-7);
      expectClose(trial.standardError, g.blup.se[i] ?? 9, 1e-7);
    });
  });
});

describe('restricted likelihoods with several peaks', () => {
  it.each(g.peaks)('REML takes the highest, tau2 $tau2', (one) => {
    const trials = one.estimates.map((estimate, i) => ({
      label: `t${i}`,
      estimate,
      variance: one.variances[i] ?? 0,
    }));
    const { tau2 } = one.moderator
      ? metaRegression(trials, { moderator: one.moderator }, 'REML', false)
      : poolRandom(trials, 'REML', false);
    expectClose(tau2, one.tau2, 1e-10);
  });
});

describe('pooling and its limits', () => {
  const same = [1, 2, 3].map((i) => ({ label: `t${i}`, estimate: 0.2, variance: 0.01 * i }));
  it.each(Object.values(METHODS))('%s finds no variation where there is none', (method) => {
    expect(betweenTrialVariance(same, method)).toBe(0);
    expectClose(poolRandom(same, method, false).estimate, poolFixed(same).estimate, 1e-12);
    expect(poolRandom(same, method, false).i2).toBe(0);
  });
  it('draws effects to the mean completely when trials do not vary', () => {
    const [first] = shrinkEffects(same);
    expectClose(first?.estimate, 0.2, 1e-12);
    expect(first?.weight).toBe(0);
  });
  it('has no prediction interval from two trials', () => {
    expect(poolRandom(same.slice(0, 2), 'REML', false).predictionLower).toBeNull();
  });
  it("refuses Hartung and Knapp's error where estimates do not differ, for it would be 0", () => {
    expect(() => poolRandom(same)).toThrow(RangeError);
    const flat = same.map((trial) => ({ ...trial, estimate: 0.2 }));
    expect(() => metaRegression([...flat, ...flat], { a: [1, 2, 3, 4, 5, 7] })).toThrow(RangeError);
    expect(metaRegression([...flat, ...flat], { a: [1, 2, 3, 4, 5, 7] }, 'REML', false).tau2).toBe(
      0,
    );
  });
  it.each(Object.values(METHODS))('%s gives the same in any unit', (method) => {
    const scale = 1e-5;
    const small = g.trials.map(({ label, estimate, variance }) => ({
      label,
      estimate: estimate * scale,
      variance: variance * scale * scale,
    }));
    const [one, two] = [poolRandom(g.trials, method), poolRandom(small, method)];
    expectRatio(two.tau2 / scale ** 2, one.tau2, 1e-9);
    expectRatio(two.upper / scale, one.upper, 1e-9);
    expectClose(two.i2, one.i2, 1e-9);
  });
  it('has no share of variation between trials without a tau2, as metafor has it', () => {
    // Q is above its degrees of freedom, and the restricted likelihood is highest at 0.
    const odd = [0.9, 0, 0, 0.1, -0.1].map((estimate, i) => ({
      label: `t${i}`,
      estimate,
      variance: i === 0 ? 0.16 : 0.01,
    }));
    const { tau2, i2, q } = poolRandom(odd, 'REML', false);
    expect(q.statistic).toBeGreaterThan(q.degreesOfFreedom);
    expect([tau2, i2]).toEqual([0, 0]);
    expect(poolFixed(odd).i2).toBeGreaterThan(0);
  });
  it('refuses too few trials, variances of nothing, NaN and moderators that say the same', () => {
    expect(() => poolRandom(same.slice(0, 1))).toThrow(RangeError);
    expect(() => poolFixed([])).toThrow(RangeError);
    expect(() => poolFixed([{ label: 'a', estimate: 1, variance: 0 }])).toThrow(RangeError);
    expect(() => poolFixed([{ label: 'a', estimate: Number.NaN, variance: 1 }])).toThrow(
      RangeError,
    );
    expect(() => metaRegression(g.trials, { a: g.latitude.map(() => 1) })).toThrow(RangeError);
    expect(() => metaRegression(g.trials, { a: [1, 2] })).toThrow(RangeError);
  });
});
