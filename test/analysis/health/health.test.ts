import { describe, expect, it } from 'vitest';
import { decay, type WaveEffect } from '../../../analysis/health/decay.ts';
import { interference } from '../../../analysis/health/interference.ts';
import {
  type ContactInGroup,
  interferenceBetweenClusters,
} from '../../../analysis/health/interference-between-clusters.ts';
import { sampleRatioTest } from '../../../analysis/health/sample-ratio-test.ts';
import {
  type ArmCovariate,
  standardisedDifference,
} from '../../../analysis/health/standardised-difference.ts';
import { standardisedDifferenceCategories } from '../../../analysis/health/standardised-difference-categories.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

const g = golden<{
  balance: {
    x1: ArmCovariate;
    x0: ArmCovariate;
    d: number;
    c1: number[];
    c0: number[];
    smd: number;
  };
  decay: {
    waves: WaveEffect[];
    plain: [number, number];
    correlated: [number, number];
    log: [number, number];
  };
}>('pooling-health');

describe('baseline balance', () => {
  const { x1, x0, d, c1, c0, smd } = g.balance;
  it('agrees with R for numbers and for categories', () => {
    expectClose(standardisedDifference(x1, x0), d);
    expectClose(standardisedDifferenceCategories(c1, c0), smd);
  });
  it('does not depend on the order of categories, and is the plain one with two', () => {
    expectClose(standardisedDifferenceCategories([...c1].reverse(), [...c0].reverse()), smd, 1e-12);
    const two = standardisedDifferenceCategories([30, 70], [50, 50]) ?? 0;
    expectClose(two, 0.2 / Math.sqrt((0.21 + 0.25) / 2), 1e-12);
  });
  it('is null without variation and refuses empty arms', () => {
    const [one, two] = [x1, x0].map((arm) => ({ ...arm, variance: 0 }));
    if (!one || !two) throw new Error('no arms');
    expect(standardisedDifference({ ...one, mean: 3 }, { ...two, mean: 3 })).toBeNull();
    expect(standardisedDifference({ ...one, mean: 3 }, { ...two, mean: 4 })).toBe(
      Number.NEGATIVE_INFINITY,
    );
    expect(standardisedDifferenceCategories([5, 2, 0], [0, 0, 7])).toBe(Number.POSITIVE_INFINITY);
    expect(standardisedDifferenceCategories([5, 2, 0], [0, 1, 7])).toBeLessThan(9);
    expect(standardisedDifferenceCategories([5, 0], [7, 0])).toBeNull();
    expect(() => standardisedDifferenceCategories([0, 0], [7, 0])).toThrow(RangeError);
    expect(() => standardisedDifference({ ...x1, participants: 0 }, x0)).toThrow(RangeError);
    expect(() => standardisedDifference({ ...x1, mean: Number.NaN }, x0)).toThrow(RangeError);
  });
});

describe('decay()', () => {
  const { waves, plain, correlated, log } = g.decay;
  it('agrees with weighted least squares in R, correlated or not', () => {
    expectClose(decay(waves).slope, plain[0]);
    expectClose(decay(waves).standardError, plain[1]);
    expectClose(decay(waves, 0.4).slope, correlated[0]);
    expectClose(decay(waves, 0.4).standardError, correlated[1]);
  });
  it('gives the half-life of an exponential fit with its interval', () => {
    const result = decay(waves, 0.4);
    expectClose(result.halfLife, Math.LN2 / -log[0]);
    expectClose(result.halfLifeLower, Math.LN2 / (-log[0] + 1.959963984540054 * log[1]), 1e-8);
    // Its upper end is open while growth can't be ruled out, and closed where it can.
    expect(result.halfLifeUpper).toBe(
      -log[0] - 1.959963984540054 * log[1] > 0
        ? Math.LN2 / (-log[0] - 1.959963984540054 * log[1])
        : null,
    );
    const sure = decay(
      waves.map((wave) => ({ ...wave, standardError: wave.standardError / 10 })),
      0.4,
    );
    expectClose(sure.halfLifeUpper, Math.LN2 / (-log[0] - 0.1959963984540054 * log[1]), 1e-8);
    const exact = [1, 3, 5].map((time) => ({
      time,
      estimate: -0.2 * 2 ** (-time / 2),
      standardError: 0.01,
    }));
    expectClose(decay(exact).halfLife, 2, 1e-9);
  });
  it('has none when effects grow or change sign', () => {
    const grows = waves.map((wave, i) => ({ ...wave, estimate: -0.02 * (i + 1) }));
    expect(decay(grows).halfLife).toBeNull();
    const turns = waves.map((wave, i) => ({ ...wave, estimate: i - 1 }));
    expect(decay(turns)).toMatchObject({
      halfLife: null,
      halfLifeLower: null,
      halfLifeUpper: null,
    });
  });
  it('refuses one time, errors of nothing and correlations outside [0, 1)', () => {
    expect(() => decay(waves.slice(0, 1))).toThrow(RangeError);
    expect(() => decay(waves.map((wave) => ({ ...wave, standardError: 0 })))).toThrow(RangeError);
    expect(() => decay(waves, 1)).toThrow(RangeError);
  });
});

describe('interferenceBetweenClusters()', () => {
  const { contact } = golden<{
    contact: {
      groups: ContactInGroup[];
      share: number;
      estimate: number;
      se: number;
      df: number;
      p: number;
    };
  }>('edges');
  it('agrees with clubSandwich, groups being the units', () => {
    const result = interferenceBetweenClusters(contact.groups, -0.08);
    expectClose(result.withinControl?.estimate, contact.estimate);
    expectClose(result.withinControl?.standardError, contact.se);
    expectRatio(result.withinControl?.degreesOfFreedom, contact.df);
    expectRatio(result.withinControl?.p, contact.p, 1e-7);
    expectClose(result.contactShare, contact.share, 1e-12);
    expectClose(result.undilutedDifference, -0.08 / (1 - contact.share), 1e-12);
    const shares = contact.groups.map((group) => group.contact.participants / 30);
    expectClose(result.largestShare, Math.max(...shares), 1e-12);
  });
  it('judges nothing by one group with people of both kinds', () => {
    const none = { events: 0, participants: 0 };
    const [first] = contact.groups;
    if (!first) throw new Error('no group');
    const rest = contact.groups.slice(1).map((group) => ({ ...group, contact: none }));
    expect(interferenceBetweenClusters([first, ...rest], 0).withinControl).toBeNull();
    expect(interferenceBetweenClusters([], 0)).toMatchObject({
      withinControl: null,
      contactShare: null,
      largestShare: null,
    });
  });
  it('refuses bad counts and differences', () => {
    const bad = { events: 3, participants: 2 };
    const fine = { events: 1, participants: 2 };
    expect(() => interferenceBetweenClusters([{ contact: bad, noContact: fine }], 0)).toThrow(
      RangeError,
    );
    expect(() => interferenceBetweenClusters([], 1.5)).toThrow(RangeError);
  });
});

describe('interference()', () => {
  it('compares controls with and without contact, and undoes dilution', () => {
    const result = interference(
      { events: 10, participants: 50 },
      { events: 45, participants: 150 },
      -0.06,
    );
    expectClose(result.contactShare, 0.25, 1e-12);
    expectClose(result.undilutedDifference, -0.08, 1e-12);
    expectClose(result.withinControl?.estimate, 0.2 - 0.3, 1e-12);
  });
  it('says nothing of contact when nobody or everybody had it', () => {
    const none = { events: 0, participants: 0 };
    expect(interference(none, { events: 1, participants: 4 }, -0.1).withinControl).toBeNull();
    expect(interference({ events: 1, participants: 4 }, none, -0.1).undilutedDifference).toBeNull();
    expect(interference(none, none, -0.1).contactShare).toBeNull();
    const fine = { events: 1, participants: 4 };
    expect(() => interference({ events: 5, participants: 4 }, fine, 0)).toThrow(RangeError);
    expect(() => interference(fine, { events: 1, participants: 0 }, 0)).toThrow(RangeError);
    expect(() => interference(fine, { events: 0, participants: -1 }, 0)).toThrow(RangeError);
    expect(() => interference(fine, fine, Number.NaN)).toThrow(RangeError);
  });
});

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
