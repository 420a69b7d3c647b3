import type { Kysely } from 'kysely';
import type { Dataset } from '../../analysis/dataset.ts';
import { type EffectReport, effectReport } from '../../analysis/effect-report.ts';
import type { AnalysisPlan } from '../../analysis/plan.ts';
import type { Database } from '../database/tables.ts';
import { analysisPlan } from './analysis-plan.ts';
import { RECORDED_COVARIATES } from './cells-query.ts';
import { CODE_VERSION } from './code-version.ts';
import { describedTrial } from './described-trial.ts';
import { whyMasked } from './look.ts';
import { REPORT_VERSION, type TrialReport } from './schema/report-schema.ts';
import { answers, enrolment, harms, machines, telling, trialChanges } from './snapshot-counts.ts';
import { type ReportTime, type TrialSnapshot, trialSnapshot } from './trial-snapshot.ts';

/** What the simulated people of a rehearsal were made to do; probabilities in [0, 1]. */
export interface RehearsalTruth {
  readonly outcome: string;
  readonly wave: string;
  readonly arms: readonly {
    readonly arm: string;
    /** Probability of the outcome at the lure of that wave, among everyone it reached. */
    readonly lureRisk: number;
    readonly twinAcceptance: number | null;
  }[];
}

export interface ReportOptions {
  /** Shown beside the estimates of a rehearsal; refused for a field trial, which has none. */
  readonly truth?: RehearsalTruth;
}

/**
 * The whole report of a trial as data. The same data and protocol give the same report, byte for
 * byte, whenever it is made: nothing in it is the time of its making. Effects are masked until the
 * planned look; enrolment and harms never are.
 *
 * @param now - The trial's own present, which decides which windows are over.
 * @throws ServiceError `not_found` when there is no such trial, `conflict` before its launch.
 */
export async function buildTrialReport(
  db: Kysely<Database>,
  which: string | { readonly trialNo: number },
  now: ReportTime,
  options: ReportOptions = {},
): Promise<TrialReport> {
  const snapshot = await trialSnapshot(
    db,
    typeof which === 'string' ? { slug: which } : which,
    now,
  );
  return reportOf(snapshot, options);
}

/** The report of a snapshot; pure. */
export function reportOf(snapshot: TrialSnapshot, options: ReportOptions = {}): TrialReport {
  const { trial, protocol, cells } = snapshot;
  const { plan, notes } = servicePlan(snapshot);
  const enrolled = enrolment(snapshot);
  const masked = whyMasked(protocol, {
    state: trial.state,
    assigned: enrolled.assigned,
    awaitingAssignment: enrolled.awaitingAssignment,
    open: cells.open,
  });
  const analysed =
    masked === undefined
      ? shownEffect(effectReport(cells.dataset, plan))
      : maskedEffect(cells.dataset, plan);
  return {
    report: 'scampaign trial report',
    version: REPORT_VERSION,
    source: 'service',
    versions: {
      code: CODE_VERSION,
      query: cells.query,
      protocolHash: trial.protocol_hash,
      protocolsAssignedUnder: snapshot.assignedUnder,
      saltSha256: trial.salt_sha256,
      saltDisclosed: trial.salt_disclosed,
      dataSha256: null,
    },
    dataThrough: latestTime(snapshot)?.toISOString() ?? null,
    trial: describedTrial(protocol, trial),
    masked: masked === undefined ? null : { look: protocol.analysis.looks, because: masked },
    rehearsal: rehearsalNote(snapshot, options),
    enrolment: enrolled,
    ...analysed,
    telling: telling(snapshot),
    answers: answers(snapshot),
    harms: harms(snapshot, analysed.flow),
    machines: machines(snapshot),
    changes: trialChanges(snapshot),
    uptake: masked === undefined ? cells.uptake : null,
    notes,
  };
}

/** The parts of a report that come out of `analysis/`. */
type Analysed = Pick<TrialReport, 'flow' | 'health' | 'effect'>;

export function shownEffect({ flow, health, ...effect }: EffectReport): Analysed {
  return { flow, health, effect };
}

/**
 * Flow and the split of arms, from columns whose outcomes were blanked first: what isn't there
 * can't be shown. Who is lost is told with the effects, since before the look most windows are
 * simply not over.
 */
function maskedEffect(dataset: Dataset, plan: AnalysisPlan): Analysed {
  const { flow, health } = effectReport(withoutOutcomes(dataset), plan);
  const later = {
    statistic: null,
    degreesOfFreedom: null,
    p: null,
    reason: 'told at the planned look',
  };
  return {
    flow,
    health: {
      ...health,
      attritionByArm: { method: health.attritionByArm.method, ...later },
      attrition: [],
    },
    effect: null,
  };
}

function withoutOutcomes(dataset: Dataset): Dataset {
  const blank = new Uint16Array(dataset.rows);
  const nothing = { people: blank, people_and_unsure: blank, everything: blank };
  return {
    ...dataset,
    offers: dataset.offers.map((offer) => ({
      ...offer,
      events: Object.fromEntries(Object.keys(offer.events).map((name) => [name, nothing])),
    })),
  };
}

/** The protocol's plan, held to what the service records about a person. */
function servicePlan({ protocol }: TrialSnapshot): { plan: AnalysisPlan; notes: string[] } {
  const plan = analysisPlan(protocol);
  const recorded: readonly string[] = RECORDED_COVARIATES;
  const missing = plan.covariates.filter((name) => !recorded.includes(name));
  const notes = missing.map(
    (name) =>
      `The protocol names the covariate ${name}, which the service does not record; the adjusted estimate leaves it out.`,
  );
  return {
    plan: { ...plan, covariates: plan.covariates.filter((name) => recorded.includes(name)) },
    notes,
  };
}

function rehearsalNote(
  { trial }: TrialSnapshot,
  { truth }: ReportOptions,
): TrialReport['rehearsal'] {
  if (trial.purpose !== 'rehearsal') {
    if (truth) {
      throw new RangeError(
        `Make a report: a truth is given for ${trial.slug}, which is a field trial; give it for rehearsals only`,
      );
    }
    return null;
  }
  return {
    note: 'Its people are simulated: nothing here says anything about real people.',
    truth: truth ? { outcome: truth.outcome, wave: truth.wave, arms: truth.arms } : null,
  };
}

/** Latest time among the rows counted, which changes only when they would be counted differently. */
function latestTime({
  trial,
  cells,
  debriefs,
  answers: given,
  events,
}: TrialSnapshot): Date | null {
  const times = [
    cells.latest,
    trial.launched_at,
    trial.stopped_at,
    trial.closed_at,
    ...debriefs.map(({ latest }) => latest),
    ...given.map(({ latest }) => latest),
    ...events.map(({ at }) => at),
  ].filter((at) => at !== null);
  return times.reduce<Date | null>((last, at) => (last === null || at > last ? at : last), null);
}
