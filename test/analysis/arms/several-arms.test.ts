import { describe, expect, it } from 'vitest';
import { adjustPValues } from '../../../analysis/arms/adjust-p-values.ts';
import { dunnett } from '../../../analysis/arms/dunnett.ts';
import { factorialEffects } from '../../../analysis/arms/factorial.ts';
import { normalTwoSided } from '../../../analysis/numerics/distributions.ts';
import { riskDifferenceWald } from '../../../analysis/two-arms/risk-difference-wald.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

const g = golden<{
  dunnett: {
    statistics: number[];
    arms: number[];
    comparator: number;
    p: number[];
    critical: number;
  }[];
}>('looks-planning');

const edges = golden<{
  dunnett: { z: number; arms: number[]; comparator: number; p: number }[];
}>('edges');

describe('dunnett(), against mvtnorm', () => {
  it.each(g.dunnett)('$statistics', ({ statistics, arms, comparator, p, critical }) => {
    const result = dunnett(statistics, { arms, comparator });
    result.p.forEach((value, index) => {
      expectClose(value, p[index] ?? 9, 1e-7);
    });
    expectClose(result.critical, critical, 1e-6);
    const bonferroni = statistics.map((z) => Math.min(1, statistics.length * normalTwoSided(z)));
    result.p.forEach((value, index) => {
      expect(value).toBeLessThanOrEqual(bonferroni[index] ?? 0);
    });
  });
  it.each(edges.dunnett)('keeps its digits at z = $z', ({ z, arms, comparator, p }) => {
    expectRatio(dunnett([z, -z], { arms, comparator }).p[1], p, 1e-8);
  });
  it('takes an arm much larger than the comparator, and any level', () => {
    // As good as no noise of its own: one comparison.
    const { critical } = dunnett([1, 2], { arms: [2e4, 2e4], comparator: 20 });
    expect(critical).toBeGreaterThan(1.9599);
    expect(critical).toBeLessThan(1.98);
    const low = dunnett([1], { arms: [50], comparator: 70 }, 0.01).critical;
    expectClose(low, 0.012533469508069276, 1e-9);
  });
  it('is the plain p with one arm', () => {
    expectClose(dunnett([2], { arms: [50], comparator: 70 }).p[0], normalTwoSided(2), 1e-10);
    expectClose(adjustPValues([normalTwoSided(2)], 'holm')[0], normalTwoSided(2), 1e-15);
  });
  it('refuses no arm, no people and NaN', () => {
    expect(() => dunnett([], { arms: [], comparator: 5 })).toThrow(RangeError);
    expect(() => dunnett([1], { arms: [0], comparator: 5 })).toThrow(RangeError);
    expect(() => dunnett([Number.NaN], { arms: [5], comparator: 5 })).toThrow(RangeError);
    expect(() => dunnett([1], { arms: [Number.POSITIVE_INFINITY], comparator: 5 })).toThrow(
      RangeError,
    );
  });
});

describe('factorialEffects()', () => {
  const arm = (events: number, participants: number) => ({
    participants,
    sum: events,
    sumOfSquares: events,
  });
  const arms = {
    neither: arm(40, 100),
    first: arm(30, 100),
    second: arm(28, 100),
    both: arm(10, 100),
  };
  it('averages simple effects and subtracts them for the interaction', () => {
    const result = factorialEffects(arms);
    expectClose(result.first.estimate, (-0.1 - 0.18) / 2, 1e-12);
    expectClose(result.second.estimate, (-0.12 - 0.2) / 2, 1e-12);
    expectClose(result.interaction.estimate, -0.18 - -0.1, 1e-12);
    const without = riskDifferenceWald(
      { events: 30, participants: 100 },
      { events: 40, participants: 100 },
    );
    const withSecond = riskDifferenceWald(
      { events: 10, participants: 100 },
      { events: 28, participants: 100 },
    );
    const wald = Math.hypot(without.standardError ?? 0, withSecond.standardError ?? 0);
    expectClose(result.interaction.standardError, wald * Math.sqrt(100 / 99), 1e-12);
    expectClose(result.first.standardError, result.interaction.standardError / 2, 1e-12);
  });
  it('refuses an arm of one', () => {
    expect(() => factorialEffects({ ...arms, both: arm(0, 1) })).toThrow(RangeError);
    expect(() => factorialEffects({ ...arms, both: arm(12, 10) })).toThrow(RangeError);
    expect(() => factorialEffects({ ...arms, both: arm(Number.NaN, 10) })).toThrow(RangeError);
  });
});

const { adjust } = golden<{
  adjust: { p: number[]; holm: number[]; hochberg: number[]; bh: number[] };
}>('two-arms');

describe('adjustPValues()', () => {
  it.each([
    ['holm', adjust.holm],
    ['hochberg', adjust.hochberg],
    ['benjamini-hochberg', adjust.bh],
    ['none', adjust.p],
  ] as const)('agrees with p.adjust of R: %s', (method, wanted) => {
    adjustPValues(adjust.p, method).forEach((p, index) => {
      expectClose(p, wanted[index] ?? Number.NaN, 1e-12);
    });
  });
  it('takes an empty list and refuses what is no probability', () => {
    expect(adjustPValues([], 'holm')).toEqual([]);
    for (const bad of [-0.1, 1.1, Number.NaN]) {
      expect(() => adjustPValues([bad], 'holm')).toThrow(RangeError);
    }
  });
});
