import type { Dataset, OfferColumns } from '../dataset.ts';
import { detectionDifference } from '../detection/detection-difference.ts';
import type { DetectionEstimate } from '../detection/detection-estimate.ts';
import { jackknifeDetection } from '../detection/jackknife-detection.ts';
import {
  type Refusals,
  type SignalDetection,
  signalDetection,
} from '../detection/signal-detection.ts';
import type { Moments } from '../strata/moments.ts';
import { noEstimate } from './estimates.ts';
import {
  personSums,
  tallyOf,
  type UnitSums,
  type UnitTally,
  varianceBetweenUnits,
} from './person-sums.ts';
import type { Detection, Estimate } from './types.ts';

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
  /** People and acceptances at offers met first, by arm. */
  readonly totals: (role: 'lure' | 'twin', arm: number) => Moments;
  readonly severalOffers: boolean;
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
  const { level } = request;
  const arms = Array.from({ length: request.arms }, (_, arm) => arm);
  if (request.clustered) return groupDetection(request);
  if (!request.severalOffers && !someMetBothFirst(request)) {
    return arms.map((arm) => {
      const [lure, twin] = (['lure', 'twin'] as const).map((role) => request.totals(role, arm));
      return independentDetection(
        refusals(lure?.participants ?? 0, lure?.sum ?? 0),
        refusals(twin?.participants ?? 0, twin?.sum ?? 0),
        level,
      );
    });
  }
  return personSums(request).map((sums) => personDetection(sums, level));
}

/** Does anybody have both a lure and a twin that count? Then the two rates aren't independent. */
function someMetBothFirst({ dataset, lures, twins }: DetectionRequest): boolean {
  for (let row = 0; row < dataset.rows; row += 1) {
    if (
      lures.position[row] !== 2 &&
      twins.position[row] !== 2 &&
      lures.status[row] === 0 &&
      twins.status[row] === 0 &&
      (dataset.count[row] as number) > 0
    ) {
      return true;
    }
  }
  return false;
}

function refusals(offers: number, accepted: number): Refusals {
  return { refused: offers - accepted, offers };
}

/** Leaves out one group after another: the variance needs no model of likeness within groups. */
function groupDetection(request: DetectionRequest): ArmDetection[] {
  const { dataset, armOfLevel, level } = request;
  const groups = Array.from({ length: request.arms }, () => new Map<number, UnitTally>());
  for (let row = 0; row < dataset.rows; row += 1) {
    const people = dataset.count[row] as number;
    const tally = people > 0 ? tallyOf(request, row) : null;
    const arm = groups[armOfLevel[dataset.arm.codes[row] as number] as number];
    if (!tally || !arm) continue;
    const code = dataset.cluster?.codes[row] ?? -1;
    const group = arm.get(code) ?? { lureMet: 0, lureRefused: 0, twinMet: 0, twinRefused: 0 };
    group.lureMet += people * tally.lureMet;
    group.lureRefused += people * tally.lureRefused;
    group.twinMet += people * tally.twinMet;
    group.twinRefused += people * tally.twinRefused;
    arm.set(code, group);
  }
  return groups.map((arm) => {
    const list = [...arm].sort(([a], [b]) => a - b).map(([, tally]) => tally);
    const lures = sumRefusals(list, 'lure');
    const twins = sumRefusals(list, 'twin');
    if (lures.offers === 0 || twins.offers === 0)
      return noDetection(lures, twins, NO_OFFERS, level);
    const result = jackknifeDetection(
      list.map(({ lureRefused, lureMet, twinRefused, twinMet }) => ({
        lures: { refused: lureRefused, offers: lureMet },
        twins: { refused: twinRefused, offers: twinMet },
      })),
      level,
    );
    return result
      ? detected(lures, twins, result, list.length)
      : noDetection(lures, twins, 'fewer than two groups, or no variation between them', level);
  });
}

function sumRefusals(list: readonly UnitTally[], role: 'lure' | 'twin'): Refusals {
  return list.reduce(
    (sum, tally) => ({
      refused: sum.refused + (role === 'lure' ? tally.lureRefused : tally.twinRefused),
      offers: sum.offers + (role === 'lure' ? tally.lureMet : tally.twinMet),
    }),
    { refused: 0, offers: 0 },
  );
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
  const degreesOfFreedom = welchDegrees(name, first, second);
  const result = detectionDifference(
    first.result[name],
    second.result[name],
    level,
    degreesOfFreedom ?? undefined,
  );
  return {
    method: `${method}, ${degreesOfFreedom === null ? 'normal' : 't'} test between arms`,
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

/** Degrees of freedom of a difference of two jackknifed arms; null when people are the units. */
function welchDegrees(
  name: 'dPrime' | 'criterion',
  first: ArmDetection,
  second: ArmDetection,
): number | null {
  if (first.groups === null || second.groups === null || !first.result || !second.result) {
    return null;
  }
  const one = first.result[name].standardError ** 2;
  const two = second.result[name].standardError ** 2;
  return (one + two) ** 2 / (one ** 2 / (first.groups - 1) + two ** 2 / (second.groups - 1));
}

const NO_OFFERS = 'no lure or no twin stands first by randomised order';

/** One offer per person, and nobody with both: rates are independent binomials. */
function independentDetection(lures: Refusals, twins: Refusals, level: number): ArmDetection {
  if (lures.offers === 0 || twins.offers === 0) return noDetection(lures, twins, NO_OFFERS, level);
  return detected(lures, twins, signalDetection(lures, twins, level), null);
}

/** Several answers from a person: the variance comes from differences between people. */
function personDetection(sums: UnitSums, level: number): ArmDetection {
  const lures = { refused: sums.lureRefused, offers: sums.lureOffers };
  const twins = { refused: sums.twinRefused, offers: sums.twinOffers };
  if (lures.offers === 0 || twins.offers === 0) return noDetection(lures, twins, NO_OFFERS, level);
  const variances = varianceBetweenUnits(sums);
  if (!variances) {
    return noDetection(lures, twins, 'fewer than two people, or no variation between them', level);
  }
  const result = signalDetection(lures, twins, level, variances);
  if (!(result.dPrime.standardError > 1e-9 && result.criterion.standardError > 1e-9)) {
    return noDetection(
      lures,
      twins,
      'people refuse lures and twins in step, without exception',
      level,
    );
  }
  return detected(lures, twins, result, null);
}

function detected(
  lures: Refusals,
  twins: Refusals,
  result: SignalDetection,
  groups: number | null,
): ArmDetection {
  const estimate = (name: string, value: DetectionEstimate): Estimate => ({
    method: `${name}, ${result.method}`,
    estimate: value.estimate,
    standardError: value.standardError,
    lower: value.lower,
    upper: value.upper,
    level: value.level,
    p: null,
    degreesOfFreedom: groups === null ? null : groups - 1,
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
    groups,
  };
}

function noDetection(
  lures: Refusals,
  twins: Refusals,
  reason: string,
  level: number,
): ArmDetection {
  return {
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
  };
}
