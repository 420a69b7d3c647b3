import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isAnalysisPlan, readAnalysisPlan } from '../../../server/reports/read-analysis-plan.ts';

const yaml = readFileSync(
  new URL('../../../examples/ssa-scam-training/plan.yaml', import.meta.url),
  'utf8',
);

describe('readAnalysisPlan()', () => {
  it('reads a plan and is told from a protocol', () => {
    expect(isAnalysisPlan(yaml)).toBe(true);
    expect(isAnalysisPlan('scampaign: 1\ntrial: {}')).toBe(false);
    const result = readAnalysisPlan(yaml);
    if ('faults' in result) throw new Error(JSON.stringify(result.faults));
    expect(result.plan).toMatchObject({ comparator: 'control', unit: 'participant', alpha: 0.05 });
    expect(result.plan.arms).toHaveLength(4);
  });
  it('names the place of every fault', () => {
    const result = readAnalysisPlan(
      yaml.replace('alpha: 0.05', 'alpha: 5').replace('good: lower', 'good: less'),
    );
    if (!('faults' in result)) throw new Error('no fault');
    expect(result.faults.map(({ path }) => path).sort()).toEqual(['alpha', 'primary.good']);
  });
  it('reports YAML that cannot be read', () => {
    expect(readAnalysisPlan('scampaign_analysis: [')).toHaveProperty('faults');
  });
});
