import { describe, expect, it } from 'vitest';
import { detectionDifference } from '../../../analysis/detection/detection-difference.ts';
import { jackknifeDetection } from '../../../analysis/detection/jackknife-detection.ts';
import { nonInferiority } from '../../../analysis/detection/non-inferiority.ts';
import { nonInferiorityScore } from '../../../analysis/detection/non-inferiority-score.ts';
import { signalDetection } from '../../../analysis/detection/signal-detection.ts';
import { normalCdf, tTwoSided } from '../../../analysis/numerics/distributions.ts';
import type { ArmCounts } from '../../../analysis/two-arms/types.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

interface Case {
  lures: { refused: number; offers: number };
  twins: { refused: number; offers: number };
  level: number;
  d: number;
  dse: number;
  dlo: number;
  dhi: number;
  c: number;
  cse: number;
  beta: number;
  betaSe: number;
  a: number;
  aSe: number;
}
const { sdt } = golden<{ sdt: Case[] }>('detection');

describe('signalDetection()', () => {
  it.each(sdt)('agrees with R: $lures.refused/$lures.offers, $twins.refused/$twins.offers', (c) => {
    const result = signalDetection(c.lures, c.twins, c.level);
    expectClose(result.dPrime.estimate, c.d);
    expectClose(result.dPrime.standardError, c.dse);
    expectClose(result.dPrime.lower, c.dlo);
    expectClose(result.dPrime.upper, c.dhi);
    expectClose(result.criterion.estimate, c.c);
    expectClose(result.criterion.standardError, c.cse);
    expectClose(result.criterion.lower, c.c - ((c.dhi - c.d) / c.dse) * c.cse);
    expectClose(result.beta.estimate, c.beta);
    expectClose(result.beta.standardError, c.betaSe, 1e-7);
    expectClose(result.beta.upper / c.beta, Math.exp(((c.dhi - c.d) / c.dse) * c.betaSe), 1e-6);
    expectClose(result.aPrime.estimate, c.a);
    expectClose(result.aPrime.standardError, c.aSe, 1e-7);
    expectClose(result.aPrime.lower, c.a - ((c.dhi - c.d) / c.dse) * c.aSe, 1e-7);
  });
  it('reads refusing everything as a low criterion and no sensitivity', () => {
    const result = signalDetection({ refused: 90, offers: 100 }, { refused: 90, offers: 100 });
    expect(result.dPrime.estimate).toBe(0);
    expect(result.criterion.estimate).toBeLessThan(-1);
  });
  it('stays finite with perfect performance', () => {
    const result = signalDetection({ refused: 10, offers: 10 }, { refused: 0, offers: 10 });
    expect(Number.isFinite(result.dPrime.estimate)).toBe(true);
    expect(result.aPrime.estimate).toBeLessThan(1);
    expect(result.aPrime.upper).toBe(1);
  });
  it("has an A' of one half by chance, and mirrors it below", () => {
    const at = (hits: number, alarms: number) =>
      signalDetection({ refused: hits, offers: 99 }, { refused: alarms, offers: 99 });
    expect(at(40, 40).aPrime.estimate).toBe(0.5);
    expectClose(at(40, 70).aPrime.estimate, 1 - at(70, 40).aPrime.estimate, 1e-12);
    expectClose(at(40, 70).aPrime.lower, 1 - at(70, 40).aPrime.upper, 1e-12);
    expectClose(at(40, 70).beta.estimate, 1 / at(70, 40).beta.estimate, 1e-12);
  });
  it('uses covariance between lures and twins of the same people', () => {
    const variances = { hit: 0.001, falseAlarm: 0.001, covariance: 0 };
    const apart = signalDetection(
      { refused: 60, offers: 100 },
      { refused: 40, offers: 100 },
      0.95,
      variances,
    );
    const together = signalDetection(
      { refused: 60, offers: 100 },
      { refused: 40, offers: 100 },
      0.95,
      {
        ...variances,
        covariance: 0.0005,
      },
    );
    expect(together.dPrime.standardError).toBeLessThan(apart.dPrime.standardError);
    expect(together.criterion.standardError).toBeGreaterThan(apart.criterion.standardError);
  });
  it('refuses no offers, too many refusals and variances of nothing', () => {
    const fine = { refused: 1, offers: 2 };
    expect(() => signalDetection({ refused: 0, offers: 0 }, fine)).toThrow(RangeError);
    expect(() => signalDetection(fine, { refused: 3, offers: 2 })).toThrow(RangeError);
    expect(() => signalDetection(fine, fine, 1)).toThrow(RangeError);
    expect(() =>
      signalDetection(fine, fine, 0.95, { hit: 0, falseAlarm: 1, covariance: 0 }),
    ).toThrow(RangeError);
    expect(() =>
      signalDetection(fine, fine, 0.95, { hit: 0.01, falseAlarm: 0.01, covariance: 0.02 }),
    ).toThrow(RangeError);
  });
});

describe('detectionDifference()', () => {
  it('adds the variances of independent arms', () => {
    const [one, two] = sdt;
    if (!one || !two) throw new Error('no case');
    const first = signalDetection(one.lures, one.twins).dPrime;
    const second = signalDetection(two.lures, two.twins).dPrime;
    const result = detectionDifference(first, second);
    expectClose(result.estimate, one.d - two.d);
    expectClose(result.standardError, Math.hypot(one.dse, two.dse), 1e-8);
    expectClose(result.p, 2 * normalCdf(-Math.abs(result.estimate / result.standardError)), 1e-12);
    const few = detectionDifference(first, second, 0.95, 5);
    expectClose(few.p, tTwoSided(result.estimate / result.standardError, 5), 1e-12);
    expectClose(
      (few.upper - few.estimate) / (result.upper - result.estimate),
      2.5705818366147395 / 1.959963984540054,
      1e-9,
    );
  });
  it('refuses arms without an error', () => {
    const flat = { estimate: 1, standardError: 0, lower: 1, upper: 1, level: 0.95 };
    expect(() => detectionDifference(flat, flat)).toThrow(RangeError);
  });
});

describe('non-inferiority of acceptance', () => {
  const { nonInferiority: cases } = golden<{
    nonInferiority: { treated: ArmCounts; control: ArmCounts; margin: number; p: number }[];
  }>('edges');
  it.each(cases)('agrees with Farrington and Manning by R at a margin of $margin', (c) => {
    expectRatio(nonInferiorityScore(c.treated, c.control, c.margin).p, c.p);
  });
  it('is below alpha / 2 just when the interval lies above minus the margin', () => {
    const difference = { estimate: -0.02, standardError: 0.015, degreesOfFreedom: 31 };
    const lower = -0.02 - 2.039513446396408 * 0.015;
    expectClose(nonInferiority(difference, -lower).p, 0.025, 1e-9);
    expect(nonInferiority(difference, -lower + 0.001).p).toBeLessThan(0.025);
    const many = { ...difference, degreesOfFreedom: null };
    expectClose(nonInferiority(many, 0.05).p, normalCdf(-2), 1e-12);
  });
});

describe('jackknifeDetection()', () => {
  const group = (lure: number, twin: number) => ({
    lures: { refused: lure, offers: 20 },
    twins: { refused: twin, offers: 20 },
  });
  const groups = [group(12, 5), group(15, 9), group(9, 6), group(17, 4)];
  it('takes the spread of estimates that leave out one group, and a t with groups less one', () => {
    const result = jackknifeDetection(groups, 0.9);
    const sum = (list: typeof groups, role: 'lures' | 'twins') => ({
      refused: list.reduce((all, one) => all + one[role].refused, 0),
      offers: 20 * list.length,
    });
    const d = (list: typeof groups) =>
      signalDetection(sum(list, 'lures'), sum(list, 'twins')).dPrime.estimate;
    const left = groups.map((_, place) => d(groups.filter((_one, other) => other !== place)));
    const mean = left.reduce((a, b) => a + b, 0) / 4;
    const error = Math.sqrt((3 / 4) * left.reduce((all, one) => all + (one - mean) ** 2, 0));
    expectClose(result?.dPrime.estimate, d(groups), 1e-12);
    expectClose(result?.dPrime.standardError, error, 1e-12);
    expectClose(result?.dPrime.upper, d(groups) + 2.3533634348018264 * error, 1e-9);
    expectClose(result?.dPrime.lower, d(groups) - 2.3533634348018264 * error, 1e-9);
  });
  it('has nothing to say of one group, or of groups that do not differ', () => {
    expect(jackknifeDetection(groups.slice(0, 1))).toBeNull();
    expect(jackknifeDetection([group(5, 5), group(5, 5), group(5, 5)])).toBeNull();
    const only = { lures: { refused: 2, offers: 4 }, twins: { refused: 0, offers: 0 } };
    expect(jackknifeDetection([only, only])).toBeNull();
  });
});
