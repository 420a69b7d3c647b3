import type { AnalysisPlan } from '../../analysis/plan.ts';
import { periodMs } from '../../protocol/periods.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { Trial } from '../database/tables.ts';
import { analysisPlan } from './analysis-plan.ts';
import type { TrialReport } from './schema/report-schema.ts';

const DAY_MS = 86_400_000;

/** What a report says of the trial itself, out of its protocol and, where there is one, its row. */
export function describedTrial(protocol: Protocol, trial?: Trial): TrialReport['trial'] {
  const { slug, ethics, title, hypothesis, owner, contact, lived_experience } = protocol.trial;
  return {
    title,
    citation: null,
    about: {
      slug,
      hypothesis,
      owner,
      contact,
      ethics: { body: ethics.body, reference: ethics.reference, expires_on: ethics.expires_on },
      consentMode: protocol.consent.mode,
      livedExperience: { advice: lived_experience.advice, paid: lived_experience.paid },
      power: protocol.analysis.power,
      languages: protocol.population.languages,
      strata: protocol.population.strata.map(({ key, label }) => ({ key, label })),
    },
    life: trial
      ? {
          purpose: trial.purpose,
          state: trial.state,
          launchedAt: timeText(trial.launched_at),
          stoppedAt: timeText(trial.stopped_at),
          stoppedWhy: trial.stopped_why,
          closedAt: timeText(trial.closed_at),
        }
      : null,
    arms: describedArms(analysisPlan(protocol)).map((arm) => ({
      ...arm,
      kind: protocol.arms.find(({ key }) => key === arm.key)?.kind ?? null,
    })),
    waves: protocol.waves.map((wave) => ({
      key: wave.key,
      primary: wave.key === protocol.analysis.primary.wave,
      startsDays: periodMs(wave.starts) / DAY_MS,
      windowDays: periodMs(wave.window) / DAY_MS,
      forms: wave.pairs.map(({ lure, twin }) => ({ lure, twin })),
    })),
  };
}

/** The same where nothing is known but a plan. */
export function describedPlan(
  plan: AnalysisPlan,
  title: string,
  citation: string,
): TrialReport['trial'] {
  return {
    title,
    citation,
    about: null,
    life: null,
    arms: describedArms(plan),
    waves: plan.waves.map((key) => ({
      key,
      primary: key === plan.primary.wave,
      startsDays: null,
      windowDays: null,
      forms: [],
    })),
  };
}

function describedArms(plan: AnalysisPlan): TrialReport['trial']['arms'] {
  return plan.arms.map(({ key, label, share }) => ({
    key,
    label,
    kind: null,
    comparator: key === plan.comparator,
    share,
  }));
}

function timeText(at: Date | null): string | null {
  return at?.toISOString() ?? null;
}
