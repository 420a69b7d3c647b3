import { describe, expect, it } from 'vitest';
import { sampleRatioTest } from '../../../analysis/health/sample-ratio-test.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

const { sampleRatio } = golden<{
  sampleRatio: { assigned: number[]; shares: number[]; statistic: number; p: number };
}>('two-arms');

describe('sampleRatioTest()', () => {
  it('agrees with chisq.test of R', () => {
    const result = sampleRatioTest(sampleRatio.assigned, sampleRatio.shares);
    expectClose(result.statistic, sampleRatio.statistic);
    expectRatio(result.p, sampleRatio.p);
    expect(result.stop).toBe(false);
  });
  it('stops below 0.001 and not above', () => {
    expect(sampleRatioTest([5200, 4800], [0.5, 0.5]).stop).toBe(true);
    expect(sampleRatioTest([5150, 4850], [0.5, 0.5])).toMatchObject({ stop: false });
  });
  it('refuses shares that do not sum to one, and nobody', () => {
    expect(() => sampleRatioTest([1, 2], [0.5, 0.4])).toThrow(RangeError);
    expect(() => sampleRatioTest([1, 2], [1, 0])).toThrow(RangeError);
    expect(() => sampleRatioTest([0, 0], [0.5, 0.5])).toThrow(RangeError);
    expect(() => sampleRatioTest([-1, 2], [0.5, 0.5])).toThrow(RangeError);
    expect(() => sampleRatioTest([2], [1])).toThrow(RangeError);
  });
});
