import { describe, expect, it } from 'vitest';
import {
  detectionDifference,
  signalDetection,
} from '../../../analysis/detection/signal-detection.ts';
import { expectClose, golden } from '../golden.ts';

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
  a: number;
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
    expectClose(result.beta, c.beta);
    expectClose(result.aPrime, c.a);
  });
  it('reads refusing everything as a low criterion and no sensitivity', () => {
    const result = signalDetection({ refused: 90, offers: 100 }, { refused: 90, offers: 100 });
    expect(result.dPrime.estimate).toBe(0);
    expect(result.criterion.estimate).toBeLessThan(-1);
  });
  it('stays finite with perfect performance', () => {
    const result = signalDetection({ refused: 10, offers: 10 }, { refused: 0, offers: 10 });
    expect(Number.isFinite(result.dPrime.estimate)).toBe(true);
    expect(result.aPrime).toBe(1);
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
    expect(result.p).toBeGreaterThan(0);
  });
});
