import { assertPositive } from '../numerics/check.ts';
import { normalCdf, normalQuantile } from '../numerics/distributions.ts';
import { assertDiffering, type ProportionsPlan } from './proportions-plan.ts';

/**
 * Power of the two-sided comparison of two proportions, pooled variance under no difference.
 *
 * @param plan - Both risks, alpha and what else shapes the trial.
 * @param control - People to assign to control; treated get `ratio` times as many.
 * @returns Chance of a significant result in either direction, in (0, 1).
 * @throws RangeError on risks outside (0, 1), equal risks, or sizes not above 0.
 * @see Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition,
 *   equation 4.14 inverted; `power.prop.test(strict = TRUE)` of R.
 */
export function powerTwoProportions(plan: ProportionsPlan, control: number): number {
  const { ratio, effective } = assertDiffering(plan);
  assertPositive('people of control', control);
  const n0 = control * effective;
  const n1 = n0 * ratio;
  const { spreadNull, spread, gap } = spreads(plan, n1, n0);
  const z = -normalQuantile(plan.alpha / 2);
  return normalCdf((gap - z * spreadNull) / spread) + normalCdf((-gap - z * spreadNull) / spread);
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
