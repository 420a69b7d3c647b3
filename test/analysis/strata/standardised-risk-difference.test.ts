import { describe, expect, it } from 'vitest';
import {
  type Moments,
  standardisedRiskDifference,
} from '../../../analysis/strata/standardised-risk-difference.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

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
