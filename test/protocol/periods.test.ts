import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addPeriod, periodMs } from '../../protocol/periods.ts';

describe('periodMs()', () => {
  it.each([
    ['P0D', 0],
    ['PT12H', 43_200_000],
    ['P14D', 1_209_600_000],
    ['P1DT6H', 108_000_000],
  ])('reads %s', (period, milliseconds) => {
    expect(periodMs(period)).toBe(milliseconds);
  });

  it.each(['', 'P', 'PT', 'P1DT', 'P1W', 'PT5M', '14D', 'P1.5D', 'P-1D', ' P1D', 'p1d', 'P1M'])(
    'refuses "%s"',
    (period) => {
      expect(() => periodMs(period)).toThrow(RangeError);
    },
  );
});

describe('addPeriod()', () => {
  it('adds elapsed time, whatever the clocks do', () => {
    const start = new Date('2027-03-28T00:30:00Z');
    expect(addPeriod(start, 'P1DT1H').toISOString()).toBe('2027-03-29T01:30:00.000Z');
  });

  it('leaves its date unchanged', () => {
    const start = new Date(0);
    addPeriod(start, 'P7D');
    expect(start.getTime()).toBe(0);
  });

  it('adds up', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), (a, b) => {
        const start = new Date(0);
        expect(addPeriod(addPeriod(start, `P${a}D`), `P${b}D`)).toEqual(
          addPeriod(start, `P${a + b}D`),
        );
      }),
    );
  });
});
