import type { TrialReport } from '../schema/report-schema.ts';
import type { PlotRow } from './plot-scale.ts';

/** One row an arm: the primary difference under one reading, with the truth of a rehearsal. */
export function primaryRows(
  report: TrialReport,
  reading: 'people' | 'people_and_unsure' | 'everything' = 'people',
): PlotRow[] {
  return (report.effect?.comparisons ?? []).map((comparison) => {
    const estimate = comparison.primary?.[reading].standardised;
    return {
      label: comparison.label,
      estimate: estimate?.estimate ?? null,
      lower: estimate?.lower ?? null,
      upper: estimate?.upper ?? null,
      reason: comparison.notAnalysed ?? estimate?.reason ?? null,
      truth: trueDifference(report, comparison.arm, 'lureRisk'),
    };
  });
}

/** One row an arm: acceptance of genuine offers met first, arm minus comparator. */
export function genuineRows(report: TrialReport): PlotRow[] {
  return (report.effect?.comparisons ?? []).flatMap((comparison) => {
    if (!comparison.twins) return [];
    const { estimate, lower, upper, reason } = comparison.twins.twin.standardised;
    return [
      {
        label: comparison.label,
        estimate,
        lower,
        upper,
        reason,
        truth: trueDifference(report, comparison.arm, 'twinAcceptance'),
      },
    ];
  });
}

/** What a rehearsal's simulated people were made to do, as arm minus comparator. */
export function trueDifference(
  report: TrialReport,
  arm: string,
  of: 'lureRisk' | 'twinAcceptance',
): number | null {
  const truth = report.rehearsal?.truth;
  const plan = report.effect?.plan;
  if (!truth || !plan || truth.wave !== plan.wave || truth.outcome !== plan.outcome) return null;
  const riskOf = (key: string): number | null =>
    truth.arms.find((one) => one.arm === key)?.[of] ?? null;
  const [own, other] = [riskOf(arm), riskOf(plan.comparator)];
  return own === null || other === null ? null : own - other;
}
