import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LinRow, linEstimator } from '../../../analysis/regression/lin-estimator.ts';
import { standardisedRiskDifference } from '../../../analysis/strata/standardised-risk-difference.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

interface Interval {
  p: number;
  lower: number;
  upper: number;
}
interface Fit {
  estimate: number;
  se: number;
  df: number;
}
const g = golden<{
  data: Record<'g' | 'arm' | 'age' | 'sex' | 'site' | 'y' | 'itt' | 'y2', number>[];
  lin: { estimate: number; se: number };
  linFreedom: number;
  linClustered: Fit;
  linClusteredInterval: Interval;
  linScore: Fit & Interval;
}>('regression');
const sites = (site: number): number[] => [site === 1 ? 1 : 0, site === 2 ? 1 : 0];

const row = fc.record({
  treated: fc.boolean(),
  covariates: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: -2, max: 2 })),
  outcome: fc.integer({ min: 0, max: 4 }),
  people: fc.integer({ min: 1, max: 3 }),
});
/** People of both arms, in groups of an arm each where asked for. */
const trial = fc
  .tuple(fc.array(row, { minLength: 8, maxLength: 40 }), fc.boolean())
  .filter(([rows]) => [true, false].every((arm) => rows.some(({ treated }) => treated === arm)))
  .map(([rows, grouped]): LinRow[] =>
    grouped
      ? rows.map((one, i) => ({ ...one, cluster: 2 * (i % 4) + (one.treated ? 1 : 0) }))
      : rows,
  );

function always(check: (rows: LinRow[]) => void): void {
  fc.assert(fc.property(trial, check), { numRuns: 150, seed: 20_261 });
}

describe('linEstimator()', () => {
  it('agrees with estimatr::lm_lin, HC2', () => {
    const result = linEstimator(
      g.data.map(({ itt, y2, site, age, sex }) => ({
        treated: itt === 1,
        covariates: [...sites(site), age, sex],
        outcome: y2,
      })),
    );
    expectClose(result.estimate, g.lin.estimate);
    expectClose(result.standardError, g.lin.se);
    expectRatio(result.degreesOfFreedom, g.linFreedom);
    expect(result).toMatchObject({ leftOut: 0, alone: 0, level: 0.95 });
  });
  it('agrees with estimatr::lm_lin, CR2', () => {
    const result = linEstimator(
      g.data.map(({ arm, y, site, age, g: cluster }) => ({
        treated: arm === 1,
        covariates: [...sites(site), age],
        outcome: y,
        cluster,
      })),
    );
    expectClose(result.estimate, g.linClustered.estimate);
    expectClose(result.standardError, g.linClustered.se);
    expectRatio(result.degreesOfFreedom, g.linClustered.df);
    expectClose(result.p, g.linClusteredInterval.p);
    expectClose(result.lower, g.linClusteredInterval.lower);
    expectClose(result.upper, g.linClusteredInterval.upper);
  });
  it('agrees with estimatr::lm_lin on a score in unequal arms of groups', () => {
    const result = linEstimator(
      g.data.map(({ site, age, sex, g: cluster }, i) => ({
        treated: site === 0,
        covariates: [age, sex],
        outcome: age ** 1.5 / 10 + (site === 0 ? 3 * sex : 0) + Math.sin(i + 1),
        cluster,
      })),
    );
    expectClose(result.estimate, g.linScore.estimate);
    expectClose(result.standardError, g.linScore.se);
    expectRatio(result.degreesOfFreedom, g.linScore.df);
    expectRatio(result.p, g.linScore.p, 1e-6);
    expectClose(result.lower, g.linScore.lower);
    expectClose(result.upper, g.linScore.upper);
  });
  it('is Welch without covariates', () => {
    const counts = [
      { treated: true, outcome: 1, people: 30 },
      { treated: true, outcome: 0, people: 70 },
      { treated: false, outcome: 1, people: 40 },
      { treated: false, outcome: 0, people: 50 },
    ];
    const result = linEstimator(counts.map((one) => ({ ...one, covariates: [] })));
    const welch = standardisedRiskDifference([
      {
        treated: { participants: 100, sum: 30, sumOfSquares: 30 },
        control: { participants: 90, sum: 40, sumOfSquares: 40 },
      },
    ]);
    for (const name of ['estimate', 'standardError', 'lower', 'upper', 'p'] as const) {
      expectClose(result[name], welch[name] ?? Number.NaN, 1e-12);
    }
    expectRatio(result.degreesOfFreedom, welch.degreesOfFreedom ?? Number.NaN, 1e-10);
    expect(result.participants).toEqual({ treated: 100, control: 90 });
  });
  it('flips its sign when arms are swapped', () => {
    always((rows) => {
      const there = linEstimator(rows);
      const back = linEstimator(rows.map((one) => ({ ...one, treated: !one.treated })));
      expectClose(back.estimate, -there.estimate, 1e-9);
      expectSame(back.standardError, there.standardError);
      expectSame(back.lower, there.upper === null ? null : -there.upper);
      expectSame(back.degreesOfFreedom, there.degreesOfFreedom);
    });
  });
  it('gives the same for identical rows joined, and for people written one by one', () => {
    always((rows) => {
      const joined = new Map<string, LinRow>();
      for (const { people = 1, ...rest } of rows) {
        const key = JSON.stringify(rest);
        joined.set(key, { ...rest, people: (joined.get(key)?.people ?? 0) + people });
      }
      const alone = rows.flatMap(({ people = 1, ...rest }) => Array(people).fill(rest));
      const whole = linEstimator(rows);
      for (const other of [linEstimator([...joined.values()]), linEstimator(alone)]) {
        expectClose(other.estimate, whole.estimate, 1e-9);
        expectSame(other.standardError, whole.standardError);
        expectSame(other.degreesOfFreedom, whole.degreesOfFreedom);
        expect(other.participants).toEqual(whole.participants);
      }
    });
  });
  it('moves with the outcome and not with units of a covariate', () => {
    always((rows) => {
      const whole = linEstimator(rows);
      const other = linEstimator(
        rows.map((one) => ({
          ...one,
          outcome: 1000 + 3 * one.outcome,
          covariates: [1e6 * (one.covariates[0] ?? 0), 7 - (one.covariates[1] ?? 0)],
        })),
      );
      expectClose(other.estimate, 3 * whole.estimate, 1e-8);
      if (whole.standardError === null) expect(other.standardError).toBeNull();
      else expectSame(other.standardError, 3 * whole.standardError);
    });
  });
  it('leaves a covariate that does not vary in an arm out of both', () => {
    const rows = Array.from({ length: 24 }, (_, i) => ({
      treated: i % 2 === 0,
      covariates: [i % 2 === 0 ? 4 : i, (i * i) % 7],
      outcome: (i * 5) % 11,
    }));
    const result = linEstimator(rows);
    const without = linEstimator(
      rows.map((one) => ({ ...one, covariates: one.covariates.slice(1) })),
    );
    expect(result.leftOut).toBe(1);
    expect(result).toEqual({ ...without, leftOut: 1 });
  });
  it('counts people who alone determine a coefficient', () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({
      treated: i % 2 === 0,
      covariates: [i === 2 || i % 6 === 1 ? 1 : 0],
      outcome: (i * 7) % 5,
    }));
    const result = linEstimator(rows);
    expect(result.alone).toBe(1);
    expect(result.standardError).toBeGreaterThan(0);
  });
  it('has an estimate and no error where nothing varies or an arm is too small', () => {
    const nothing = {
      standardError: null,
      lower: null,
      upper: null,
      p: null,
      degreesOfFreedom: null,
    };
    const many = Array.from({ length: 12 }, (_, i) => ({
      treated: i % 2 === 0,
      covariates: [i % 5],
      outcome: i % 3,
    }));
    const control = many.filter(({ treated }) => !treated);
    const same = many.map((one) => ({ ...one, outcome: one.treated ? 0.3 : 0.1 }));
    expect(linEstimator(same)).toMatchObject(nothing);
    expectClose(linEstimator(same).estimate, 0.2, 1e-12);
    const line = many.map((one) => ({ ...one, outcome: 0.7 * (one.covariates[0] ?? 0) }));
    expect(linEstimator(line)).toMatchObject(nothing);
    expectClose(linEstimator(line).estimate, 0, 1e-12);
    const one = { treated: true, covariates: [2], outcome: 1 };
    expect(linEstimator([one, ...control])).toMatchObject({ ...nothing, leftOut: 1 });
    const two = { treated: true, covariates: [3], outcome: 0 };
    expect(linEstimator([one, two, ...control])).toMatchObject(nothing);
    const groups = many.map((person, i) => ({
      ...person,
      cluster: person.treated ? 0 : 1 + (i % 4),
    }));
    expect(linEstimator(groups)).toMatchObject(nothing);
  });
});

/** Both null, or alike. */
function expectSame(actual: number | null, expected: number | null): void {
  if (expected === null) expect(actual).toBeNull();
  else expectRatio(actual, expected, 1e-6);
}
