import { describe, expect, it } from 'vitest';
import { conditionalPower } from '../../../analysis/looks/conditional-power.ts';
import { confidenceSequence } from '../../../analysis/looks/confidence-sequence.ts';
import { crossingProbabilities } from '../../../analysis/looks/crossing-probabilities.ts';
import { groupSequentialBoundaries } from '../../../analysis/looks/group-sequential-boundaries.ts';
import { chanceAboveCeiling, harmGuardrail } from '../../../analysis/looks/harm-guardrail.ts';
import { predictivePower } from '../../../analysis/looks/predictive-power.ts';
import { alphaSpent, type Spending } from '../../../analysis/looks/spending.ts';
import type { ArmCounts } from '../../../analysis/numerics/check.ts';
import { normalQuantile } from '../../../analysis/numerics/distributions.ts';
import { seededRandom } from '../../../analysis/numerics/random.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

const g = golden<{
  looks: { t: number[]; kind: Spending; z: number[]; power: number }[];
  conditional: { z: number; t: number; critical: number; trend: number };
  guards: { treated: ArmCounts; control: ArmCounts; margin: number; se: number }[];
}>('looks-planning');

const edges = golden<{
  looks: { fraction: number; z: number }[];
  close: { fractions: number[]; z: number[] };
}>('edges');

describe('groupSequentialBoundaries(), against multivariate normal integrals', () => {
  it.each(g.looks)('$kind at $t', ({ t, kind, z, power }) => {
    const boundaries = groupSequentialBoundaries(t, 0.05, kind);
    boundaries.forEach((boundary, look) => {
      expectClose(boundary.z, z[look] ?? 9, 1e-6);
    });
    const crossed = crossingProbabilities(boundaries, 2.9).reduce((a, b) => a + b, 0);
    expectClose(crossed, power, 1e-6);
  });
  it('agrees with the published table for two and five equal looks', () => {
    // Jennison and Turnbull (2000) and ldbounds: O'Brien-Fleming type spending, alpha 0.05.
    const two = groupSequentialBoundaries([0.5, 1], 0.05).map(({ z }) => z);
    expect(two[0]).toBeCloseTo(2.963, 3);
    expect(two[1]).toBeCloseTo(1.969, 3);
    const five = groupSequentialBoundaries([0.2, 0.4, 0.6, 0.8, 1], 0.05).map(({ z }) => z);
    [4.877, 3.357, 2.68, 2.29, 2.031].forEach((z, look) => {
      expect(five[look]).toBeCloseTo(z, 2);
    });
  });
  it('spends alpha and no more when there is no effect', () => {
    for (const kind of ['obrien-fleming', 'pocock'] as const) {
      const boundaries = groupSequentialBoundaries([0.1, 0.35, 0.36, 0.8, 1], 0.03, kind);
      const crossed = crossingProbabilities(boundaries, 0);
      expectClose(
        crossed.reduce((a, b) => a + b, 0),
        0.03,
        1e-8,
      );
      expectClose(crossed[0], alphaSpent(0.1, 0.03, kind), 1e-10);
    }
    expectClose(alphaSpent(1, 0.05, 'obrien-fleming'), 0.05, 1e-12);
    expectClose(alphaSpent(1, 0.05, 'pocock'), 0.05, 1e-12);
  });
  it.each(edges.looks)(
    'has a boundary however early the first look: $fraction',
    ({ fraction, z }) => {
      const [first] = groupSequentialBoundaries([fraction, 1], 0.05);
      expectRatio(first?.z, z, 1e-10);
      expect(first?.nominalP).toBeGreaterThan(0);
    },
  );
  it('takes looks that lie close together', () => {
    const boundaries = groupSequentialBoundaries(edges.close.fractions, 0.05);
    edges.close.z.forEach((z, look) => {
      expectClose(boundaries[look]?.z, z, 1e-8);
    });
    expect(() => groupSequentialBoundaries([0.5, 0.50001, 1], 0.05)).toThrow(RangeError);
  });
  it('never stops at a look that may spend nothing', () => {
    const [first, second] = groupSequentialBoundaries([0.001, 0.002, 1], 0.05);
    expect([first?.z, second?.z]).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });
  it('is the usual critical value with one look', () => {
    expectClose(groupSequentialBoundaries([1], 0.05)[0]?.z, 1.959963984540054, 1e-10);
  });
  it('refuses fractions that do not rise within (0, 1]', () => {
    for (const t of [[], [0, 1], [0.5, 0.5], [0.6, 0.4], [0.5, 1.1], [Number.NaN]]) {
      expect(() => groupSequentialBoundaries(t, 0.05)).toThrow(RangeError);
    }
    expect(() => groupSequentialBoundaries([1], 0)).toThrow(RangeError);
    expect(() => crossingProbabilities([{ fraction: 0.5, z: Number.NaN }], 0)).toThrow(RangeError);
    expect(() => crossingProbabilities([{ fraction: 0.5, z: 2 }], Number.NaN)).toThrow(RangeError);
  });
});

describe('confidenceSequence()', () => {
  it('is wider than one look needs, and tightest in standard errors near the plan', () => {
    const widths = [100, 500, 1000, 2000, 20_000].map((n) => {
      const { upper } = confidenceSequence(0, 1, n, 1000);
      return upper;
    });
    expect(Math.min(...widths)).toBe(widths[2]);
    expect(widths[2]).toBeGreaterThan(1.96);
  });
  it('has a p that equals alpha when its edge touches zero', () => {
    const { upper } = confidenceSequence(0, 1, 700, 1000, 0.05);
    expectClose(confidenceSequence(upper, 1, 700, 1000, 0.05).p, 0.05, 1e-10);
    expect(confidenceSequence(0, 1, 700, 1000).p).toBe(1);
  });
  it('misses the truth in fewer than alpha of simulated trials looked at a hundred times', () => {
    const random = seededRandom(12);
    const runs = 400;
    let missed = 0;
    for (let run = 0; run < runs; run += 1) {
      let sum = 0;
      let out = false;
      for (let look = 1; look <= 100; look += 1) {
        sum += Math.sqrt(40) * normalQuantile(Math.max(1e-12, random()));
        const n = look * 40;
        const { lower, upper } = confidenceSequence(sum / n, 1 / Math.sqrt(n), n, 2000, 0.1);
        if (lower > 0 || upper < 0) out = true;
      }
      if (out) missed += 1;
    }
    expect(missed / runs).toBeLessThan(0.1 + 3 * Math.sqrt((0.1 * 0.9) / runs));
    expect(missed).toBeGreaterThan(0);
  });
  it('refuses errors of nothing', () => {
    expect(() => confidenceSequence(0, 0, 10, 10)).toThrow(RangeError);
    expect(() => confidenceSequence(Number.NaN, 1, 10, 10)).toThrow(RangeError);
    expect(() => confidenceSequence(0, 1, 0, 10)).toThrow(RangeError);
  });
});

describe('conditional and predictive power', () => {
  const { z, t, critical, trend } = g.conditional;
  it('agrees with the formula in R, and goes to certainty at the end', () => {
    expectClose(conditionalPower(z, t, critical), trend);
    expect(conditionalPower(3, 0.999, 1.96)).toBeGreaterThan(0.999);
    expect(conditionalPower(0, 0.5, 1.96, 0)).toBeCloseTo(0.0028, 3);
  });
  it('predictive power leans to one half of the trend', () => {
    expect(predictivePower(z, t, critical)).toBeGreaterThan(0.4);
    expectClose(predictivePower(1.96 * Math.sqrt(0.5), 0.5, 1.96), 0.5, 1e-12);
  });
  it('refuses fractions outside (0, 1)', () => {
    expect(() => conditionalPower(1, 1, 1.96)).toThrow(RangeError);
    expect(() => predictivePower(1, 0, 1.96)).toThrow(RangeError);
    expect(() => conditionalPower(1, 0.5, Number.NaN)).toThrow(RangeError);
  });
});

describe('harm', () => {
  it('harmGuardrail() speaks only when the excess is beyond doubt', () => {
    const control = { events: 10, participants: 1000 };
    expect(harmGuardrail({ events: 80, participants: 1000 }, control, 0.02, 2000).harmful).toBe(
      true,
    );
    expect(harmGuardrail({ events: 35, participants: 1000 }, control, 0.02, 2000).harmful).toBe(
      false,
    );
    expect(
      harmGuardrail({ events: 0, participants: 50 }, { events: 0, participants: 50 }, 0, 2000)
        .harmful,
    ).toBe(false);
  });
  it.each(g.guards)(
    'harmGuardrail() takes its error under the margin: $treated.events and $control.events, $margin',
    ({ treated, control, margin, se }) => {
      const people = treated.participants + control.participants;
      const guard = harmGuardrail(treated, control, margin, 2000);
      const wanted = confidenceSequence(guard.estimate, se, people, 2000);
      expectClose(guard.lower, Math.max(-1, wanted.lower), 1e-9);
      expectClose(guard.upper, Math.min(1, wanted.upper), 1e-9);
    },
  );
  it.each([0, 50])('harmGuardrail() is as wide as can be when %d of 50 had it', (events) => {
    const arm = { events, participants: 50 };
    const wanted = confidenceSequence(0, 0.1, 100, 2000);
    expectClose(harmGuardrail(arm, arm, 0, 2000).upper, wanted.upper, 1e-12);
    expect(harmGuardrail(arm, arm, 0.01, 2000).upper).toBeLessThan(wanted.upper);
  });
  it('chanceAboveCeiling() grows with events', () => {
    const at = (events: number) => chanceAboveCeiling({ events, participants: 200 }, 0.05);
    expect(at(2)).toBeLessThan(0.05);
    expect(at(20)).toBeGreaterThan(0.99);
    // Beta(1, n + 1) and Beta(n + 1, 1) have closed tails.
    expectRatio(at(0), 0.95 ** 201, 1e-10);
    expectRatio(at(200), 1 - 0.05 ** 201, 1e-12);
  });
  it('refuses bad margins and ceilings', () => {
    const arm = { events: 1, participants: 10 };
    expect(() => harmGuardrail(arm, arm, -0.1, 100)).toThrow(RangeError);
    expect(() => chanceAboveCeiling(arm, 1)).toThrow(RangeError);
  });
});
