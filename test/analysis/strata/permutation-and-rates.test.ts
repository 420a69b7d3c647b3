import { describe, expect, it } from 'vitest';
import { normalTwoSided } from '../../../analysis/numerics/distributions.ts';
import { seededRandom } from '../../../analysis/numerics/random.ts';
import {
  type BeforeAndAfter,
  preTrainingAdjustment,
} from '../../../analysis/regression/pre-training-adjustment.ts';
import { permutationTest } from '../../../analysis/strata/permutation-test.ts';
import { ratePerExposure } from '../../../analysis/strata/rate-per-exposure.ts';
import { fisherExactTest } from '../../../analysis/two-arms/fisher-exact-test.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

const g = golden<{
  permutation: {
    outcome: number[];
    treated: boolean[];
    stratum: number[];
    statistic: number;
    p: number;
  };
  cuped: {
    treated: BeforeAndAfter;
    control: BeforeAndAfter;
    slope: number;
    p: number;
    df: number;
    lower: number;
    upper: number;
  };
  rates: {
    exposures: number[];
    events: number[];
    treated: boolean[];
    estimate: number;
    se: number;
  };
}>('pooling-health');

describe('permutationTest()', () => {
  it('counts all assignments within strata as R does', () => {
    const result = permutationTest(g.permutation);
    expectClose(result.statistic, g.permutation.statistic);
    expectClose(result.p, g.permutation.p, 1e-12);
    expect(result.method).toContain('all assignments');
  });
  const random = seededRandom(8);
  const outcome = Array.from({ length: 400 }, (_, i) => random() + (i % 2 === 0 ? 0.08 : 0));
  const treated = outcome.map((_, i) => i % 2 === 0);
  it('draws when there are many, never gives 0, and repeats with its seed', () => {
    const one = permutationTest({ outcome, treated }, 2000, 5);
    expect(one.p).toBeGreaterThan(0);
    expect(one).toEqual(permutationTest({ outcome, treated }, 2000, 5));
    const far = permutationTest(
      { outcome: outcome.map((y, i) => y + (treated[i] ? 9 : 0)), treated },
      200,
    );
    expectClose(far.p, 1 / 201, 1e-12);
  });
  it('draws what the hypergeometric distribution says of a yes-or-no outcome', () => {
    // 12 of 24 treated, 9 events, 7 of them in the treated arm: too many assignments to count.
    const events = Array.from({ length: 24 }, (_, i) => (i < 7 || i >= 22 ? 1 : 0));
    const arms = events.map((_, i) => i < 12);
    const { p } = fisherExactTest({ events: 7, participants: 12 }, { events: 2, participants: 12 });
    const drawn = permutationTest({ outcome: events, treated: arms }, 4000, 3);
    expect(drawn.method).toContain('draws');
    expect(Math.abs(drawn.p - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 4000));
  });
  it('uses the variance of the draw itself above 50,000 units, in any number of strata', () => {
    // Two strata of 30,000 with a third and a half treated; counts of events in all and in treated.
    const size = 30_000;
    const sizes = [
      { treated: 10_000, events: 9000, treatedEvents: 3070 },
      { treated: 15_000, events: 12_000, treatedEvents: 5990 },
    ];
    const units = sizes.flatMap(({ treated, events, treatedEvents }, code) =>
      Array.from({ length: size }, (_, i) => ({
        stratum: code,
        treated: i < treated,
        outcome:
          i < treatedEvents || (i >= treated && i < treated + events - treatedEvents) ? 1 : 0,
      })),
    );
    let statistic = 0;
    let variance = 0;
    for (const { treated, events, treatedEvents } of sizes) {
      const control = size - treated;
      // Both strata weigh one half; the count of treated events is hypergeometric.
      const scale = size / (treated * control) / 2;
      const share = events / size;
      statistic += scale * (treatedEvents - treated * share);
      variance += scale ** 2 * ((treated * share * (1 - share) * control) / (size - 1));
    }
    const columns = {
      outcome: units.map(({ outcome: y }) => y),
      treated: units.map((unit) => unit.treated),
      stratum: units.map(({ stratum }) => stratum),
    };
    const result = permutationTest(columns);
    expect(result.method).toContain('normal');
    expectClose(result.statistic, statistic, 1e-12);
    expectRatio(result.p, normalTwoSided(statistic / Math.sqrt(variance)), 1e-9);
    const weighed = permutationTest({ ...columns, weight: units.map(() => 3) });
    expectRatio(weighed.p, result.p, 1e-9);
  });
  it('weighs groups by their people', () => {
    const result = permutationTest({
      outcome: [0, 1, 1, 0],
      treated: [true, true, false, false],
      weight: [1, 3, 1, 1],
    });
    expectClose(result.statistic, 0.75 - 0.5, 1e-12);
  });
  it('refuses arms that do not vary, lengths that differ and NaN', () => {
    expect(() => permutationTest({ outcome: [1, 2], treated: [true, true] })).toThrow(RangeError);
    expect(() => permutationTest({ outcome: [1, 2], treated: [true] })).toThrow(RangeError);
    expect(() => permutationTest({ outcome: [1, Number.NaN], treated: [true, false] })).toThrow(
      RangeError,
    );
  });
});

describe('preTrainingAdjustment()', () => {
  it('agrees with t.test on what is left, and takes variance away', () => {
    const { treated, control, slope, p, df, lower, upper } = g.cuped;
    const result = preTrainingAdjustment(treated, control);
    expectClose(result.slope, slope);
    expectRatio(result.p, p, 1e-7);
    expectRatio(result.degreesOfFreedom, df);
    expectClose(result.lower, lower);
    expectClose(result.upper, upper);
    expect(result.varianceReduction).toBeGreaterThan(0.05);
  });
  it('refuses behaviour before that does not vary', () => {
    const flat = { before: [1, 1, 1], after: [1, 2, 3] };
    expect(() => preTrainingAdjustment(flat, flat)).toThrow(RangeError);
    expect(() => preTrainingAdjustment({ before: [1], after: [1] }, flat)).toThrow(RangeError);
  });
});

describe('ratePerExposure()', () => {
  const { exposures, events, treated, estimate, se } = g.rates;
  const patterns = (arm: boolean) =>
    exposures.flatMap((n, i) =>
      treated[i] === arm ? [{ people: 1, exposures: n, events: events[i] ?? 0 }] : [],
    );
  it('agrees with R, people being the units', () => {
    const result = ratePerExposure(patterns(true), patterns(false));
    expectClose(result.estimate, estimate);
    expectClose(result.standardError, se);
    expectClose(result.upper, estimate + 1.959963984540054 * se);
    expectClose(result.lower, estimate - 1.959963984540054 * se);
    expectClose(result.p, normalTwoSided(estimate / se), 1e-12);
    expect(result.treated.people + result.control.people).toBe(80);
    const turned = ratePerExposure(patterns(false), patterns(true));
    expectClose(turned.upper, -result.lower, 1e-12);
  });
  it('is wider than taking exposures as people when people are alike in all of theirs', () => {
    const alike = [
      { people: 20, exposures: 5, events: 5 },
      { people: 20, exposures: 5, events: 0 },
    ];
    const apart = [
      { people: 100, exposures: 1, events: 1 },
      { people: 100, exposures: 1, events: 0 },
    ];
    expect(ratePerExposure(alike, alike).standardError).toBeGreaterThan(
      2 * ratePerExposure(apart, apart).standardError,
    );
  });
  it('refuses more events than exposures, and lone people', () => {
    const fine = [{ people: 3, exposures: 2, events: 1 }];
    expect(() => ratePerExposure([{ people: 3, exposures: 1, events: 2 }], fine)).toThrow(
      RangeError,
    );
    expect(() => ratePerExposure([{ people: 1, exposures: 1, events: 1 }], fine)).toThrow(
      RangeError,
    );
    expect(() => ratePerExposure([{ people: 5, exposures: 0, events: 0 }], fine)).toThrow(
      RangeError,
    );
  });
});
