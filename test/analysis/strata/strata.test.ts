import { describe, expect, it } from 'vitest';
import { cochranMantelHaenszel } from '../../../analysis/strata/cochran-mantel-haenszel.ts';
import { mantelHaenszelOddsRatio } from '../../../analysis/strata/mantel-haenszel-odds-ratio.ts';
import { mantelHaenszelRiskDifference } from '../../../analysis/strata/mantel-haenszel-risk-difference.ts';
import type { Moments } from '../../../analysis/strata/moments.ts';
import { standardisedRiskDifference } from '../../../analysis/strata/standardised-risk-difference.ts';
import type { StratumCounts } from '../../../analysis/strata/stratum-counts.ts';
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
  it('leaves the correction out where R does, below a deviation of one half', () => {
    const { cmh } = golden<{ cmh: { strata: StratumCounts[]; corrected: number } }>('edges');
    expectClose(cochranMantelHaenszel(cmh.strata, true).statistic, cmh.corrected);
    expectClose(cochranMantelHaenszel(cmh.strata).statistic, cmh.corrected, 1e-12);
  });
  it('has no p for a difference without an error', () => {
    const none = { events: 0, participants: 5 };
    expect(mantelHaenszelRiskDifference([{ treated: none, control: none }])).toMatchObject({
      estimate: 0,
      standardError: 0,
      p: null,
    });
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

interface Study {
  cells: { treated: Moments; control: Moments }[];
  estimate: number;
  se: number;
  df: number;
  p: number;
  interval: [number, number];
  whole: { treated: Moments; control: Moments };
  welch: { estimate: number; df: number; p: number; interval: [number, number] };
}
const studies = golden<{ binary: Study; share: Study }>('standardised');

describe.each([
  ['binary', studies.binary],
  ['share of several offers', studies.share],
] as const)('standardisedRiskDifference() of a %s outcome', (_, study) => {
  it('agrees with the saturated regression and sandwich::vcovHC type HC2', () => {
    const result = standardisedRiskDifference(study.cells);
    expectClose(result.estimate, study.estimate);
    expectClose(result.standardError, study.se);
    expectRatio(result.degreesOfFreedom, study.df);
    expectRatio(result.p, study.p);
    expectClose(result.lower, study.interval[0]);
    expectClose(result.upper, study.interval[1]);
  });
  it('is the t test of Welch when there is one cell', () => {
    const result = standardisedRiskDifference([study.whole]);
    expectClose(result.estimate, study.welch.estimate);
    expectRatio(result.degreesOfFreedom, study.welch.df);
    expectRatio(result.p, study.welch.p);
    expectClose(result.lower, study.welch.interval[0]);
  });
  it('turns round when arms are swapped and ignores the order of cells', () => {
    const swapped = study.cells.map(({ treated, control }) => ({
      treated: control,
      control: treated,
    }));
    const one = standardisedRiskDifference(study.cells);
    const two = standardisedRiskDifference(swapped.reverse());
    expectClose(two.estimate, -one.estimate, 1e-12);
    expectClose(two.lower, -(one.upper ?? 0), 1e-12);
  });
});

describe('standardisedRiskDifference() and input it cannot use', () => {
  const arm = { participants: 10, sum: 3, sumOfSquares: 3 };
  it.each([
    { participants: 1, sum: 0, sumOfSquares: 0 },
    { participants: 10, sum: 11, sumOfSquares: 11 },
    { participants: 10, sum: -1, sumOfSquares: 1 },
    { participants: 10, sum: 3, sumOfSquares: 4 },
    { participants: 10, sum: 5, sumOfSquares: 1 },
    { participants: 10, sum: Number.NaN, sumOfSquares: 1 },
  ])('refuses %o', (bad) => {
    expect(() => standardisedRiskDifference([{ treated: bad, control: arm }])).toThrow(RangeError);
    expect(() => standardisedRiskDifference([{ treated: arm, control: bad }])).toThrow(RangeError);
  });
  it('refuses no cell at all', () => {
    expect(() => standardisedRiskDifference([])).toThrow(RangeError);
  });
  it('gives no interval when nothing varies', () => {
    const none = { participants: 10, sum: 0, sumOfSquares: 0 };
    const result = standardisedRiskDifference([{ treated: none, control: none }]);
    expect(result).toMatchObject({
      estimate: 0,
      standardError: 0,
      lower: null,
      upper: null,
      p: null,
    });
  });
});
