import type { Dataset } from './dataset.ts';
import type { AnalysisPlan } from './plan.ts';
import { baselineBalance } from './report/balance.ts';
import { compareArms } from './report/compare.ts';
import { participantFlow } from './report/flow.ts';
import { groupHealth } from './report/group-health.ts';
import { trialHealth } from './report/health.ts';
import { plain } from './report/plain.ts';
import type { EffectReport } from './report/types.ts';
import { validate } from './report/validate.ts';

export type * from './report/types.ts';

/**
 * The whole effect report of a trial from its columns and the analysis part of its protocol.
 *
 * The primary estimate is the difference in risk at the primary wave over everyone assigned who
 * has an outcome, standardised over strata and offer form; the unadjusted one and worst-case bounds
 * for the missing stand beside it. The same data and plan give the same report, whatever the order
 * of rows and whether a row stands for one person or for many.
 *
 * @param dataset - Columns over rows; see `Dataset`. Everyone assigned must be in it.
 * @param plan - Arms, comparator, primary outcome, margins; see `AnalysisPlan`.
 * @returns Plain data, see `EffectReport`: JSON can hold it without loss.
 * @throws RangeError if columns differ in length, hold codes out of range, more events than offers
 *   or arms and waves the plan doesn't name, or if the plan contradicts itself.
 * @see docs/analysis.md: every number carries the name of its method, whose function gives the source.
 */
export function effectReport(dataset: Dataset, plan: AnalysisPlan): EffectReport {
  const armOfLevel = validate(dataset, plan);
  const flow = participantFlow(dataset, plan, armOfLevel);
  const groups = plan.unit === 'cluster' ? groupHealth(dataset, plan, armOfLevel) : null;
  const health = trialHealth(plan, flow, groups, baselineBalance(dataset, plan, armOfLevel));
  const assigned = flow.reduce((sum, arm) => sum + arm.assigned, 0);
  const notAnalysed = whyNotAnalysed(assigned);
  const comparisons = notAnalysed === null ? compareArms(dataset, plan, armOfLevel, health) : [];
  const shown = comparisons.some((comparison) => comparison.notAnalysed === null);
  return plain<EffectReport>({
    version: 1,
    plan: {
      comparator: plan.comparator,
      outcome: plan.primary.outcome,
      good: plan.primary.good,
      wave: plan.primary.wave,
      windowDays: plan.primary.windowDays,
      unit: plan.unit,
      alpha: plan.alpha,
      level: 1 - plan.alpha,
      multiplicity: plan.multiplicity,
      smallestEffect: plan.smallestEffect,
      twinMargin: plan.twinMargin,
      covariates: [...plan.covariates],
    },
    assigned,
    clusters: groups ? groups.perArm.reduce((sum, arm) => sum + arm, 0) : null,
    notAnalysed,
    headline: shown && !health.sampleRatio.stop,
    flow,
    health,
    comparisons,
    notes: notes(plan, health.sampleRatio.stop),
  });
}

function whyNotAnalysed(assigned: number): string | null {
  return assigned === 0 ? 'nobody is assigned yet' : null;
}

function notes(plan: AnalysisPlan, stopped: boolean): string[] {
  const lines = [
    'Every difference is arm minus comparator, in proportions.',
    'Denominators are people assigned who have an outcome; delivered and unopened counts as no event.',
    'Missing means undelivered, not sent, withdrawn, expired or lost; worst-case bounds assume nothing about them.',
    'Genuine offers and discrimination use offers first by randomised order; only differences between arms are interpreted.',
  ];
  if (plan.multiplicity !== 'none') {
    lines.push(
      `p values of the primary differences are adjusted across arms by ${plan.multiplicity}.`,
    );
  }
  if (plan.unit === 'cluster') {
    lines.push(
      'Groups were assigned: errors come from differences between groups (CR2), and methods that take people as independent are left out.',
    );
  }
  if (stopped) {
    lines.push('The numbers assigned do not fit the planned shares: no headline may be drawn.');
  }
  return lines;
}
