import { describe, expect, it } from 'vitest';
import {
  attritionWeightedDifference,
  type WeightRow,
} from '../../../analysis/missing/attrition-weights.ts';
import { type ArmValues, leeBounds } from '../../../analysis/missing/lee-bounds.ts';
import { tippingPoint } from '../../../analysis/missing/tipping-point.ts';
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
    expect(observed.upper).toBeLessThan(0);
    expect(tips).toHaveLength(31);
    for (const { treatedEvents, controlEvents } of tips) {
      const shown = (b: number) => {
        const p1 = (20 + treatedEvents) / 230;
        const p0 = (50 + b) / 225;
        return p1 - p0 + 1.959964 * Math.sqrt((p1 * (1 - p1)) / 230 + (p0 * (1 - p0)) / 225) < 0;
      };
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
