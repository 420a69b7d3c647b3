import { describe, expect, it } from 'vitest';
import { normalCdf } from '../../../analysis/numerics/distributions.ts';
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

// Freireich et al. (1963), Blood 21:699-716; the example of Cox (1972), J. R. Stat. Soc. B 34:187-220.
describe('remission of children with leukaemia', () => {
  const { leukaemia } = golden<{
    leukaemia: {
      treated: Times;
      control: Times;
      logRank: number;
      beta: number;
      se: number;
      survival: number[];
      error: number[];
      means: number[];
      errors: number[];
    };
  }>('edges');
  const { treated, control } = leukaemia;
  it('has the curve, test and ratio of hazards that survival gives', () => {
    const steps = kaplanMeier(treated);
    [6, 10, 23].forEach((week, place) => {
      const step = steps.find(({ time }) => time === week);
      expectClose(step?.survival, leukaemia.survival[place] ?? 9);
      expectClose(step?.standardError, leukaemia.error[place] ?? 9);
    });
    expectClose(logRank(treated, control).statistic, leukaemia.logRank);
    const result = hazardRatio(treated, control);
    expectClose(Math.log(result.estimate), leukaemia.beta, 1e-6);
    expectClose(result.standardError, leukaemia.se, 1e-6);
    const mean = restrictedMeanDifference(treated, control, 20);
    expectClose(mean.treated.mean, leukaemia.means[0] ?? 9);
    expectClose(mean.control.mean, leukaemia.means[1] ?? 9);
    expectClose(mean.standardError, Math.hypot(leukaemia.errors[0] ?? 9, leukaemia.errors[1] ?? 9));
    expectClose(mean.p, 2 * normalCdf(-mean.estimate / mean.standardError), 1e-12);
  });
  it('turns the mean time and the test round with the arms', () => {
    const one = restrictedMeanDifference(treated, control, 20);
    const two = restrictedMeanDifference(control, treated, 20);
    expectClose(two.lower, -one.upper, 1e-12);
    expectClose(logRank(control, treated).statistic, leukaemia.logRank);
  });
});

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
  it('says nothing of an error once nobody is left', () => {
    const steps = kaplanMeier({ time: [1, 2, 2], event: [false, true, true] });
    expect(steps[0]).toMatchObject({ survival: 1, standardError: 0, lower: 1, upper: 1 });
    expect(steps[1]).toMatchObject({ survival: 0, standardError: null, lower: null, upper: null });
  });
  it('refuses what cannot be answered', () => {
    const never: Times = { time: [3, 4], event: [false, false] };
    const bad: Times = { time: [-1, 4], event: [true, false] };
    expect(() => kaplanMeier(bad)).toThrow(RangeError);
    expect(() => kaplanMeier({ time: [], event: [] })).toThrow(RangeError);
    expect(() => logRank(never, never)).toThrow(RangeError);
    expect(() => logRank(g.treated, g.control, { treated: [1], control: [1] })).toThrow(RangeError);
    expect(() => hazardRatio(never, g.control)).toThrow(RangeError);
    expect(() => restrictedMeanDifference(never, g.control, 10)).toThrow(RangeError);
    const short: Times = { time: [3, 4], event: [true, false] };
    expect(() => restrictedMeanDifference(short, g.control, 5)).toThrow(RangeError);
    expect(restrictedMeanDifference(short, g.control, 4).treated.mean).toBe(3.5);
    expect(() => restrictedMeanDifference(g.treated, g.control, 0)).toThrow(RangeError);
  });
});
