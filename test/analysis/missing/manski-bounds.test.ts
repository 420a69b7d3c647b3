import { describe, expect, it } from 'vitest';
import {
  type ArmWithMissing,
  imbensManskiCritical,
  manskiBounds,
} from '../../../analysis/missing/manski-bounds.ts';
import { expectClose, golden } from '../golden.ts';

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
  it('refuses impossible counts', () => {
    const fine = { assigned: 10, analysed: 8, sum: 3, sumOfSquares: 3 };
    for (const bad of [
      { ...fine, analysed: 11 },
      { ...fine, assigned: 1 },
      { ...fine, sum: 9 },
      { ...fine, sum: -1 },
      { ...fine, sum: Number.NaN },
    ]) {
      expect(() => manskiBounds(bad, fine)).toThrow(RangeError);
      expect(() => manskiBounds(fine, bad)).toThrow(RangeError);
    }
  });
});
