import { type AnalysedFile, analyseFile } from '../../../server/reports/analyse-file.ts';
import type { TrialReport } from '../../../server/reports/schema/report-schema.ts';
import { seeded } from './made-up-trial.ts';

export interface MadeUpFile {
  readonly people: number;
  readonly seed: number;
  readonly arms?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  /** Chance of the outcome at the lure of the second wave. */
  readonly risk: (arm: string) => number;
  readonly twin?: (arm: string) => number;
  readonly lost?: number;
}

/** A participants' file with its plan, made up from chances. */
export function madeUpFile(made: MadeUpFile): { protocolSource: string; csvText: string } {
  const random = seeded(made.seed);
  const arms = made.arms ?? ['told', 'trained'];
  const plan = `
scampaign_analysis: 1
title: A trial made up for a test
source: Nobody took part
arms:
${arms.map((key) => `  - { key: ${key}, label: "${made.labels?.[key] ?? key}", share: ${1 / arms.length} }`).join('\n')}
comparator: ${arms[0]}
primary: { outcome: compromised, good: lower, wave: w2, window_days: 7 }
waves: [w2]
unit: participant
covariates: []
alpha: 0.05
multiplicity: holm
smallest_effect: 0.05
twin_margin: 0.05
`;
  const header =
    'participant,arm,stratum,w2.lure.status,w2.lure.form,w2.lure.position,w2.lure.compromised,w2.twin.status,w2.twin.form,w2.twin.position,w2.twin.compromised';
  const rows = Array.from({ length: made.people }, (_, n) => {
    const arm = arms[n % arms.length]!;
    const first = random() < 0.5;
    const gone = random() < (made.lost ?? 0.05);
    const status = gone ? 'lost' : 'analysed';
    const fell = gone ? '' : +(random() < made.risk(arm));
    const took = gone ? '' : +(random() < (made.twin?.(arm) ?? 0.4));
    const form = n % 2 ? 'x' : 'y';
    return [
      `p${n}`,
      arm,
      n % 3 ? 'young' : 'old',
      status,
      form,
      first ? 1 : 2,
      fell,
      status,
      form,
      first ? 2 : 1,
      took,
    ].join(',');
  });
  return { protocolSource: plan, csvText: [header, ...rows].join('\n') };
}

export function madeUpReport(made: MadeUpFile): TrialReport {
  return reportIn(analyseFile(madeUpFile(made)));
}

export function reportIn(analysed: AnalysedFile): TrialReport {
  if ('report' in analysed) return analysed.report;
  throw new Error(JSON.stringify(analysed));
}
