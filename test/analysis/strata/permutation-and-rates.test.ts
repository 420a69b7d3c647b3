import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../analysis/numerics/random.ts';
import {
  type BeforeAndAfter,
  preTrainingAdjustment,
} from '../../../analysis/regression/pre-training-adjustment.ts';
import { permutationTest } from '../../../analysis/strata/permutation-test.ts';
import { ratePerExposure } from '../../../analysis/strata/rate-per-exposure.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

const g = golden<{
  permutation: {
    outcome: number[];
    treated: boolean[];
    stratum: number[];
    statistic: number;
    p: number;
  };
  cuped: {
    treated: BeforeAndAfter;
    control: BeforeAndAfter;
    slope: number;
    p: number;
    df: number;
    lower: number;
    upper: number;
  };
  rates: {
    exposures: number[];
    events: number[];
    treated: boolean[];
    estimate: number;
    se: number;
  };
}>('pooling-health');

describe('permutationTest()', () => {
  it('counts all assignments within strata as R does', () => {
    const result = permutationTest(g.permutation);
    expectClose(result.statistic, g.permutation.statistic);
    expectClose(result.p, g.permutation.p, 1e-12);
    expect(result.method).toContain('all assignments');
  });
  const random = seededRandom(8);
  const outcome = Array.from({ length: 400 }, (_, i) => random() + (i % 2 === 0 ? 0.08 : 0));
  const treated = outcome.map((_, i) => i % 2 === 0);
  it('draws when there are many, never gives 0, and repeats with its seed', () => {
    const one = permutationTest({ outcome, treated }, 2000, 5);
    expect(one.p).toBeGreaterThan(0);
    expect(one).toEqual(permutationTest({ outcome, treated }, 2000, 5));
    const far = permutationTest(
      { outcome: outcome.map((y, i) => y + (treated[i] ? 9 : 0)), treated },
      200,
    );
    expectClose(far.p, 1 / 201, 1e-12);
  });
  it('agrees with its normal approximation above 50,000 units', () => {
    const many = Array.from({ length: 150 }, () => outcome).flat();
    const arms = Array.from({ length: 150 }, () => treated).flat();
    const noise = seededRandom(3);
    const flat = many.map(() => noise());
    const result = permutationTest({ outcome: flat, treated: arms });
    expect(result.method).toContain('normal');
    const se = Math.sqrt((1 / 12) * (4 / flat.length));
    expectClose(result.p, 2 * normalTail(Math.abs(result.statistic) / se), 5e-3);
  });
  it('weighs groups by their people', () => {
    const result = permutationTest({
      outcome: [0, 1, 1, 0],
      treated: [true, true, false, false],
      weight: [1, 3, 1, 1],
    });
    expectClose(result.statistic, 0.75 - 0.5, 1e-12);
  });
  it('refuses arms that do not vary, lengths that differ and NaN', () => {
    expect(() => permutationTest({ outcome: [1, 2], treated: [true, true] })).toThrow(RangeError);
    expect(() => permutationTest({ outcome: [1, 2], treated: [true] })).toThrow(RangeError);
    expect(() => permutationTest({ outcome: [1, Number.NaN], treated: [true, false] })).toThrow(
      RangeError,
    );
  });
});

describe('preTrainingAdjustment()', () => {
  it('agrees with t.test on what is left, and takes variance away', () => {
    const { treated, control, slope, p, df, lower, upper } = g.cuped;
    const result = preTrainingAdjustment(treated, control);
    expectClose(result.slope, slope);
    expectRatio(result.p, p, 1e-7);
    expectRatio(result.degreesOfFreedom, df);
    expectClose(result.lower, lower);
    expectClose(result.upper, upper);
    expect(result.varianceReduction).toBeGreaterThan(0.05);
  });
  it('refuses behaviour before that does not vary', () => {
    const flat = { before: [1, 1, 1], after: [1, 2, 3] };
    expect(() => preTrainingAdjustment(flat, flat)).toThrow(RangeError);
    expect(() => preTrainingAdjustment({ before: [1], after: [1] }, flat)).toThrow(RangeError);
  });
});

describe('ratePerExposure()', () => {
  const { exposures, events, treated, estimate, se } = g.rates;
  const patterns = (arm: boolean) =>
    exposures.flatMap((n, i) =>
      treated[i] === arm ? [{ people: 1, exposures: n, events: events[i] ?? 0 }] : [],
    );
  it('agrees with R, people being the units', () => {
    const result = ratePerExposure(patterns(true), patterns(false));
    expectClose(result.estimate, estimate);
    expectClose(result.standardError, se);
  });
  it('is wider than taking exposures as people when people are alike in all of theirs', () => {
    const alike = [
      { people: 20, exposures: 5, events: 5 },
      { people: 20, exposures: 5, events: 0 },
    ];
    const apart = [
      { people: 100, exposures: 1, events: 1 },
      { people: 100, exposures: 1, events: 0 },
    ];
    expect(ratePerExposure(alike, alike).standardError).toBeGreaterThan(
      2 * ratePerExposure(apart, apart).standardError,
    );
  });
  it('refuses more events than exposures, and lone people', () => {
    const fine = [{ people: 3, exposures: 2, events: 1 }];
    expect(() => ratePerExposure([{ people: 3, exposures: 1, events: 2 }], fine)).toThrow(
      RangeError,
    );
    expect(() => ratePerExposure([{ people: 1, exposures: 1, events: 1 }], fine)).toThrow(
      RangeError,
    );
    expect(() => ratePerExposure([{ people: 5, exposures: 0, events: 0 }], fine)).toThrow(
      RangeError,
    );
  });
});

function normalTail(z: number): number {
  let sum = 0;
  for (let i = 0; i < 20_000; i += 1) {
    const x = z + (i + 0.5) * 5e-4;
    sum += Math.exp((-x * x) / 2) * 5e-4;
  }
  return sum / Math.sqrt(2 * Math.PI);
}
