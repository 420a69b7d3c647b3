import { describe, expect, it } from 'vitest';
import {
  attritionWeightedDifference,
  type WeightRow,
} from '../../../analysis/missing/attrition-weights.ts';
import { type ArmValues, leeBounds } from '../../../analysis/missing/lee-bounds.ts';
import {
  type ArmWithMissing,
  imbensManskiCritical,
  manskiBounds,
} from '../../../analysis/missing/manski-bounds.ts';
import { tippingPoint } from '../../../analysis/missing/tipping-point.ts';
import { normalTwoSided } from '../../../analysis/numerics/distributions.ts';
import { riskDifferenceNewcombe } from '../../../analysis/two-arms/risk-difference-newcombe.ts';
import { expectClose, golden } from '../golden.ts';

const g = golden<{
  lee: {
    treated: ArmValues;
    control: ArmValues;
    lower: number;
    upper: number;
    lse: number;
    use: number;
    trimmed: number;
  }[];
  weights: { rows: WeightRow[]; estimate: number; se: number };
}>('time-missing');

describe('leeBounds()', () => {
  it.each(g.lee)('agrees with R, person by person: $lower to $upper', (c) => {
    const result = leeBounds(c.treated, c.control);
    expectClose(result.lower, c.lower);
    expectClose(result.upper, c.upper);
    expectClose(result.lowerStandardError, c.lse);
    expectClose(result.upperStandardError, c.use);
    expectClose(result.trimmed, c.trimmed);
    expect(result.trimmedArm).toBe('treated');
    const swapped = leeBounds(c.control, c.treated);
    expectClose(swapped.lower, -c.upper);
    expectClose(swapped.intervalLower, -result.intervalUpper);
    expect(swapped.trimmedArm).toBe('control');
  });
  it('is the plain difference when arms keep the same share', () => {
    const arm = {
      assigned: 10,
      values: [
        { value: 0, people: 5 },
        { value: 1, people: 3 },
      ],
    };
    expect(leeBounds(arm, arm)).toMatchObject({
      lower: 0,
      upper: 0,
      trimmed: 0,
      trimmedArm: 'neither',
    });
  });
  it('turns round with the arms where they keep the same share, errors included', () => {
    const values = (events: number) => [
      { value: 0, people: 30 - events },
      { value: 1, people: events },
    ];
    const [one, two] = [
      { assigned: 40, values: values(9) },
      { assigned: 40, values: values(17) },
    ];
    const result = leeBounds(one, two);
    const turned = leeBounds(two, one);
    expectClose(turned.intervalLower, -result.intervalUpper, 1e-12);
    expectClose(result.lowerStandardError, result.upperStandardError, 1e-15);
  });
  it('refuses to trim an arm down to fewer than two', () => {
    const many = { assigned: 1000, values: [{ value: 1, people: 2 }] };
    const few = {
      assigned: 5,
      values: [
        { value: 0, people: 3 },
        { value: 1, people: 2 },
      ],
    };
    expect(() => leeBounds(many, few)).toThrow(RangeError);
  });
  // Lee (2009), Rev. Econ. Stud. 76:1071-1102, wages of Job Corps applicants in week 208. The records
  // aren't public here; these are the summary figures of table 4 as made again from them in the
  // replication files of Semenova's leebounds (github.com/vsemenova/leebounds, log of
  // JobCorps/STEP1_Replicate_Lee_2009 and 1.replicate_lee2009/tables/Table3_replicated.csv).
  it('gives the trimming share and the interval published for the Job Corps', () => {
    const jobCorps = {
      control: { people: 3599, employed: 0.5655031, wage: 1.991009 },
      treated: { people: 5546, employed: 0.6067872, wage: 2.02821 },
    };
    const arm = ({ people, employed, wage }: (typeof jobCorps)['control']) => ({
      assigned: people,
      values: [{ value: wage, people: Math.round(people * employed) }],
    });
    const { trimmed, trimmedArm, lower } = leeBounds(arm(jobCorps.treated), arm(jobCorps.control));
    expect(trimmedArm).toBe('treated');
    expect(1 - trimmed).toBeCloseTo(0.932, 3);
    expectClose(lower, 2.02821 - 1.991009, 1e-9);
    // Bounds -0.016 and 0.100 with errors 0.017 and 0.014, without design weights.
    const critical = imbensManskiCritical(0.1 + 0.016, 0.017, 0.95);
    expect(-0.016 - critical * 0.017).toBeCloseTo(-0.044, 3);
    expect(0.1 + critical * 0.014).toBeCloseTo(0.123, 3);
  });
  it('refuses an arm without people analysed, or with more than assigned', () => {
    const fine = {
      assigned: 10,
      values: [
        { value: 1, people: 4 },
        { value: 0, people: 2 },
      ],
    };
    expect(() => leeBounds({ assigned: 10, values: [] }, fine)).toThrow(RangeError);
    expect(() => leeBounds(fine, { ...fine, assigned: 5 })).toThrow(RangeError);
    expect(() =>
      leeBounds({ assigned: 4, values: [{ value: Number.NaN, people: 3 }] }, fine),
    ).toThrow(RangeError);
  });
});

describe('tippingPoint()', () => {
  const treated = { events: 20, analysed: 200, missing: 30 };
  const control = { events: 50, analysed: 200, missing: 25 };
  it('marks the allotments at which the result stops being shown', () => {
    const { tips, observed } = tippingPoint(treated, control);
    const plain = riskDifferenceNewcombe(
      { events: 20, participants: 200 },
      { events: 50, participants: 200 },
    );
    expectClose(observed.lower, plain.lower, 1e-12);
    expectClose(observed.upper, plain.upper, 1e-12);
    expect(observed.upper).toBeLessThan(0);
    expect(tips).toHaveLength(31);
    for (const { treatedEvents, controlEvents } of tips) {
      const shown = (b: number) =>
        riskDifferenceNewcombe(
          { events: 20 + treatedEvents, participants: 230 },
          { events: 50 + b, participants: 225 },
        ).upper < 0;
      if (controlEvents === null) {
        expect(shown(0)).toBe(true);
      } else {
        expect(shown(controlEvents)).toBe(false);
        if (controlEvents < 25) expect(shown(controlEvents + 1)).toBe(true);
      }
    }
    expect(tips[0]?.controlEvents).toBeNull();
    expect(tips[30]?.controlEvents).not.toBeNull();
  });
  it('has an interval where the simple one is a point', () => {
    const result = tippingPoint(
      { events: 0, analysed: 2, missing: 0 },
      { events: 2, analysed: 2, missing: 0 },
    );
    expect(result.observed.upper).toBeGreaterThan(result.observed.estimate + 0.3);
  });
  it('never tips with few missing, and has nothing to tip without a result', () => {
    expect(tippingPoint({ ...treated, missing: 1 }, { ...control, missing: 1 }).neverTips).toBe(
      true,
    );
    expect(tippingPoint({ ...treated, events: 48 }, control)).toMatchObject({
      tips: [],
      neverTips: false,
    });
  });
  it('mirrors a result in the other direction', () => {
    const { tips, observed } = tippingPoint(control, treated);
    expect(observed.lower).toBeGreaterThan(0);
    expect(tips.some(({ controlEvents }) => controlEvents !== null)).toBe(true);
  });
  it('refuses impossible counts', () => {
    expect(() => tippingPoint({ events: 3, analysed: 2, missing: 0 }, control)).toThrow(RangeError);
    const most = { events: 0, analysed: 40_000, missing: 20_000 };
    expect(tippingPoint(most, { ...control, missing: 0 }).tips).toHaveLength(20_001);
    expect(() => tippingPoint({ events: 0, analysed: 2, missing: -1 }, control)).toThrow(
      RangeError,
    );
  });
});

describe('attritionWeightedDifference()', () => {
  it('agrees with stacked equations in R', () => {
    const result = attritionWeightedDifference(g.weights.rows);
    expectClose(result.estimate, g.weights.estimate, 1e-8);
    expectClose(result.standardError, g.weights.se, 1e-6);
    expectClose(result.p, normalTwoSided(g.weights.estimate / g.weights.se), 1e-6);
    expectClose(result.upper, g.weights.estimate + 1.959963984540054 * g.weights.se, 1e-6);
  });
  it('is the plain difference when nobody is missing', () => {
    const rows = [0, 1, 1, 0, 1].flatMap((outcome, i) => [
      { treated: true, covariates: [i], people: 2, outcome },
      { treated: false, covariates: [i], people: 3, outcome: 1 - outcome },
    ]);
    const result = attritionWeightedDifference(rows);
    expectClose(result.estimate, 0.6 - 0.4, 1e-12);
    expect(result.largestWeight).toBe(1);
  });
  it('takes back a bias that a covariate explains', () => {
    const rows = [0, 1].flatMap((x) =>
      [true, false].flatMap((treated) => [
        // Risk 0.2 at x = 0 and 0.8 at x = 1 in both arms; the treated at x = 1 are mostly lost.
        { treated, covariates: [x], people: x === 0 ? 20 : treated ? 16 : 72, outcome: 1 },
        { treated, covariates: [x], people: x === 0 ? 80 : treated ? 4 : 18, outcome: 0 },
        { treated, covariates: [x], people: x === 1 && treated ? 80 : 10, outcome: null },
      ]),
    );
    expectClose(attritionWeightedDifference(rows).estimate, 0, 1e-9);
  });
  it('refuses an arm with nobody analysed', () => {
    expect(() =>
      attritionWeightedDifference([
        { treated: true, covariates: [], people: 3, outcome: null },
        { treated: false, covariates: [], people: 3, outcome: 1 },
      ]),
    ).toThrow(RangeError);
  });
});

interface Case {
  treated: ArmWithMissing;
  control: ArmWithMissing;
  level: number;
  lower: number;
  upper: number;
  lse: number;
  use: number;
  interval: [number, number];
}
const { manski } = golden<{ manski: Case[] }>('detection');

describe('manskiBounds()', () => {
  it.each(manski)('agrees with R for $treated.analysed of $treated.assigned', (c) => {
    const result = manskiBounds(c.treated, c.control, c.level);
    expectClose(result.lower, c.lower);
    expectClose(result.upper, c.upper);
    expectClose(result.lowerStandardError, c.lse);
    expectClose(result.upperStandardError, c.use);
    expectClose(result.intervalLower, c.interval[0]);
    expectClose(result.intervalUpper, c.interval[1]);
  });
  it('is the plain difference with its two-sided interval when nobody is missing', () => {
    const arm = { assigned: 40, analysed: 40, sum: 10, sumOfSquares: 10 };
    const result = manskiBounds(arm, { ...arm, sum: 20, sumOfSquares: 20 });
    expect(result.lower).toBe(result.upper);
    expectClose(imbensManskiCritical(0, 1, 0.95), 1.959963984540054, 1e-12);
  });
  it('spans from -1 to 1 when everyone is lost', () => {
    const lost = { assigned: 10, analysed: 0, sum: 0, sumOfSquares: 0 };
    expect(manskiBounds(lost, lost)).toMatchObject({ lower: -1, upper: 1 });
  });
  it('approaches the one-sided value for wide bounds', () => {
    expectClose(imbensManskiCritical(1, 0.001, 0.95), 1.6448536269514722, 1e-10);
  });
  it('is never narrower than the bounds, and has no reach without an error', () => {
    expect(imbensManskiCritical(1, 0.01, 0.3)).toBe(0);
    expect(imbensManskiCritical(0.2, 0, 0.95)).toBe(0);
    for (const [width, error, level] of [
      [-0.1, 0.1, 0.95],
      [0.1, -0.1, 0.95],
      [0.1, 0.1, 1],
      [Number.NaN, 0.1, 0.95],
    ] as const) {
      expect(() => imbensManskiCritical(width, error, level)).toThrow(RangeError);
    }
  });
  it('refuses impossible counts', () => {
    const fine = { assigned: 10, analysed: 8, sum: 3, sumOfSquares: 3 };
    for (const bad of [
      { ...fine, analysed: 11 },
      { ...fine, assigned: 1 },
      { ...fine, sum: 9 },
      { ...fine, sum: -1 },
      { ...fine, sum: Number.NaN },
      { ...fine, sumOfSquares: 9 },
      { ...fine, sumOfSquares: 1 },
    ]) {
      expect(() => manskiBounds(bad, fine)).toThrow(RangeError);
      expect(() => manskiBounds(fine, bad)).toThrow(RangeError);
    }
  });
});
