import type { RateVariances } from '../detection/signal-detection.ts';
import type { DetectionRequest } from './detection.ts';

/**
 * Sums over the people of one arm of refused (R) and met (M) offers, and of their products: what the
 * variance between people needs. Whole numbers, so the order of rows can't change them.
 */
export interface UnitSums {
  /** With a lure, a twin, or both. */
  units: number;
  lureUnits: number;
  lureRefused: number;
  lureOffers: number;
  lureRR: number;
  lureRM: number;
  lureMM: number;
  twinUnits: number;
  twinRefused: number;
  twinOffers: number;
  twinRR: number;
  twinRM: number;
  twinMM: number;
  bothRR: number;
  bothLureRTwinM: number;
  bothLureMTwinR: number;
  bothMM: number;
}

/** Refused and met offers of one unit. */
export interface UnitTally {
  lureRefused: number;
  lureMet: number;
  twinRefused: number;
  twinMet: number;
}

/** What one row refused and met, or null when none of its offers count. */
export function tallyOf(request: DetectionRequest, row: number): UnitTally | null {
  const { lures, twins, acceptance } = request;
  const lure = lures.status[row] === 0 && lures.position[row] !== 2;
  const twin = twins.status[row] === 0 && twins.position[row] !== 2;
  if (!lure && !twin) return null;
  const lureMet = lure ? (lures.offered[row] as number) : 0;
  const twinMet = twin ? (twins.offered[row] as number) : 0;
  return {
    lureMet,
    lureRefused: lure ? lureMet - (acceptance.lure[row] as number) : 0,
    twinMet,
    twinRefused: twin ? twinMet - (acceptance.twin[row] as number) : 0,
  };
}

/** Sums over people, arm by arm. */
export function personSums(request: DetectionRequest): UnitSums[] {
  const { dataset, armOfLevel } = request;
  const sums = Array.from({ length: request.arms }, emptySums);
  for (let row = 0; row < dataset.rows; row += 1) {
    const people = dataset.count[row] as number;
    const tally = people > 0 ? tallyOf(request, row) : null;
    const arm = sums[armOfLevel[dataset.arm.codes[row] as number] as number];
    if (tally && arm) addUnit(arm, tally, people);
  }
  return sums;
}

function addUnit(sums: UnitSums, tally: UnitTally, times: number): void {
  const { lureRefused, lureMet, twinRefused, twinMet } = tally;
  sums.units += times;
  if (lureMet > 0) {
    sums.lureUnits += times;
    sums.lureRefused += times * lureRefused;
    sums.lureOffers += times * lureMet;
    sums.lureRR += times * lureRefused * lureRefused;
    sums.lureRM += times * lureRefused * lureMet;
    sums.lureMM += times * lureMet * lureMet;
  }
  if (twinMet > 0) {
    sums.twinUnits += times;
    sums.twinRefused += times * twinRefused;
    sums.twinOffers += times * twinMet;
    sums.twinRR += times * twinRefused * twinRefused;
    sums.twinRM += times * twinRefused * twinMet;
    sums.twinMM += times * twinMet * twinMet;
  }
  if (lureMet > 0 && twinMet > 0) {
    sums.bothRR += times * lureRefused * twinRefused;
    sums.bothLureRTwinM += times * lureRefused * twinMet;
    sums.bothLureMTwinR += times * lureMet * twinRefused;
    sums.bothMM += times * lureMet * twinMet;
  }
}

/**
 * Variances of the pooled refusal rates H = sum r / sum m, taking people (or groups) as the units, by
 * linearisation: u = (r - H m) / sum m, Var(H) = n / (n - 1) sum u^2. All three have the same n, that
 * of everyone with either: else the covariance could exceed what the variances allow.
 *
 * @see Cochran (1977), Sampling Techniques, 3rd edition, equation 6.9 (variance of a ratio).
 */
export function varianceBetweenUnits(sums: UnitSums): RateVariances | undefined {
  const { lureUnits, twinUnits, lureOffers, twinOffers } = sums;
  if (lureUnits < 2 || twinUnits < 2) return undefined;
  const factor = sums.units / (sums.units - 1);
  const hit = sums.lureRefused / lureOffers;
  const falseAlarm = sums.twinRefused / twinOffers;
  const hitVariance =
    ((sums.lureRR - 2 * hit * sums.lureRM + hit * hit * sums.lureMM) / lureOffers ** 2) * factor;
  const falseVariance =
    ((sums.twinRR - 2 * falseAlarm * sums.twinRM + falseAlarm * falseAlarm * sums.twinMM) /
      twinOffers ** 2) *
    factor;
  if (!(hitVariance > 1e-15 && falseVariance > 1e-15)) return undefined;
  const covariance =
    ((sums.bothRR -
      hit * sums.bothLureMTwinR -
      falseAlarm * sums.bothLureRTwinM +
      hit * falseAlarm * sums.bothMM) /
      (lureOffers * twinOffers)) *
    factor;
  const most = Math.sqrt(hitVariance * falseVariance);
  return {
    hit: hitVariance,
    falseAlarm: falseVariance,
    covariance: Math.max(-most, Math.min(most, covariance)),
  };
}

function emptySums(): UnitSums {
  return {
    units: 0,
    lureUnits: 0,
    lureRefused: 0,
    lureOffers: 0,
    lureRR: 0,
    lureRM: 0,
    lureMM: 0,
    twinUnits: 0,
    twinRefused: 0,
    twinOffers: 0,
    twinRR: 0,
    twinRM: 0,
    twinMM: 0,
    bothRR: 0,
    bothLureRTwinM: 0,
    bothLureMTwinR: 0,
    bothMM: 0,
  };
}
