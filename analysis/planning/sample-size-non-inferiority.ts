import { assertProportion } from '../numerics/check.ts';
import { normalCdf, normalQuantile } from '../numerics/distributions.ts';
import {
  assertPower,
  assertRisks,
  type ProportionsPlan,
  type SampleSize,
} from './proportions-plan.ts';

/**
 * People needed to show that acceptance of genuine offers doesn't fall by more than a margin.
 *
 * @param plan - `treated` and `control` are expected acceptances; alpha is one-sided here.
 * @param margin - Largest fall still called harmless, in (0, 1).
 * @param power - In (alpha, 1).
 * @throws RangeError if the expected fall isn't smaller than the margin.
 * @see Blackwelder (1982), Control. Clin. Trials 3:345-353; Julious and Campbell (2012), Stat. Med.
 *   31:2904-2936, equation 34.
 */
export function sampleSizeNonInferiority(
  plan: ProportionsPlan,
  margin: number,
  power: number,
): SampleSize {
  const { ratio, effective } = assertRisks(plan);
  assertProportion('the margin', margin);
  assertPower(power, plan.alpha);
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
  const treated = Math.ceil(exact * ratio - 1e-9);
  const error = Math.sqrt(
    ((plan.treated * (1 - plan.treated)) / treated +
      (plan.control * (1 - plan.control)) / control) /
      effective,
  );
  return {
    method: 'non-inferiority of two proportions, unpooled',
    treated,
    control,
    power: normalCdf(room / error + normalQuantile(plan.alpha)),
  };
}
