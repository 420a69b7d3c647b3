import type { ReportedComparison, ReportedEffect, TrialReport } from '../schema/report-schema.ts';
import {
  countText,
  fewerMore,
  levelText,
  naturalPair,
  naturalText,
  ofText,
  per100,
  rangeText,
} from './numbers.ts';
import { HARM_WORDS, outcomeWords } from './outcomes.ts';
import { suggestion } from './suggestion.ts';

export interface ArmSummary {
  readonly arm: string;
  readonly label: string;
  /** The two natural frequencies, each with its fraction, then the difference with its interval. */
  readonly result: string;
  /** What became of genuine offers; empty where the wave has no twins. */
  readonly genuine: string;
  readonly verdict: string;
  readonly certainty: string;
  readonly next: string;
}

export interface Summary {
  /** `do_not_rely` has numbers that must not be read as a result; `no_result` has none. */
  readonly state: 'result' | 'masked' | 'do_not_rely' | 'no_result';
  readonly banner: { readonly title: string; readonly text: string } | null;
  readonly people: string;
  readonly arms: readonly ArmSummary[];
  readonly harms: string;
}

const VERDICTS: Readonly<Record<ReportedComparison['verdict']['word'], string>> = {
  skill: 'More skilled: fewer fell for the scam, and genuine offers were kept',
  suspicion:
    'More suspicious, not more skilled: genuine offers were refused, scams no less accepted',
  both: 'More suspicious: fewer fell for the scam, but genuine offers were refused as well',
  unclear: 'Unclear: the intervals do not settle it',
};

export function verdictWords(word: ReportedComparison['verdict']['word']): string {
  return VERDICTS[word];
}

/** One paragraph a leader can decide on, cut where the page and the text want to break it. */
export function summarise(report: TrialReport): Summary {
  const { effect } = report;
  const people = peopleSentence(report);
  const harms = harmsSentence(report);
  const empty = { people, harms, arms: [] };
  const none = (title: string, text: string): Summary => ({
    ...empty,
    state: 'no_result',
    banner: { title, text },
  });
  if (report.masked) {
    const banner = { title: 'Effects are masked', text: report.masked.because };
    return { ...empty, state: 'masked', banner };
  }
  if (!effect) return none('No result', 'Nothing was analysed.');
  if (effect.notAnalysed !== null) return none('Not analysed', sentence(effect.notAnalysed));
  if (report.health.sampleRatio.stop) {
    const banner = { title: 'Do not rely on this result', text: ratioSentence(report) };
    return { ...empty, state: 'do_not_rely', banner };
  }
  if (!effect.headline) return none('No result', 'Nobody has an outcome yet.');
  const arms = effect.comparisons.map((comparison) => armSummary(comparison, effect));
  return { people, harms, arms, state: 'result', banner: null };
}

/** A reason as a sentence of its own. */
function sentence(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${reason.endsWith('.') ? '' : '.'}`;
}

function peopleSentence(report: TrialReport): string {
  const assigned = report.flow.reduce((sum, arm) => sum + arm.assigned, 0);
  const arms = report.flow.length;
  const wave = report.trial.waves.find(({ primary }) => primary);
  const lead = `Chance put ${countText(assigned)} people into ${arms} arms.`;
  if (!wave) return lead;
  if (wave.startsDays === null) return `${lead} The result is read at wave ${wave.key}.`;
  const later =
    wave.startsDays > 0
      ? `${countText(wave.startsDays)} days after being assigned, each was to meet`
      : 'Each was to meet';
  return `${lead} ${later} a practice scam and a genuine-looking offer, in random order.`;
}

function armSummary(comparison: ReportedComparison, effect: ReportedEffect): ArmSummary {
  const { label, arm } = comparison;
  const verdict = verdictWords(comparison.verdict.word);
  const certainty = `Certainty: ${comparison.certainty.word}`;
  const next = suggestion(comparison, effect);
  if (comparison.notAnalysed !== null || !comparison.primary) {
    return {
      arm,
      label,
      result: `Not analysed: ${comparison.notAnalysed ?? 'there is no outcome'}.`,
      genuine: '',
      verdict,
      certainty,
      next,
    };
  }
  return {
    arm,
    label,
    result: contrastSentence(comparison.primary.people, 'all'),
    genuine: comparison.twins ? contrastSentence(comparison.twins.twin, 'first') : '',
    verdict,
    certainty,
    next,
  };
}

type ReportedContrast = NonNullable<ReportedComparison['primary']>['people'];

/** Both absolute risks as natural frequencies with their fractions, then the adjusted difference. */
export function contrastSentence(contrast: ReportedContrast, offers: 'all' | 'first'): string {
  const { arm, comparator, standardised } = contrast;
  if (arm.risk === null || comparator.risk === null) {
    return `There are no outcomes to compare (${ofText(arm.analysed, arm.assigned)} and ${ofText(comparator.analysed, comparator.assigned)} have one).`;
  }
  const frequencies = contrast.severalOffers
    ? sharesText(contrast)
    : frequenciesText(contrast, arm.risk, comparator.risk, offers);
  const { estimate, lower, upper, level } = standardised;
  if (estimate === null || lower === null || upper === null) {
    return `${frequencies} No interval: ${standardised.reason ?? 'it can not be had'}.`;
  }
  return `${frequencies} Adjusted for group and offer form: ${fewerMore(estimate)} (${levelText(level)} interval: ${rangeText(lower, upper)}).`;
}

function frequenciesText(
  { arm, comparator, outcome, role }: ReportedContrast,
  armRisk: number,
  comparatorRisk: number,
  offers: 'all' | 'first',
): string {
  const pair = naturalPair(armRisk, comparatorRisk);
  const met = offers === 'first' ? ', among those who met it first' : '';
  return (
    `${naturalText(pair.arm, pair.per)} ${outcomeWords(outcome)[role]} (${ofText(arm.events, arm.analysed)}); ` +
    `with “${comparator.label}” ${naturalText(pair.comparator, pair.per)} (${ofText(comparator.events, comparator.analysed)})${met}.`
  );
}

/** Several offers a person: the mean share, and the people it is taken over. */
function sharesText({ arm, comparator, outcome, role }: ReportedContrast): string {
  const words = outcomeWords(outcome);
  const [offers, were] =
    role === 'lure'
      ? ['practice scams', words.luresWere]
      : ['genuine-looking offers', words.twinsWere];
  const one = (side: typeof arm): string =>
    `${per100(side.risk ?? 0)} in 100 (mean over ${countText(side.analysed)} people)`;
  return `Of the ${offers} each person met, ${one(arm)} were ${were}; with “${comparator.label}” ${one(comparator)}.`;
}

function ratioSentence({ health, flow }: TrialReport): string {
  const label = (key: string): string => flow.find(({ arm }) => arm === key)?.label ?? key;
  const arms = health.sampleRatio.arms.map(
    ({ arm, assigned, expected }) =>
      `“${label(arm)}” holds ${countText(assigned)} people where the plan makes it ${countText(Math.round(expected))}`,
  );
  return `The split of arms is broken: ${arms.join('; ')}. Something other than chance decided who is in which arm. Find out what, and run it again.`;
}

function harmsSentence({ harms }: TrialReport): string {
  if (!harms) return 'Harms are not in this file; ask whoever ran the trial.';
  const parts = harms.map(({ kind, arms, otherPeople }) => {
    const people = arms.reduce((sum, arm) => sum + arm.people, otherPeople);
    return `${HARM_WORDS[kind].toLowerCase()}: ${people === 0 ? 'none reported' : countText(people)}`;
  });
  return `Harms, all arms together: ${parts.join('; ')}.`;
}
