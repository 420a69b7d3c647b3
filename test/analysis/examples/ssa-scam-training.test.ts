import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { effectReport } from '../../../analysis/effect-report.ts';
import { convert } from '../../../examples/ssa-scam-training/convert.ts';
import { readAnalysisPlan } from '../../../server/reports/read-analysis-plan.ts';
import { readDataset } from '../../../server/reports/read-dataset.ts';
import { expectClose, expectRatio } from '../golden.ts';

interface Compared {
  arm: string;
  n: number;
  m: number;
  risk: number;
  control: number;
  estimate: number;
  se: number;
  df: number;
  lower: number;
  upper: number;
  p: number;
}
interface Check {
  assigned: Record<string, number>;
  analysed: Record<string, number>;
  sampleRatio: number;
  attrition: number;
  lure: Compared[];
  twin: Compared[];
  holm: number[];
  two_weeks: Compared[];
  four_weeks: Compared[];
  bounds: { arm: string; lower: number; upper: number }[];
  lin: { arm: string; estimate: number; se: number }[];
  lee: { arm: string; lower: number; upper: number }[];
  weighted: { arm: string; estimate: number }[];
  redrawn: { arm: string; p: number }[];
  detection: { arm: string; d: number; dse: number; c: number; cse: number }[];
}

const example = new URL('../../../examples/ssa-scam-training/', import.meta.url);
const folder = process.env.SCAMPAIGN_SSA_DATA
  ? new URL(`${process.env.SCAMPAIGN_SSA_DATA}/`, 'file:///')
  : new URL('data/', example);
const participantsFile = new URL('ssa-scam-training-participants.csv', folder);
const judgementsFile = new URL('ssa-scam-training-judgements.csv', folder);
const present = existsSync(participantsFile) && existsSync(judgementsFile);
if (!present) {
  console.warn(
    "Passing over the re-analysis: the trial's files are absent; name their folder in SCAMPAIGN_SSA_DATA",
  );
}

describe.runIf(present)('the Social Security scam training trial, against R', () => {
  const check = JSON.parse(readFileSync(new URL('check.golden.json', example), 'utf8')) as Check;
  const read = readAnalysisPlan(readFileSync(new URL('plan.yaml', example), 'utf8'));
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const report = () => {
    const csv = convert(
      readFileSync(participantsFile, 'utf8'),
      readFileSync(judgementsFile, 'utf8'),
    );
    const data = readDataset(csv, read.plan);
    if ('faults' in data) throw new Error(JSON.stringify(data.faults));
    return effectReport(data.dataset, read.plan);
  };
  const made = present ? report() : undefined;
  const comparison = (arm: string) => made?.comparisons.find((c) => c.arm === arm);

  it('counts everyone randomised and everyone followed up', () => {
    for (const { arm, assigned, waves } of made?.flow ?? []) {
      expect(assigned).toBe(check.assigned[arm]);
      expect(waves[0]?.analysed).toBe(check.analysed[arm]);
    }
    expectRatio(made?.health.sampleRatio.p, check.sampleRatio);
    expectRatio(made?.health.attritionByArm.p, check.attrition);
  });

  it.each(['lure', 'twin'] as const)('finds the same differences at %ss', (role) => {
    for (const wanted of check[role]) {
      const found = comparison(wanted.arm);
      const contrast = role === 'lure' ? found?.primary?.people : found?.twins?.twin;
      expect(contrast?.arm.analysed).toBe(wanted.n);
      expectClose(contrast?.arm.risk, wanted.risk);
      expectClose(contrast?.comparator.risk, wanted.control);
      expectClose(contrast?.standardised.estimate, wanted.estimate);
      expectClose(contrast?.standardised.standardError, wanted.se);
      expectRatio(contrast?.standardised.degreesOfFreedom, wanted.df);
      expectClose(contrast?.standardised.lower, wanted.lower);
      expectClose(contrast?.standardised.upper, wanted.upper);
      expectRatio(contrast?.standardised.p, wanted.p);
    }
  });

  it.each(['two_weeks', 'four_weeks'] as const)('finds the same differences after %s', (wave) => {
    for (const wanted of check[wave]) {
      const found = comparison(wanted.arm)?.secondary.find(({ people }) => people.wave === wave);
      expectClose(found?.people.standardised.estimate, wanted.estimate);
      expectRatio(found?.people.standardised.p, wanted.p);
    }
  });

  it('adjusts for three arms and bounds what the missing could do', () => {
    check.lure.forEach(({ arm }, index) => {
      expectRatio(comparison(arm)?.adjustedP, check.holm[index] ?? 0);
      expectClose(comparison(arm)?.primary?.people.bounds.lower, check.bounds[index]?.lower ?? 9);
      expectClose(comparison(arm)?.primary?.people.bounds.upper, check.bounds[index]?.upper ?? 9);
    });
  });

  it('finds the same by age bands, by trimming and by weighting the followed up', () => {
    for (const { arm, estimate, se } of check.lin) {
      expectClose(comparison(arm)?.primary?.people.covariateAdjusted?.estimate, estimate);
      expectClose(comparison(arm)?.primary?.people.covariateAdjusted?.standardError, se);
    }
    for (const { arm, lower, upper } of check.lee) {
      expectClose(comparison(arm)?.missing?.lee.lower, lower);
      expectClose(comparison(arm)?.missing?.lee.upper, upper);
    }
    for (const { arm, estimate } of check.weighted) {
      // Nobody without an age band was reached in this arm: Firth's penalty stands in.
      const tolerance = arm === 'existing_notice' ? 2e-4 : 1e-8;
      expectClose(comparison(arm)?.missing?.weighted.estimate, estimate, tolerance);
    }
  });

  it('finds the same by drawing arms again, but for the error of the draws', () => {
    for (const { arm, p } of check.redrawn) {
      const found = comparison(arm)?.randomisation;
      expect(found?.method).toContain('10000 draws');
      const error = Math.sqrt(p * (1 - p) * (1 / 10_000 + 1 / 100_000));
      expect(Math.abs((found?.p ?? 9) - p)).toBeLessThan(4 * error);
    }
  });

  it("finds the same d' and criterion by arm, with errors between people", () => {
    for (const wanted of check.detection) {
      const found =
        wanted.arm === 'control'
          ? made?.comparisons[0]?.twins?.comparator
          : comparison(wanted.arm)?.twins?.arm;
      expectClose(found?.dPrime.estimate, wanted.d);
      expectClose(found?.dPrime.standardError, wanted.dse);
      expectClose(found?.criterion.estimate, wanted.c);
      expectClose(found?.criterion.standardError, wanted.cse);
    }
  });

  it("agrees with the authors' means for the two-week wave, out of seven", () => {
    const found = comparison('interactive_training')?.secondary.find(
      ({ people }) => people.wave === 'two_weeks',
    );
    expect(7 * (found?.people.comparator.risk ?? 0)).toBeCloseTo(3.06, 2);
    expect(7 * (found?.people.arm.risk ?? 0)).toBeCloseTo(2.5, 2);
  });

  it('calls the interactive training a skill, with low certainty for the people lost', () => {
    expect(comparison('interactive_training')?.verdict).toMatchObject({
      word: 'skill',
      discrimination: 'better',
    });
    expect(comparison('interactive_training')?.certainty.word).toBe('low');
    expect(comparison('written_tips')?.verdict.word).toBe('unclear');
  });
});
