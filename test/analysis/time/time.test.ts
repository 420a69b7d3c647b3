import { describe, expect, it } from 'vitest';
import { hazardRatio } from '../../../analysis/time/hazard-ratio.ts';
import { kaplanMeier } from '../../../analysis/time/kaplan-meier.ts';
import { logRank } from '../../../analysis/time/log-rank.ts';
import { restrictedMeanDifference } from '../../../analysis/time/restricted-mean-time.ts';
import type { Times } from '../../../analysis/time/types.ts';
import { expectClose, golden } from '../golden.ts';

const g = golden<{
  treated: Times;
  control: Times;
  strata: { treated: number[]; control: number[] };
  km: { time: number[]; survival: number[]; se: number[]; lower: number[]; upper: number[] };
  logRank: { statistic: number; stratified: number; expected: number };
  cox: { beta: number; se: number; logLik: number };
  rmst: { treated: [number, number]; control: [number, number] };
}>('time-missing');

describe('time to event, against survival', () => {
  it('kaplanMeier()', () => {
    const steps = kaplanMeier(g.treated);
    expect(steps.map(({ time }) => time)).toEqual(g.km.time);
    steps.forEach((step, i) => {
      expectClose(step.survival, g.km.survival[i] ?? 9);
      expectClose(step.standardError, g.km.se[i] ?? 9);
      expectClose(step.lower, g.km.lower[i] ?? 9);
      expectClose(step.upper, g.km.upper[i] ?? 9);
    });
  });
  it('logRank(), plain and stratified', () => {
    expectClose(logRank(g.treated, g.control).statistic, g.logRank.statistic);
    expectClose(logRank(g.treated, g.control).expected, g.logRank.expected);
    expectClose(logRank(g.treated, g.control, g.strata).statistic, g.logRank.stratified);
  });
  it('hazardRatio() with ties', () => {
    const result = hazardRatio(g.treated, g.control);
    expectClose(Math.log(result.estimate), g.cox.beta);
    expectClose(result.standardError, g.cox.se);
    expectClose(result.logLikelihood, g.cox.logLik);
    expectClose(hazardRatio(g.control, g.treated).estimate, 1 / result.estimate, 1e-9);
  });
  it('restrictedMeanDifference()', () => {
    const result = restrictedMeanDifference(g.treated, g.control, 14);
    expectClose(result.treated.mean, g.rmst.treated[0]);
    expectClose(result.treated.standardError, g.rmst.treated[1]);
    expectClose(result.control.mean, g.rmst.control[0]);
    expectClose(result.estimate, g.rmst.treated[0] - g.rmst.control[0]);
  });
  it('refuses what cannot be answered', () => {
    const never: Times = { time: [3, 4], event: [false, false] };
    const bad: Times = { time: [-1, 4], event: [true, false] };
    expect(() => kaplanMeier(bad)).toThrow(RangeError);
    expect(() => kaplanMeier({ time: [], event: [] })).toThrow(RangeError);
    expect(() => logRank(never, never)).toThrow(RangeError);
    expect(() => hazardRatio(never, g.control)).toThrow(RangeError);
    expect(() => restrictedMeanDifference(never, g.control, 10)).toThrow(RangeError);
    expect(() => restrictedMeanDifference(g.treated, g.control, 0)).toThrow(RangeError);
  });
});
