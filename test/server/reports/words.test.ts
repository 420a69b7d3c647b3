import { describe, expect, it } from 'vitest';
import {
  fewerMore,
  naturalPair,
  pText,
  rangeText,
  shareText,
  signed100,
} from '../../../server/reports/words/numbers.ts';
import { plotScale } from '../../../server/reports/words/plot-scale.ts';
import { suggestion } from '../../../server/reports/words/suggestion.ts';
import { madeUpReport } from './made-up-report.ts';

describe('numbers in words', () => {
  it('give a share with what it is a share of, and no share of nobody', () => {
    expect(shareText(61, 448)).toBe('61 of 448 (13.6 in 100)');
    expect(shareText(0, 0)).toBe('0 of 0');
  });

  it('say fewer or more, and never minus nothing', () => {
    expect(fewerMore(-0.1067)).toBe('10.7 fewer in 100');
    expect(fewerMore(0.004)).toBe('0.4 more in 100');
    expect(fewerMore(-0.0001)).toBe('no difference to speak of');
    expect(signed100(-0.0004)).toBe('0.0');
    expect(signed100(-0.05)).toBe('−5.0');
  });

  it('order the ends of an interval by size when both lie on one side of zero', () => {
    expect(rangeText(-0.158, -0.056)).toBe('5.6 to 15.8 fewer in 100');
    expect(rangeText(0.01, 0.04)).toBe('1.0 to 4.0 more in 100');
    expect(rangeText(-0.054, 0.085)).toBe('from 5.4 fewer to 8.5 more in 100');
  });

  it('never turn a small p into zero', () => {
    expect(pText(1e-12)).toBe('< 0.001');
    expect(pText(null)).toBe('not available');
  });
});

describe('natural frequencies', () => {
  it('count in hundreds where that tells the arms apart', () => {
    expect(naturalPair(0.136, 0.242)).toEqual({ arm: 14, comparator: 24, per: 100 });
  });

  it('count in thousands where a hundred would show nobody or no difference', () => {
    expect(naturalPair(0.002, 0.006)).toEqual({ arm: 2, comparator: 6, per: 1000 });
    expect(naturalPair(0.123, 0.119)).toEqual({ arm: 123, comparator: 119, per: 1000 });
    expect(naturalPair(0.2, 0.2)).toEqual({ arm: 20, comparator: 20, per: 100 });
  });
});

describe('the scale of a plot', () => {
  it('holds every interval, zero and the smallest difference that matters, in few round ticks', () => {
    const row = {
      label: '',
      estimate: -0.1,
      lower: -0.163,
      upper: -0.04,
      reason: null,
      truth: 0.07,
    };
    const scale = plotScale([row], 0.05);
    expect(scale.from).toBeLessThanOrEqual(-0.163);
    expect(scale.to).toBeGreaterThanOrEqual(0.07);
    expect(scale.ticks).toContain(0);
    expect(scale.ticks.length).toBeLessThanOrEqual(8);
  });
});

describe('the next step by rule', () => {
  const step = (made: Parameters<typeof madeUpReport>[0]): string => {
    const { effect } = madeUpReport(made);
    return suggestion(effect!.comparisons[0]!, effect!).split(':')[0]!;
  };
  const risk = (trained: number) => (arm: string) => (arm === 'told' ? 0.3 : trained);

  it('is adopt when a large effect costs genuine offers nothing', () => {
    expect(step({ people: 6000, seed: 1, risk: risk(0.1) })).toBe('Adopt');
  });

  it('is adapt when genuine offers are refused as well', () => {
    const twin = (arm: string) => (arm === 'told' ? 0.5 : 0.2);
    expect(step({ people: 6000, seed: 2, risk: risk(0.1), twin })).toBe('Adapt');
  });

  it('is stop when no effect that matters is plausible, or when it harmed', () => {
    expect(step({ people: 12_000, seed: 3, risk: risk(0.3) })).toBe('Stop');
    expect(step({ people: 6000, seed: 4, risk: risk(0.4) })).toBe('Stop');
  });

  it('is re-test when the interval holds both', () => {
    expect(step({ people: 200, seed: 5, risk: risk(0.27) })).toBe('Re-test');
  });
});
