import { assertPositive, assertProportion } from '../numerics/check.ts';
import { normalCdf, normalQuantile } from '../numerics/distributions.ts';
import { findRoot } from '../numerics/root.ts';

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
  /** Factor by which groups of assignment inflate variance, at least 1; see designEffect. */
  readonly designEffect?: number;
}

export interface SampleSize {
  readonly method: string;
  /** People to assign to each arm, losses allowed for. */
  readonly treated: number;
  readonly control: number;
  readonly power: number;
}

/**
 * Power of the two-sided comparison of two proportions, pooled variance under no difference.
 *
 * @param control - People to assign to control; treated get `ratio` times as many.
 * @returns Chance of a significant result in either direction, in (0, 1).
 * @throws RangeError on risks outside (0, 1), equal risks, or sizes not above 0.
 * @see Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition,
 *   equation 4.14 inverted; `power.prop.test(strict = TRUE)` of R.
 */
export function powerTwoProportions(plan: ProportionsPlan, control: number): number {
  const { ratio, effective } = check(plan);
  assertPositive('people of control', control);
  const n0 = control * effective;
  const n1 = n0 * ratio;
  const { spreadNull, spread, gap } = spreads(plan, n1, n0);
  const z = -normalQuantile(plan.alpha / 2);
  return normalCdf((gap - z * spreadNull) / spread) + normalCdf((-gap - z * spreadNull) / spread);
}

/**
 * People needed for a wished power.
 *
 * @param power - In (alpha, 1).
 * @throws RangeError on impossible plans or powers.
 */
export function sampleSizeTwoProportions(plan: ProportionsPlan, power: number): SampleSize {
  const { ratio } = check(plan);
  checkPower(power, plan.alpha);
  const exact = findRoot(
    (n) => powerTwoProportions(plan, n) - power,
    1e-6,
    upperBound((n) => powerTwoProportions(plan, n) - power),
  );
  const control = Math.ceil(exact - 1e-9);
  return {
    method: 'two proportions, normal approximation, pooled under no difference',
    treated: Math.ceil(exact * ratio - 1e-9),
    control,
    power: powerTwoProportions(plan, control),
  };
}

/**
 * Smallest fall in risk that would be found with a wished power.
 *
 * @param plan - As above without the treated risk.
 * @param control - People to assign to control.
 * @returns Control minus treated, as a proportion; null when even a fall to almost nothing would be
 *   missed.
 * @throws RangeError on impossible plans, sizes or powers.
 */
export function minimumDetectableFall(
  plan: Omit<ProportionsPlan, 'treated'>,
  control: number,
  power: number,
): number | null {
  checkPower(power, plan.alpha);
  const at = (fall: number): number =>
    powerTwoProportions({ ...plan, treated: plan.control - fall }, control) - power;
  assertProportion('the control risk', plan.control);
  const most = plan.control * (1 - 1e-9);
  if (at(most) < 0) return null;
  return findRoot(at, plan.control * 1e-12, most);
}

/**
 * Smallest rise in risk that would be found with a wished power: the fall of the opposite outcome.
 *
 * @returns Treated minus control, as a proportion; null when even a rise to almost one would be missed.
 * @throws RangeError on impossible plans, sizes or powers.
 */
export function minimumDetectableRise(
  plan: Omit<ProportionsPlan, 'treated'>,
  control: number,
  power: number,
): number | null {
  return minimumDetectableFall({ ...plan, control: 1 - plan.control }, control, power);
}

/**
 * People needed to show that acceptance of genuine offers doesn't fall by more than a margin.
 *
 * @param plan - `treated` and `control` are expected acceptances; alpha is one-sided here.
 * @param margin - Largest fall still called harmless, in (0, 1).
 * @throws RangeError if the expected fall isn't smaller than the margin.
 * @see Blackwelder (1982), Control. Clin. Trials 3:345-353; Julious and Campbell (2012), Stat. Med.
 *   31:2904-2936, equation 34.
 */
export function sampleSizeNonInferiority(
  plan: ProportionsPlan,
  margin: number,
  power: number,
): SampleSize {
  const { ratio, effective } = checkRisks(plan);
  assertProportion('the margin', margin);
  checkPower(power, plan.alpha);
  const room = plan.treated - plan.control + margin;
  if (!(room > 0)) {
    throw new RangeError(
      `Plan non-inferiority: acceptance is expected to fall by ${plan.control - plan.treated} and the margin is ${margin}; it must be larger`,
    );
  }
  const variance = (plan.treated * (1 - plan.treated)) / ratio + plan.control * (1 - plan.control);
  const z = -normalQuantile(plan.alpha) + normalQuantile(power);
  const exact = (z * z * variance) / (room * room) / effective;
  const control = Math.ceil(exact - 1e-9);
  return {
    method: 'non-inferiority of two proportions, unpooled',
    treated: Math.ceil(exact * ratio - 1e-9),
    control,
    power: normalCdf(
      room / Math.sqrt(variance / (control * effective)) + normalQuantile(plan.alpha),
    ),
  };
}

/**
 * Factor by which the variance of an effect shrinks when each person is measured at two waves and
 * the mean of both is compared.
 *
 * @param correlation - Between a person's outcomes at the two waves, in (-1, 1).
 * @returns (1 + rho) / 2: pass it on as a design effect.
 * @see Frison and Pocock (1992), Stat. Med. 11:1685-1704, equation 3 with two follow-ups.
 */
export function twoWaveFactor(correlation: number): number {
  if (!(correlation > -1 && correlation < 1)) {
    throw new RangeError(
      `Plan two waves: the correlation is ${correlation} and must lie in (-1, 1)`,
    );
  }
  return (1 + correlation) / 2;
}

function spreads(
  plan: ProportionsPlan,
  n1: number,
  n0: number,
): { spreadNull: number; spread: number; gap: number } {
  const pooled = (n1 * plan.treated + n0 * plan.control) / (n1 + n0);
  return {
    spreadNull: Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n0)),
    spread: Math.sqrt(
      (plan.treated * (1 - plan.treated)) / n1 + (plan.control * (1 - plan.control)) / n0,
    ),
    gap: Math.abs(plan.treated - plan.control),
  };
}

function check(plan: ProportionsPlan): { ratio: number; effective: number } {
  if (plan.treated === plan.control) {
    throw new RangeError(`Plan a trial: both risks are ${plan.treated} and must differ`);
  }
  return checkRisks(plan);
}

/** `effective` is the share of an assigned person that counts, after loss and design effect. */
function checkRisks(plan: ProportionsPlan): { ratio: number; effective: number } {
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

function checkPower(power: number, alpha: number): void {
  if (!(power > alpha && power < 1)) {
    throw new RangeError(
      `Plan a trial: power is ${power} and must lie between alpha (${alpha}) and 1`,
    );
  }
}

function upperBound(gap: (n: number) => number): number {
  let high = 16;
  while (gap(high) < 0 && high < 1e15) high *= 4;
  return high;
}
