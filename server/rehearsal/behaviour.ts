/**
 * What simulated people are made to do. The numbers are invented: they say nothing about real
 * people, and are known, so that a report can be held against them.
 *
 * At each offer a person draws how far they would go, uniform in [0, 1); the risks below are the
 * shares of that line. Training moves the lines of whoever went through it, so that the effect of
 * assignment is the effect of training times the share of people who take it up.
 */
export type OfferRole = 'lure' | 'twin';

/** What a person brings to an offer. */
export interface Setting {
  readonly role: OfferRole;
  /** Whether an earlier wave was revealed to them. */
  readonly toldBefore: boolean;
  /** Place of the pair in its wave, and the number of pairs. */
  readonly pair: readonly [place: number, of: number];
  /** Place of the person's stratum, and the number of strata. */
  readonly stratum: readonly [place: number, of: number];
  /** Template of the training they went through; undefined before. */
  readonly training: string | undefined;
}

/** Stages a person can be made to reach, furthest last. */
export type ReachedStage = 'seen' | 'clicked' | 'started' | 'compromised';

/** Share of people who take what they are offered, unless something below changes it. */
const COMPROMISED = {
  lure: { first: 0.38, toldBefore: 0.32 },
  twin: { first: 0.42, toldBefore: 0.4 },
} as const;

/** Share of people who go from the reveal to the training of their arm. */
export const UPTAKE = 0.75;

/** By what a training multiplies the risk of whoever went through it. */
const TRAINING_FACTORS: Readonly<Record<string, Readonly<Record<OfferRole, number>>>> = {
  'red-flag-replay': { lure: 0.5, twin: 0.97 },
  'awareness-message': { lure: 0.75, twin: 0.95 },
};
const OTHER_TRAINING: Readonly<Record<OfferRole, number>> = { lure: 0.65, twin: 0.97 };

/** The first pair of a wave and the last stratum are taken a little more often than the others. */
const PAIR_SPREAD = -0.1;
const STRATUM_SPREAD = 0.1;

/** Of those who stop short of a stage, the share that still reached the one before it. */
const STOPPED_AT = { started: 0.12, clicked: 0.2, seen: 0.55 } as const;

/** Probability of reaching at least each stage. */
export function stageRisks(setting: Setting): Readonly<Record<ReachedStage, number>> {
  const base = COMPROMISED[setting.role][setting.toldBefore ? 'toldBefore' : 'first'];
  const factor = setting.training
    ? (TRAINING_FACTORS[setting.training] ?? OTHER_TRAINING)[setting.role]
    : 1;
  const compromised =
    base * factor * spread(setting.pair, PAIR_SPREAD) * spread(setting.stratum, STRATUM_SPREAD);
  const started = compromised + (1 - compromised) * STOPPED_AT.started;
  const clicked = started + (1 - started) * STOPPED_AT.clicked;
  const seen = clicked + (1 - clicked) * STOPPED_AT.seen;
  return { seen, clicked, started, compromised };
}

/** Furthest stage of somebody whose draw is this; undefined for who never opens the offer. */
export function reachedStage(setting: Setting, draw: number): ReachedStage | undefined {
  const risks = stageRisks(setting);
  const furthestFirst = ['compromised', 'started', 'clicked', 'seen'] as const;
  return furthestFirst.find((stage) => draw < risks[stage]);
}

/** Of those who opened an offer and were not taken in, the share that reports it. */
export function reportRisk(setting: Setting): number {
  if (setting.role === 'twin') return 0.01;
  return setting.training === undefined ? 0.08 : 0.15;
}

/** Factors whose mean over all places is 1: 1 - width at the first place, 1 + width at the last. */
function spread([place, of]: readonly [number, number], width: number): number {
  return of < 2 ? 1 : 1 + width * ((2 * place) / (of - 1) - 1);
}
