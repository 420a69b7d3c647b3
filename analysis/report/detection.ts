import type { Dataset, OfferColumns } from '../dataset.ts';
import {
  type DetectionEstimate,
  detectionDifference,
  type RateVariances,
  type SignalDetection,
  signalDetection,
} from '../detection/signal-detection.ts';
import { noEstimate } from './estimates.ts';
import type { Detection, Estimate } from './types.ts';

/**
 * Sums over the units of one arm (people, or groups where groups were assigned) of refused (R) and
 * met (M) offers, and of their products: what the variance between units needs. Whole numbers, so
 * the order of rows can't change them.
 */
interface UnitSums {
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
  bothUnits: number;
  bothRR: number;
  bothLureRTwinM: number;
  bothLureMTwinR: number;
  bothMM: number;
}

/** Refused and met offers of one unit. */
interface UnitTally {
  lureRefused: number;
  lureMet: number;
  twinRefused: number;
  twinMet: number;
}

export interface ArmDetection {
  readonly detection: Detection;
  readonly result: SignalDetection | null;
  /** Groups the variance comes from; null when it comes from people. */
  readonly groups: number | null;
}

export interface DetectionRequest {
  readonly dataset: Dataset;
  readonly armOfLevel: Int32Array;
  readonly arms: number;
  readonly lures: OfferColumns;
  readonly twins: OfferColumns;
  /** Events counted as accepting; refused is the rest. */
  readonly acceptance: { readonly lure: Uint16Array; readonly twin: Uint16Array };
  readonly level: number;
  /** True when groups were assigned: they, not people, are then the units of the variance. */
  readonly clustered: boolean;
}

/**
 * d' and criterion of every arm, from offers first by randomised order.
 *
 * @returns One entry per arm in the plan's order.
 */
export function detectionByArm(request: DetectionRequest): ArmDetection[] {
  const { dataset, armOfLevel, lures, twins, acceptance, clustered, level } = request;
  const sums = Array.from({ length: request.arms }, emptySums);
  const groups = new Map<number, { arm: UnitSums; tally: UnitTally }>();
  for (let row = 0; row < dataset.rows; row += 1) {
    const lure = lures.status[row] === 0 && lures.position[row] !== 2;
    const twin = twins.status[row] === 0 && twins.position[row] !== 2;
    const people = dataset.count[row] as number;
    if ((!lure && !twin) || people === 0) continue;
    const arm = sums[armOfLevel[dataset.arm.codes[row] as number] as number];
    if (!arm) continue;
    const lureMet = lure ? (lures.offered[row] as number) : 0;
    const twinMet = twin ? (twins.offered[row] as number) : 0;
    const tally = {
      lureMet,
      lureRefused: lure ? lureMet - (acceptance.lure[row] as number) : 0,
      twinMet,
      twinRefused: twin ? twinMet - (acceptance.twin[row] as number) : 0,
    };
    if (!clustered) {
      addUnit(arm, tally, people);
      continue;
    }
    const code = dataset.cluster?.codes[row] ?? -1;
    const group = groups.get(code) ?? {
      arm,
      tally: { lureMet: 0, lureRefused: 0, twinMet: 0, twinRefused: 0 },
    };
    group.tally.lureMet += people * tally.lureMet;
    group.tally.lureRefused += people * tally.lureRefused;
    group.tally.twinMet += people * tally.twinMet;
    group.tally.twinRefused += people * tally.twinRefused;
    groups.set(code, group);
  }
  for (const { arm, tally } of groups.values()) addUnit(arm, tally, 1);
  return sums.map((arm) => detectionOf(arm, level, clustered));
}

function addUnit(sums: UnitSums, tally: UnitTally, times: number): void {
  const { lureRefused, lureMet, twinRefused, twinMet } = tally;
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
    sums.bothUnits += times;
    sums.bothRR += times * lureRefused * twinRefused;
    sums.bothLureRTwinM += times * lureRefused * twinMet;
    sums.bothLureMTwinR += times * lureMet * twinRefused;
    sums.bothMM += times * lureMet * twinMet;
  }
}

/** Difference of two arms, or the reason there is none. */
export function differenceOf(
  name: 'dPrime' | 'criterion',
  first: ArmDetection,
  second: ArmDetection,
  level: number,
): Estimate {
  const method = name === 'dPrime' ? "difference in d'" : 'difference in criterion c';
  if (!first.result || !second.result) {
    return noEstimate(method, level, 'an arm has no estimate of it');
  }
  // Each arm's variance spends one degree of freedom on its mean.
  const groups =
    first.groups === null || second.groups === null ? null : first.groups + second.groups;
  const degreesOfFreedom = groups === null ? null : groups - 2;
  const result = detectionDifference(
    first.result[name],
    second.result[name],
    level,
    degreesOfFreedom ?? undefined,
  );
  return {
    method: `${method}, ${groups === null ? 'normal' : 't'} test between arms`,
    estimate: result.estimate,
    standardError: result.standardError,
    lower: result.lower,
    upper: result.upper,
    level,
    p: result.p,
    degreesOfFreedom,
    reason: null,
  };
}

function detectionOf(sums: UnitSums, level: number, groups: boolean): ArmDetection {
  const lures = { refused: sums.lureRefused, offers: sums.lureOffers };
  const twins = { refused: sums.twinRefused, offers: sums.twinOffers };
  const none = (reason: string): ArmDetection => ({
    detection: {
      lures,
      twins,
      hitRate: null,
      falseAlarmRate: null,
      dPrime: noEstimate("d'", level, reason),
      criterion: noEstimate('criterion c', level, reason),
    },
    result: null,
    groups: null,
  });
  if (lures.offers === 0 || twins.offers === 0) {
    return none('no lure or no twin stands first by randomised order');
  }
  const dependent =
    groups ||
    sums.bothUnits > 0 ||
    sums.lureOffers > sums.lureUnits ||
    sums.twinOffers > sums.twinUnits;
  const variances = dependent ? varianceBetweenUnits(sums) : undefined;
  if (dependent && !variances) {
    const unit = groups ? 'groups' : 'people';
    return none(`fewer than two ${unit}, or no variation between them`);
  }
  const result = signalDetection(lures, twins, level, variances);
  const estimate = (name: string, value: DetectionEstimate): Estimate => ({
    method: `${name}, ${groups ? 'log-linear correction, variance between groups' : result.method}`,
    estimate: value.estimate,
    standardError: value.standardError,
    lower: value.lower,
    upper: value.upper,
    level,
    p: null,
    degreesOfFreedom: null,
    reason: null,
  });
  return {
    detection: {
      lures,
      twins,
      hitRate: result.hitRate,
      falseAlarmRate: result.falseAlarmRate,
      dPrime: estimate("d'", result.dPrime),
      criterion: estimate('criterion c', result.criterion),
    },
    result,
    groups: groups ? Math.min(sums.lureUnits, sums.twinUnits) : null,
  };
}

/**
 * Variances of the pooled refusal rates H = sum r / sum m, taking people (or groups) as the units, by
 * linearisation: u = (r - H m) / sum m, Var(H) = n / (n - 1) sum u^2.
 *
 * @see Cochran (1977), Sampling Techniques, 3rd edition, equation 6.9 (variance of a ratio).
 */
function varianceBetweenUnits(sums: UnitSums): RateVariances | undefined {
  const { lureUnits, twinUnits, lureOffers, twinOffers } = sums;
  if (lureUnits < 2 || twinUnits < 2) return undefined;
  const hit = sums.lureRefused / lureOffers;
  const falseAlarm = sums.twinRefused / twinOffers;
  const hitVariance =
    ((sums.lureRR - 2 * hit * sums.lureRM + hit * hit * sums.lureMM) / lureOffers ** 2) *
    (lureUnits / (lureUnits - 1));
  const falseVariance =
    ((sums.twinRR - 2 * falseAlarm * sums.twinRM + falseAlarm * falseAlarm * sums.twinMM) /
      twinOffers ** 2) *
    (twinUnits / (twinUnits - 1));
  if (!(hitVariance > 1e-15 && falseVariance > 1e-15)) return undefined;
  const units = Math.min(lureUnits, twinUnits);
  const covariance =
    ((sums.bothRR -
      hit * sums.bothLureMTwinR -
      falseAlarm * sums.bothLureRTwinM +
      hit * falseAlarm * sums.bothMM) /
      (lureOffers * twinOffers)) *
    (units / (units - 1));
  return { hit: hitVariance, falseAlarm: falseVariance, covariance };
}

function emptySums(): UnitSums {
  return {
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
    bothUnits: 0,
    bothRR: 0,
    bothLureRTwinM: 0,
    bothLureMTwinR: 0,
    bothMM: 0,
  };
}
