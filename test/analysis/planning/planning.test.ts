import { describe, expect, it } from 'vitest';
import { drawTrial, naturePlan } from '../../../analysis/calibration/draw-trial.ts';
import { normalQuantile } from '../../../analysis/numerics/distributions.ts';
import { minimumDetectableFall } from '../../../analysis/planning/minimum-detectable-fall.ts';
import { minimumDetectableRise } from '../../../analysis/planning/minimum-detectable-rise.ts';
import { powerTwoProportions } from '../../../analysis/planning/power-two-proportions.ts';
import { sampleSizeNonInferiority } from '../../../analysis/planning/sample-size-non-inferiority.ts';
import { sampleSizeTwoProportions } from '../../../analysis/planning/sample-size-two-proportions.ts';
import { simulatedPower } from '../../../analysis/planning/simulated-power.ts';
import { twoWaveFactor } from '../../../analysis/planning/two-wave-factor.ts';
import { expectClose, golden } from '../golden.ts';
import { datasetOf, makePeople, planOf } from '../make-trial.ts';

const g = golden<{
  sizes: { treated: number; control: number; power: number; n: number }[];
  powers: { treated: number; control: number; n: number; power: number }[];
}>('looks-planning');

describe('sample size and power, against power.prop.test', () => {
  it.each(g.sizes)('$control to $treated at $power', ({ treated, control, power, n }) => {
    const plan = { treated, control, alpha: 0.05 };
    expect(sampleSizeTwoProportions(plan, power).control).toBe(Math.ceil(n));
    expectClose(powerTwoProportions(plan, n), power, 1e-7);
  });
  it.each(g.powers)('power with $n', ({ treated, control, n, power }) => {
    expectClose(powerTwoProportions({ treated, control, alpha: 0.05 }, n), power, 1e-8);
  });
  it('allows for losses, groups, two waves and unequal arms', () => {
    const plan = { treated: 0.2, control: 0.3, alpha: 0.05 };
    const plain = sampleSizeTwoProportions(plan, 0.8).control;
    const lost = sampleSizeTwoProportions({ ...plan, attrition: 0.2 }, 0.8).control;
    expect(Math.abs(lost - plain / 0.8)).toBeLessThan(2);
    const groups = sampleSizeTwoProportions({ ...plan, designEffect: 1.9 }, 0.8).control;
    expect(Math.abs(groups - plain * 1.9)).toBeLessThan(2.5);
    const waves = sampleSizeTwoProportions(
      { ...plan, designEffect: twoWaveFactor(0.4) },
      0.8,
    ).control;
    expect(Math.abs(waves - plain * 0.7)).toBeLessThan(2);
    const unequal = sampleSizeTwoProportions({ ...plan, ratio: 2 }, 0.8);
    expect(unequal.control).toBeLessThan(plain);
    expect(unequal.treated + unequal.control).toBeGreaterThan(2 * plain);
  });
  it('has the wished power in whole people, and not with a person of control less', () => {
    for (const ratio of [0.03, 0.7, 1, 3.3, 10]) {
      for (const [treated, control] of [
        [0.02, 0.5],
        [0.5, 0.02],
        [0.29, 0.3],
      ] as const) {
        for (const wished of [0.06, 0.2, 0.8, 0.99]) {
          const plan = { treated, control, alpha: 0.05, ratio };
          const size = sampleSizeTwoProportions(plan, wished);
          const own = { ...plan, ratio: size.treated / size.control };
          expectClose(size.power, powerTwoProportions(own, size.control), 1e-12);
          expect(size.power).toBeGreaterThanOrEqual(wished - 1e-9);
          expect(size.treated).toBe(Math.ceil(size.control * ratio - 1e-9));
          const least = Math.max(1, 1 / ratio);
          if (size.control - 1 > least) {
            expect(powerTwoProportions(plan, size.control - 1)).toBeLessThan(wished);
          }
        }
      }
    }
  });
  it('gives the fewest people where even the smallest unequal trial has more power than wished', () => {
    const plan = { treated: 0.02, control: 0.5, alpha: 0.05, ratio: 10 };
    expect(powerTwoProportions(plan, 1e-6)).toBeGreaterThan(0.2);
    expect(sampleSizeTwoProportions(plan, 0.2)).toMatchObject({ treated: 10, control: 1 });
    expect(sampleSizeTwoProportions({ ...plan, ratio: 0.1 }, 0.051).treated).toBeGreaterThan(0);
  });
  it('refuses risks too alike for any number of people', () => {
    const plan = { treated: 0.3, control: 0.3 + 1e-12, alpha: 0.05 };
    expect(() => sampleSizeTwoProportions(plan, 0.8)).toThrow(/more than 2\^53 people/);
  });
  it('minimumDetectableFall() is what the size was made for', () => {
    const plan = { treated: 0.2, control: 0.3, alpha: 0.05 };
    const { control } = sampleSizeTwoProportions(plan, 0.8);
    expect(minimumDetectableFall({ control: 0.3, alpha: 0.05 }, control, 0.8)).toBeCloseTo(0.1, 3);
    expect(minimumDetectableFall({ control: 0.3, alpha: 0.05 }, 3, 0.8)).toBeNull();
  });
  it('minimumDetectableRise() is the fall of the opposite outcome', () => {
    const plan = { control: 0.3, alpha: 0.05 };
    const rise = minimumDetectableRise(plan, 400, 0.8) ?? 9;
    expectClose(powerTwoProportions({ ...plan, treated: 0.3 + rise }, 400), 0.8, 1e-9);
    expect(minimumDetectableRise({ control: 0.99, alpha: 0.05 }, 30, 0.8)).toBeNull();
    expect(() => minimumDetectableRise({ control: 1, alpha: 0.05 }, 30, 0.8)).toThrow(RangeError);
  });
  it("sampleSizeNonInferiority() is Blackwelder's formula", () => {
    const result = sampleSizeNonInferiority({ treated: 0.6, control: 0.6, alpha: 0.025 }, 0.1, 0.9);
    const z = normalQuantile(0.975) + normalQuantile(0.9);
    expect(result.control).toBe(Math.ceil((z * z * 2 * 0.6 * 0.4) / 0.01));
    expect(result.power).toBeGreaterThanOrEqual(0.9);
    const plan = { treated: 0.6, control: 0.6, alpha: 0.025, ratio: 3 };
    expect(sampleSizeNonInferiority(plan, 0.1, 0.9).power).toBeGreaterThanOrEqual(0.9);
    expect(() =>
      sampleSizeNonInferiority({ treated: 0.4, control: 0.6, alpha: 0.025 }, 0.1, 0.9),
    ).toThrow(RangeError);
  });
  it('refuses impossible plans', () => {
    expect(() => powerTwoProportions({ treated: 0.2, control: 0.2, alpha: 0.05 }, 10)).toThrow(
      RangeError,
    );
    expect(() => powerTwoProportions({ treated: 0, control: 0.2, alpha: 0.05 }, 10)).toThrow(
      RangeError,
    );
    expect(() => powerTwoProportions({ treated: 0.1, control: 0.2, alpha: 0.05 }, 0)).toThrow(
      RangeError,
    );
    expect(() => sampleSizeTwoProportions({ treated: 0.1, control: 0.2, alpha: 0.05 }, 1)).toThrow(
      RangeError,
    );
    expect(() =>
      sampleSizeTwoProportions({ treated: 0.1, control: 0.2, alpha: 0.05, attrition: 1 }, 0.8),
    ).toThrow(RangeError);
    expect(() => twoWaveFactor(1)).toThrow(RangeError);
  });
});

describe('simulatedPower()', () => {
  it('finds nothing where nobody has an outcome', () => {
    const lost = datasetOf(makePeople({ people: 20, seed: 1, loss: 1 }));
    const [arm] = simulatedPower(() => lost, planOf(), 2, 1).byArm;
    expect(arm).toMatchObject({ arm: 'trained', power: 0, lower: 0, meanEstimate: null });
  });

  it('agrees with the formula within its own error', () => {
    const trials = 200;
    const nature = {
      arms: ['control', 'trained'],
      people: 600,
      risks: [0.3],
      effect: -0.1,
      acceptance: 0.6,
      acceptanceEffect: 0,
      loss: [0],
    };
    const result = simulatedPower(
      (random) => drawTrial(nature, random),
      naturePlan(nature, 0.05),
      trials,
      4,
    );
    const wanted = powerTwoProportions({ treated: 0.2, control: 0.3, alpha: 0.05 }, 300);
    const [arm] = result.byArm;
    expect(Math.abs((arm?.power ?? 0) - wanted)).toBeLessThan(
      3.5 * Math.sqrt((wanted * (1 - wanted)) / trials),
    );
    expect(Math.abs((arm?.meanEstimate ?? 0) + 0.1)).toBeLessThan(
      (3.5 * 0.036) / Math.sqrt(trials),
    );
  });
});
