import type { Categorical, Dataset, OfferColumns } from '../dataset.ts';
import { normalQuantile } from '../numerics/distributions.ts';
import type { RandomSource } from '../numerics/random.ts';
import type { AnalysisPlan } from '../plan.ts';

/** A trial as nature makes it: what `drawTrial` draws from. */
export interface TrialNature {
  readonly arms: readonly string[];
  readonly people: number;
  /** Chance of falling for the lure, by stratum, in the first arm. */
  readonly risks: readonly number[];
  /** Added to the chance in every other arm. */
  readonly effect: number;
  /** Chance of accepting the twin in the first arm, and what other arms add. */
  readonly acceptance: number;
  readonly acceptanceEffect: number;
  /** Chance of being lost, by stratum. */
  readonly loss: readonly number[];
  /** Added to it in every other arm, by stratum. */
  readonly lossEffect?: readonly number[];
  /** Added to it in every other arm for those who fell for the lure: nothing recorded explains it. */
  readonly lossWithEvent?: number;
  /** Slope of the chance of falling on a covariate that is even over 0 to 1; no covariate when absent. */
  readonly foretells?: number;
  /** Groups per arm; persons are assigned when absent. */
  readonly groupsPerArm?: number;
  /** Spread of groups' chances on the probit scale. */
  readonly groupSpread?: number;
}

/** The plan every drawn trial is analysed by. */
export function naturePlan(nature: TrialNature, alpha: number): AnalysisPlan {
  const share = 1 / nature.arms.length;
  return {
    arms: nature.arms.map((key) => ({ key, label: key, share })),
    comparator: nature.arms[0] ?? '',
    primary: { outcome: 'compromised', good: 'lower', wave: 'second', windowDays: 7 },
    waves: ['second'],
    unit: nature.groupsPerArm === undefined ? 'participant' : 'cluster',
    covariates: nature.foretells === undefined ? [] : ['score'],
    alpha,
    multiplicity: nature.arms.length > 2 ? 'holm' : 'none',
    smallestEffect: 0.05,
    twinMargin: 0.1,
    randomisationDraws: 0,
  };
}

/** Draws one trial: everyone assigned in turn within strata, two forms, half meeting the twin first. */
export function drawTrial(nature: TrialNature, random: RandomSource): Dataset {
  const { people: rows, arms, risks } = nature;
  const groups = (nature.groupsPerArm ?? 0) * arms.length;
  const pulls = Array.from({ length: groups }, () => normal(random) * (nature.groupSpread ?? 0));
  const offset = Math.floor(random() * arms.length);
  const armCodes = new Int32Array(rows);
  const stratumCodes = new Int32Array(rows);
  const clusterCodes = new Int32Array(rows);
  const lure = blank('lure', rows);
  const twin = blank('twin', rows);
  const met = risks.map(() => 0);
  const score = nature.foretells === undefined ? null : new Float64Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const group = groups > 0 ? row % groups : -1;
    const stratum = groups > 0 ? group % risks.length : Math.floor(random() * risks.length);
    const turn = met[stratum] ?? 0;
    met[stratum] = turn + 1;
    const arm =
      groups > 0 ? Math.floor(group / risks.length) % arms.length : (turn + offset) % arms.length;
    armCodes[row] = arm;
    stratumCodes[row] = stratum;
    clusterCodes[row] = Math.max(0, group);
    const pull = group < 0 ? null : { of: pulls[group] ?? 0, spread: nature.groupSpread ?? 0 };
    const twinFirst = random() < 0.5;
    let risk = (risks[stratum] ?? 0) + (arm === 0 ? 0 : nature.effect);
    if (score) {
      score[row] = random();
      risk += (nature.foretells ?? 0) * ((score[row] as number) - 0.5);
    }
    const accepts = nature.acceptance + (arm === 0 ? 0 : nature.acceptanceEffect);
    const fell = happens(risk, pull, random);
    const lost = random() < chanceOfLoss(nature, stratum, arm, fell);
    fill(lure, row, lost, twinFirst ? 2 : 1, fell, random);
    fill(twin, row, lost, twinFirst ? 1 : 2, happens(accepts, pull, random), random);
  }
  return {
    rows,
    count: new Float64Array(rows).fill(1),
    arm: { levels: arms, codes: armCodes },
    stratum: { levels: risks.map((_, k) => `s${k}`), codes: stratumCodes },
    ...(groups > 0
      ? { cluster: { levels: pulls.map((_, k) => `g${k}`), codes: clusterCodes } }
      : {}),
    covariates: score ? { score } : {},
    offers: [lure.offers, twin.offers],
  };
}

function chanceOfLoss(nature: TrialNature, stratum: number, arm: number, fell: number): number {
  const base = nature.loss[stratum] ?? 0;
  if (arm === 0) return base;
  return base + (nature.lossEffect?.[stratum] ?? 0) + fell * (nature.lossWithEvent ?? 0);
}

/** Standard normal draw. */
export function normal(random: RandomSource): number {
  return normalQuantile(Math.min(1 - 1e-16, Math.max(1e-300, random())));
}

/** A group's own pull on all its people, and how far pulls spread. */
interface Pull {
  readonly of: number;
  readonly spread: number;
}

/** The pull moves the chance on the probit scale; over groups its mean is the chance itself. */
function happens(chance: number, pull: Pull | null, random: RandomSource): number {
  if (pull === null) return random() < chance ? 1 : 0;
  return normal(random) < normalQuantile(chance) * Math.hypot(1, pull.spread) + pull.of ? 1 : 0;
}

interface Filling {
  readonly offers: OfferColumns;
  readonly form: Categorical;
  readonly events: Uint16Array;
}

function blank(role: 'lure' | 'twin', rows: number): Filling {
  const form = { levels: ['a', 'b'], codes: new Int32Array(rows) };
  const events = new Uint16Array(rows);
  return {
    form,
    events,
    offers: {
      wave: 'second',
      role,
      status: new Uint8Array(rows),
      form,
      position: new Uint8Array(rows),
      offered: new Uint16Array(rows),
      events: { compromised: { people: events, people_and_unsure: events, everything: events } },
    },
  };
}

function fill(
  { offers, form, events }: Filling,
  row: number,
  lost: boolean,
  position: number,
  event: number,
  random: RandomSource,
): void {
  offers.status[row] = lost ? 5 : 0;
  offers.position[row] = position;
  offers.offered[row] = lost ? 0 : 1;
  form.codes[row] = random() < 0.5 ? 0 : 1;
  events[row] = lost ? 0 : event;
}
