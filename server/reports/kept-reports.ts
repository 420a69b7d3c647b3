import type { TrialReport } from './schema/report-schema.ts';

const KEEP_MS = 10_000;
const MOST_KEPT = 20;

export interface KeptReports {
  /** The report made a moment ago, or the one being made, or a new one. */
  get(trialNo: number, nowMs: number, make: () => Promise<TrialReport>): Promise<TrialReport>;
}

/**
 * Keeps each trial's report for ten seconds and makes no two of one trial at once: a shared link
 * has no account behind it, and a report of a hundred thousand people is work for the database.
 */
export function keptReports(): KeptReports {
  const kept = new Map<
    number,
    { readonly madeAt: number; readonly report: Promise<TrialReport> }
  >();
  return {
    get(trialNo, nowMs, make) {
      const known = kept.get(trialNo);
      if (known && nowMs - known.madeAt < KEEP_MS) return known.report;
      const report = make();
      kept.delete(trialNo);
      kept.set(trialNo, { madeAt: nowMs, report });
      // A failure is nobody's to keep.
      report.catch(() => {
        if (kept.get(trialNo)?.report === report) kept.delete(trialNo);
      });
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return report;
    },
  };
}
