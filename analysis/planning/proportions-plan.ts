/** What planning a comparison of two proportions starts from; shared by power and sizes. */
import { assertPositive, assertProportion } from '../numerics/check.ts';

/** A comparison of two proportions as it is planned. */
export interface ProportionsPlan {
  /** Expected risks, in (0, 1). */
  readonly treated: number;
  readonly control: number;
  /** Two-sided, in (0, 1). */
  readonly alpha: number;
  /** People of treated for each person of control. */
  readonly ratio?: number;
  /** Share expected to be lost, in [0, 1). */
  readonly attrition?: number;
  /** Factor of the variance, above 0: designEffect for groups of assignment, twoWaveFactor for two waves. */
  readonly designEffect?: number;
}

/** People a plan needs. */
export interface SampleSize {
  readonly method: string;
  /** People to assign to each arm, losses allowed for. */
  readonly treated: number;
  readonly control: number;
  /** Of these people, in (0, 1). */
  readonly power: number;
}

/** @throws RangeError as assertRisks, or if both risks are the same. */
export function assertDiffering(plan: ProportionsPlan): { ratio: number; effective: number } {
  if (plan.treated === plan.control) {
    throw new RangeError(`Plan a trial: both risks are ${plan.treated} and must differ`);
  }
  return assertRisks(plan);
}

/**
 * @returns The ratio of arms, and as `effective` the share of an assigned person that counts, after loss
 *   and design effect.
 * @throws RangeError if a risk or alpha lies outside (0, 1), the ratio or design effect isn't above 0, or
 *   attrition lies outside [0, 1).
 */
export function assertRisks(plan: ProportionsPlan): { ratio: number; effective: number } {
  assertProportion('the treated risk', plan.treated);
  assertProportion('the control risk', plan.control);
  assertProportion('alpha', plan.alpha);
  const ratio = plan.ratio ?? 1;
  const attrition = plan.attrition ?? 0;
  const designEffect = plan.designEffect ?? 1;
  assertPositive('the ratio of arms', ratio);
  assertPositive('the design effect', designEffect);
  if (!(attrition >= 0 && attrition < 1)) {
    throw new RangeError(`Plan a trial: attrition is ${attrition} and must lie in [0, 1)`);
  }
  return { ratio, effective: (1 - attrition) / designEffect };
}

/** @throws RangeError unless alpha < power < 1. */
export function assertPower(power: number, alpha: number): void {
  if (!(power > alpha && power < 1)) {
    throw new RangeError(
      `Plan a trial: power is ${power} and must lie between alpha (${alpha}) and 1`,
    );
  }
}
