import { describe, expect, it } from 'vitest';
import { adjustPValues } from '../../../analysis/arms/adjust-p-values.ts';
import { expectClose, golden } from '../golden.ts';

const { adjust } = golden<{
  adjust: { p: number[]; holm: number[]; hochberg: number[]; bh: number[] };
}>('two-arms');

describe('adjustPValues()', () => {
  it.each([
    ['holm', adjust.holm],
    ['hochberg', adjust.hochberg],
    ['benjamini-hochberg', adjust.bh],
    ['none', adjust.p],
  ] as const)('agrees with p.adjust of R: %s', (method, wanted) => {
    adjustPValues(adjust.p, method).forEach((p, index) => {
      expectClose(p, wanted[index] ?? Number.NaN, 1e-12);
    });
  });
  it('takes an empty list and refuses what is no probability', () => {
    expect(adjustPValues([], 'holm')).toEqual([]);
    for (const bad of [-0.1, 1.1, Number.NaN]) {
      expect(() => adjustPValues([bad], 'holm')).toThrow(RangeError);
    }
  });
});
