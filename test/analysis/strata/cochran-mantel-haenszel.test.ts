import { describe, expect, it } from 'vitest';
import {
  cochranMantelHaenszel,
  mantelHaenszelOddsRatio,
  mantelHaenszelRiskDifference,
  type StratumCounts,
} from '../../../analysis/strata/cochran-mantel-haenszel.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

const g = golden<{
  strata: StratumCounts[];
  cmh: { statistic: number; p: number; corrected: number; correctedP: number };
  mhOdds: { estimate: number; lower: number; upper: number; se: number };
  mhDifference: { estimate: number; se: number; lower: number; upper: number; p: number };
}>('strata-clusters-graded');

describe('strata, against mantelhaen.test and metafor (the data of Agresti, table 6.9)', () => {
  it('cochranMantelHaenszel()', () => {
    expectClose(cochranMantelHaenszel(g.strata).statistic, g.cmh.statistic);
    expectRatio(cochranMantelHaenszel(g.strata).p, g.cmh.p);
    expectClose(cochranMantelHaenszel(g.strata, true).statistic, g.cmh.corrected);
    expectRatio(cochranMantelHaenszel(g.strata, true).p, g.cmh.correctedP);
    expect(cochranMantelHaenszel(g.strata).statistic).toBeCloseTo(6.38, 2);
  });
  it('mantelHaenszelOddsRatio()', () => {
    const result = mantelHaenszelOddsRatio(g.strata);
    expectClose(result.estimate, g.mhOdds.estimate);
    expectClose(result.standardError, g.mhOdds.se);
    expectClose(result.lower, g.mhOdds.lower);
    expectClose(result.upper, g.mhOdds.upper);
  });
  it('mantelHaenszelRiskDifference()', () => {
    const result = mantelHaenszelRiskDifference(g.strata);
    expectClose(result.estimate, g.mhDifference.estimate);
    expectClose(result.standardError, g.mhDifference.se);
    expectClose(result.lower, g.mhDifference.lower);
    expectRatio(result.p, g.mhDifference.p);
  });
  it('is turned round by swapping arms', () => {
    const swapped = g.strata.map(({ treated, control }) => ({
      treated: control,
      control: treated,
    }));
    expectClose(mantelHaenszelRiskDifference(swapped).upper, -g.mhDifference.lower);
    expectRatio(mantelHaenszelOddsRatio(swapped).estimate, 1 / g.mhOdds.estimate);
  });
  it('refuses strata that say nothing, and zero or infinite odds ratios', () => {
    const none = { events: 0, participants: 5 };
    const all = { events: 5, participants: 5 };
    expect(() => cochranMantelHaenszel([{ treated: none, control: none }])).toThrow(RangeError);
    expect(() => cochranMantelHaenszel([])).toThrow(RangeError);
    expect(() => mantelHaenszelOddsRatio([{ treated: all, control: none }])).toThrow(RangeError);
    expect(() => mantelHaenszelRiskDifference([])).toThrow(RangeError);
    expect(() =>
      mantelHaenszelRiskDifference([{ treated: { events: 6, participants: 5 }, control: none }]),
    ).toThrow(RangeError);
  });
});
