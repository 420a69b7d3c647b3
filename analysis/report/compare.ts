import { adjustPValues } from '../arms/adjust-p-values.ts';
import type { Dataset, OfferColumns } from '../dataset.ts';
import { nonInferiority } from '../detection/non-inferiority.ts';
import type { AnalysisPlan } from '../plan.ts';
import { certainty } from '../verdict/certainty.ts';
import { verdict } from '../verdict/verdict.ts';
import { contactReport } from './contact.ts';
import { decayReport } from './decay.ts';
import { type ArmDetection, detectionByArm, differenceOf } from './detection.ts';
import { inOrder } from './flow.ts';
import { perExposure } from './per-exposure.ts';
import { type Question, questioner, type Rank } from './question.ts';
import type {
  ArmComparison,
  Contrast,
  Estimate,
  Readings,
  TrialHealth,
  TwinReport,
  Verdict,
} from './types.ts';

/** Every arm against the comparator. */
export function compareArms(
  dataset: Dataset,
  plan: AnalysisPlan,
  armOfLevel: Int32Array,
  health: TrialHealth,
): ArmComparison[] {
  const level = 1 - plan.alpha;
  const control = plan.arms.findIndex(({ key }) => key === plan.comparator);
  const acceptance = plan.acceptance ?? 'compromised';
  const ask = questioner(dataset, plan, armOfLevel, control);
  const offersOf = (role: 'lure' | 'twin'): OfferColumns | undefined =>
    dataset.offers.find((offers) => offers.wave === plan.primary.wave && offers.role === role);
  const lures = offersOf('lure');
  const twins = offersOf('twin');
  const questions = inOrder(dataset, plan).flatMap((offers) =>
    Object.keys(offers.events)
      .sort()
      .map((outcome) => ask(offers, outcome, 'all', rankOf(plan, offers, outcome))),
  );
  const lureAcceptance = lures?.events[acceptance];
  const twinAcceptance = twins?.events[acceptance];
  const detection = (() => {
    if (!lures || !twins || !lureAcceptance || !twinAcceptance) return null;
    const lure = ask(lures, acceptance, 'first', 'support');
    const twin = ask(twins, acceptance, 'first', 'support');
    const arms = detectionByArm({
      dataset,
      armOfLevel,
      arms: plan.arms.length,
      lures,
      twins,
      acceptance: { lure: lureAcceptance.people, twin: twinAcceptance.people },
      totals: (role, arm) => (role === 'lure' ? lure : twin).totals(arm),
      severalOffers: lure.severalOffers || twin.severalOffers,
      level,
      clustered: plan.unit === 'cluster',
    });
    return { arms, lure, twin };
  })();
  const allLures = questions.find(
    ({ offers, outcome }) => offers === lures && outcome === acceptance,
  );
  const primary = questions.find(({ rank }) => rank === 'primary');

  const contactOf = contactReport(dataset, plan, armOfLevel, control);
  const exposureRate = perExposure(dataset, plan, armOfLevel, control, plan.unit === 'cluster');
  const comparisons = plan.arms.flatMap((planned, arm): ArmComparison[] => {
    if (arm === control) return [];
    const readings = primary?.readings(arm) ?? null;
    const twinReport = detection
      ? twinSide(plan, acceptance, detection, arm, control, level)
      : null;
    return [
      {
        arm: planned.key,
        label: planned.label,
        comparator: plan.comparator,
        notAnalysed: whyNot(plan, readings),
        primary: readings,
        adjustedP: readings?.people.standardised.p ?? null,
        randomisation: primary ? primary.randomisation(arm) : null,
        twins: twinReport,
        missing: primary ? primary.missing(arm) : null,
        perExposure: exposureRate(arm),
        contact: contactOf(readings?.people.standardised.estimate ?? null),
        decay: decayReport(
          plan,
          questions
            .filter(
              ({ offers, outcome }) => offers.role === 'lure' && outcome === plan.primary.outcome,
            )
            .map((question) => question.people(arm)),
        ),
        verdict: verdictOf(plan, allLures?.people(arm) ?? null, twinReport),
        certainty: certaintyOf(plan, readings, health),
        secondary: questions.filter(({ rank }) => rank === 'secondary').map((q) => q.readings(arm)),
        exploratory: questions
          .filter(({ rank }) => rank === 'exploratory')
          .map((q) => q.readings(arm)),
      },
    ];
  });
  return withAdjustedP(comparisons, plan.multiplicity);
}

function rankOf(plan: AnalysisPlan, offers: OfferColumns, outcome: string): Rank {
  if (offers.role === 'twin') return 'exploratory';
  const wave = offers.wave === plan.primary.wave;
  const same = outcome === plan.primary.outcome;
  if (wave && same) return 'primary';
  return wave || same ? 'secondary' : 'exploratory';
}

function whyNot(plan: AnalysisPlan, readings: Readings | null): string | null {
  if (!readings) {
    return `the data have no lures of wave ${plan.primary.wave} with the outcome ${plan.primary.outcome}`;
  }
  return readings.people.standardised.estimate === null
    ? readings.people.standardised.reason
    : null;
}

function twinSide(
  plan: AnalysisPlan,
  acceptance: string,
  detection: {
    readonly arms: readonly ArmDetection[];
    readonly lure: Question;
    readonly twin: Question;
  },
  arm: number,
  control: number,
  level: number,
): TwinReport | null {
  const first = detection.arms[arm];
  const second = detection.arms[control];
  if (!first || !second) return null;
  const twin = detection.twin.people(arm);
  return {
    acceptance,
    lure: detection.lure.people(arm),
    twin,
    nonInferiority: marginTest(twin.standardised, plan.twinMargin),
    arm: first.detection,
    comparator: second.detection,
    dPrimeDifference: differenceOf('dPrime', first, second, level),
    criterionDifference: differenceOf('criterion', first, second, level),
  };
}

function marginTest(difference: Estimate, margin: number): TwinReport['nonInferiority'] {
  const { estimate, standardError, lower, degreesOfFreedom } = difference;
  if (estimate === null || standardError === null || lower === null) {
    const method = 'one-sided test of the standardised difference against minus the margin';
    return { margin, shown: null, p: null, method };
  }
  const { p, method } = nonInferiority({ estimate, standardError, degreesOfFreedom }, margin);
  return { margin, shown: lower > -margin, p, method };
}

function verdictOf(plan: AnalysisPlan, lure: Contrast | null, twins: TwinReport | null): Verdict {
  const result = verdict(
    lure ? intervalOf(lure.standardised) : null,
    twins ? intervalOf(twins.twin.standardised) : null,
    plan.twinMargin,
  );
  const dPrime = twins ? intervalOf(twins.dPrimeDifference) : null;
  let discrimination: Verdict['discrimination'] = 'not shown';
  if (dPrime && dPrime.lower > 0) discrimination = 'better';
  if (dPrime && dPrime.upper < 0) discrimination = 'worse';
  return { ...result, discrimination };
}

function certaintyOf(
  plan: AnalysisPlan,
  readings: Readings | null,
  health: TrialHealth,
): ArmComparison['certainty'] {
  const people = readings?.people;
  const shares = people
    ? [people.arm, people.comparator].map(({ assigned, analysed }) =>
        assigned > 0 ? (assigned - analysed) / assigned : 1,
      )
    : [1];
  const { lower, upper } = people?.bounds ?? { lower: null, upper: null };
  return certainty({
    interval: people ? intervalOf(people.standardised) : null,
    smallestEffect: plan.smallestEffect,
    bounds: lower !== null && upper !== null ? { lower, upper } : null,
    missingShare: Math.max(...shares),
    lossByArmP: health.attritionByArm.p,
    sampleRatioStop: health.sampleRatio.stop,
    otherReadings: readings
      ? [
          intervalOf(readings.people_and_unsure.standardised),
          intervalOf(readings.everything.standardised),
        ]
      : [],
  });
}

function intervalOf(estimate: Estimate): { lower: number; upper: number } | null {
  const { lower, upper } = estimate;
  return lower === null || upper === null ? null : { lower, upper };
}

function withAdjustedP(
  comparisons: readonly ArmComparison[],
  method: AnalysisPlan['multiplicity'],
): ArmComparison[] {
  const tested = comparisons.filter(({ adjustedP }) => adjustedP !== null);
  const adjusted = adjustPValues(
    tested.map(({ adjustedP }) => adjustedP ?? 1),
    method,
  );
  return comparisons.map((comparison) => {
    const place = tested.indexOf(comparison);
    return place < 0 ? comparison : { ...comparison, adjustedP: adjusted[place] ?? null };
  });
}
