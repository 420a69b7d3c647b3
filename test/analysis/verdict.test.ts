import { describe, expect, it } from 'vitest';
import { certainty } from '../../analysis/verdict/certainty.ts';
import { verdict } from '../../analysis/verdict/verdict.ts';

const fell = { lower: -0.2, upper: -0.05 };
const flat = { lower: -0.02, upper: 0.03 };
const wide = { lower: -0.2, upper: 0.1 };

describe('verdict()', () => {
  it.each([
    [fell, flat, 'skill'],
    [fell, fell, 'both'],
    [flat, fell, 'suspicion'],
    [wide, fell, 'suspicion'],
    [fell, wide, 'unclear'],
    [flat, flat, 'unclear'],
    [null, flat, 'unclear'],
    [fell, null, 'unclear'],
  ] as const)('lure %o and twin %o give %s', (lure, twin, word) => {
    expect(verdict(lure, twin, 0.05).word).toBe(word);
  });
  it('takes a real but harmless fall in twin acceptance as kept', () => {
    expect(verdict(fell, { lower: -0.04, upper: -0.01 }, 0.05).word).toBe('skill');
  });
  it('does not count an interval that touches zero or the margin', () => {
    expect(verdict({ lower: -0.1, upper: 0 }, flat, 0.05).word).toBe('unclear');
    expect(verdict(fell, { lower: -0.05, upper: 0.02 }, 0.05).word).toBe('unclear');
  });
  it('refuses a margin outside (0, 1) and intervals upside down', () => {
    for (const margin of [0, 1, -1, Number.NaN])
      expect(() => verdict(fell, flat, margin)).toThrow(RangeError);
    expect(() => verdict({ lower: 1, upper: 0 }, flat, 0.05)).toThrow(RangeError);
    expect(() => verdict({ lower: Number.NaN, upper: 0 }, flat, 0.05)).toThrow(RangeError);
  });
});

describe('certainty()', () => {
  const best = {
    interval: fell,
    smallestEffect: 0.05,
    bounds: { lower: -0.25, upper: -0.01 },
    missingShare: 0.02,
    lossByArmP: 0.4,
    sampleRatioStop: false,
    otherReadings: [fell, fell],
  };
  it('starts high', () => expect(certainty(best)).toEqual({ word: 'high', because: [] }));
  it.each([
    [{ interval: wide, otherReadings: [wide] }],
    [{ missingShare: 0.21 }],
    [{ bounds: { lower: -0.3, upper: 0.01 } }],
    [{ lossByArmP: 0.049 }],
    [{ otherReadings: [fell, wide] }],
    [{ otherReadings: [{ lower: 0.05, upper: 0.2 }] }],
    [{ otherReadings: [null] }],
  ])('goes one step down for %o', (change) => {
    const result = certainty({ ...best, ...change });
    expect(result.word).toBe('moderate');
    expect(result.because).toHaveLength(1);
  });
  it('goes to the bottom and no further', () => {
    expect(
      certainty({ ...best, missingShare: 1, lossByArmP: 0, bounds: null, otherReadings: [null] })
        .word,
    ).toBe('very low');
    expect(certainty({ ...best, sampleRatioStop: true }).word).toBe('very low');
    expect(certainty({ ...best, interval: null }).word).toBe('very low');
  });
});
