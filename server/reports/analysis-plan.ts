import type { AnalysisPlan } from '../../analysis/plan.ts';
import { periodMs } from '../../protocol/periods.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { Outcome } from '../../protocol/vocabulary.ts';

const DAY_MS = 86_400_000;

/** Rungs that mean going along with an offer; a trial about one of them compares twins on it too. */
const ACCEPTING: readonly Outcome[] = ['clicked', 'started', 'compromised'];

const WISHED: Readonly<Record<string, 'lower' | 'higher'>> = {
  clicked: 'lower',
  started: 'lower',
  compromised: 'lower',
  reported: 'higher',
  help_opened: 'higher',
} satisfies Partial<Record<Outcome, 'lower' | 'higher'>>;

/** The analysis part of a protocol, in the terms of `analysis/`. Shares are made to sum to 1. */
export function analysisPlan(protocol: Protocol): AnalysisPlan {
  const { analysis, arms, randomisation, waves } = protocol;
  const weight = (key: string): number => randomisation.allocation[key] ?? 0;
  const total = arms.reduce((sum, arm) => sum + weight(arm.key), 0);
  return {
    arms: arms.map((arm) => ({ key: arm.key, label: arm.label, share: weight(arm.key) / total })),
    comparator: analysis.comparator,
    primary: {
      outcome: analysis.primary.outcome,
      good: analysis.primary.good,
      wave: analysis.primary.wave,
      windowDays: periodMs(analysis.primary.window) / DAY_MS,
    },
    waves: waves.map((wave) => wave.key),
    unit: randomisation.unit,
    covariates: analysis.covariates,
    alpha: analysis.alpha,
    multiplicity: analysis.multiplicity,
    smallestEffect: analysis.smallest_effect,
    twinMargin: analysis.twin_margin,
    acceptance: acceptanceOutcome(protocol),
    directions: WISHED,
  };
}

/** What counts as accepting an offer, at lures and genuine twins alike. */
export function acceptanceOutcome(protocol: Protocol): Outcome {
  const { outcome } = protocol.analysis.primary;
  return ACCEPTING.includes(outcome) ? outcome : 'compromised';
}
