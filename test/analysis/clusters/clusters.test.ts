import { describe, expect, it } from 'vitest';
import { clusterLevelT } from '../../../analysis/clusters/cluster-level-t.ts';
import { designEffect } from '../../../analysis/clusters/design-effect.ts';
import { iccAnova } from '../../../analysis/clusters/icc-anova.ts';
import { iccFleissCuzick } from '../../../analysis/clusters/icc-fleiss-cuzick.ts';
import type { ArmCounts } from '../../../analysis/two-arms/types.ts';
import { expectClose, expectRatio, golden } from '../golden.ts';

const g = golden<{
  clusters: ArmCounts[];
  icc: { anova: number; fleissCuzick: number; size: number };
  clusterT: {
    treated: number[];
    control: number[];
    welch: { p: number; df: number; lower: number; upper: number };
    student: { p: number; lower: number };
  };
}>('strata-clusters-graded');

describe('correlation in groups', () => {
  it('iccAnova() agrees with the analysis of variance of R', () => {
    expectClose(iccAnova(g.clusters).estimate, g.icc.anova);
    expectClose(iccAnova(g.clusters).adjustedMeanSize, g.icc.size);
    const equal = Array.from({ length: 10 }, (_, i) => ({ events: i, participants: 20 }));
    expectClose(iccAnova(equal).adjustedMeanSize, 20, 1e-12);
  });
  it('iccFleissCuzick() agrees with its formula counted by person', () => {
    expectClose(iccFleissCuzick(g.clusters).estimate, g.icc.fleissCuzick);
  });
  it('is 1 when groups are of one mind', () => {
    const same = [
      { events: 5, participants: 5 },
      { events: 0, participants: 5 },
      { events: 5, participants: 5 },
    ];
    expectClose(iccAnova(same).estimate, 1, 1e-12);
    expectClose(iccFleissCuzick(same).estimate, 1, 1e-12);
  });
  it('refuses too few groups, lone people and outcomes that do not vary', () => {
    for (const f of [iccAnova, iccFleissCuzick]) {
      expect(() => f([{ events: 1, participants: 5 }])).toThrow(RangeError);
      expect(() =>
        f([
          { events: 1, participants: 1 },
          { events: 0, participants: 1 },
        ]),
      ).toThrow(RangeError);
      expect(() =>
        f([
          { events: 0, participants: 4 },
          { events: 0, participants: 3 },
        ]),
      ).toThrow(RangeError);
    }
  });
  it('designEffect() is 1 + (m - 1) rho for equal groups and grows with their variation', () => {
    expectClose(designEffect(21, 0.05), 2, 1e-12);
    expectClose(designEffect(20, 0.05, 0.5), 1 + (1.25 * 20 - 1) * 0.05, 1e-12);
    expect(() => designEffect(0.5, 0.1)).toThrow(RangeError);
    expect(() => designEffect(20, 2)).toThrow(RangeError);
    expect(() => designEffect(20, -0.5)).toThrow(RangeError);
  });
});

describe('clusterLevelT(), against t.test', () => {
  const { treated, control, welch, student } = g.clusterT;
  it('unequal and equal variances', () => {
    const result = clusterLevelT(treated, control);
    expectRatio(result.p, welch.p);
    expectRatio(result.degreesOfFreedom, welch.df);
    expectClose(result.lower, welch.lower);
    expectClose(result.upper, welch.upper);
    expectRatio(clusterLevelT(treated, control, 0.95, true).p, student.p);
    expectClose(clusterLevelT(treated, control, 0.95, true).lower, student.lower);
  });
  it('refuses one group in an arm, means that do not vary, and NaN', () => {
    expect(() => clusterLevelT([0.2], control)).toThrow(RangeError);
    expect(() => clusterLevelT([0.2, 0.2], [0.3, 0.3])).toThrow(RangeError);
    expect(() => clusterLevelT([0.2, Number.NaN], control)).toThrow(RangeError);
  });
});
