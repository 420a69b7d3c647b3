import type { Dataset } from '../dataset.ts';
import { standardisedDifference } from '../health/standardised-difference.ts';
import { standardisedDifferenceCategories } from '../health/standardised-difference-categories.ts';
import type { AnalysisPlan } from '../plan.ts';
import type { BalanceRow } from './types.ts';

/** The plan's covariates in each arm beside the comparator, over everyone assigned. */
export function baselineBalance(
  dataset: Dataset,
  plan: AnalysisPlan,
  armOfLevel: Int32Array,
): BalanceRow[] {
  const control = plan.arms.findIndex(({ key }) => key === plan.comparator);
  return [...plan.covariates].flatMap((name) => {
    const covariate = dataset.covariates[name];
    if (covariate === undefined) return [];
    const compare =
      covariate instanceof Float64Array
        ? numbers(dataset, covariate, armOfLevel, plan.arms.length)
        : categories(dataset, covariate, armOfLevel, plan.arms.length);
    return plan.arms.flatMap(({ key }, arm) =>
      arm === control ? [] : [{ covariate: name, arm: key, ...judged(compare(arm, control)) }],
    );
  });
}

function judged(difference: number | null): Omit<BalanceRow, 'covariate' | 'arm'> {
  if (difference === null) {
    return { standardisedDifference: null, reason: 'nothing is recorded of an arm' };
  }
  return Number.isFinite(difference)
    ? { standardisedDifference: difference, reason: null }
    : { standardisedDifference: null, reason: 'arms differ wholly, without variation within them' };
}

type Compare = (arm: number, control: number) => number | null;

/** Sums are taken about a first value, so that large numbers keep their digits. */
function numbers(
  dataset: Dataset,
  values: Float64Array,
  armOfLevel: Int32Array,
  arms: number,
): Compare {
  const people = new Float64Array(arms);
  const sum = new Float64Array(arms);
  const squares = new Float64Array(arms);
  const origin = values.find((value) => Number.isFinite(value)) ?? 0;
  for (let row = 0; row < dataset.rows; row += 1) {
    const value = (values[row] as number) - origin;
    if (Number.isNaN(value)) continue;
    const arm = armOfLevel[dataset.arm.codes[row] as number] as number;
    const n = dataset.count[row] as number;
    people[arm] = (people[arm] as number) + n;
    sum[arm] = (sum[arm] as number) + n * value;
    squares[arm] = (squares[arm] as number) + n * value * value;
  }
  const facts = (arm: number) => {
    const n = people[arm] as number;
    const mean = (sum[arm] as number) / n;
    const spread = Math.max(0, (squares[arm] as number) - n * mean * mean);
    return { participants: n, mean, variance: n > 1 ? spread / (n - 1) : 0 };
  };
  return (arm, control) =>
    (people[arm] as number) > 0 && (people[control] as number) > 0
      ? standardisedDifference(facts(arm), facts(control))
      : null;
}

/** "Not recorded" counts as a category of its own. */
function categories(
  dataset: Dataset,
  { levels, codes }: { readonly levels: readonly string[]; readonly codes: Int32Array },
  armOfLevel: Int32Array,
  arms: number,
): Compare {
  const width = levels.length + 1;
  const people = new Float64Array(arms * width);
  const { count } = dataset;
  const armCodes = dataset.arm.codes;
  const last = levels.length;
  for (let row = 0; row < codes.length; row += 1) {
    const arm = armOfLevel[armCodes[row] as number] as number;
    const code = codes[row] as number;
    const at = arm * width + (code < 0 ? last : code);
    people[at] = (people[at] as number) + (count[row] as number);
  }
  const shares = (arm: number): number[] => [...people.subarray(arm * width, (arm + 1) * width)];
  const isEmpty = (arm: number): boolean => shares(arm).every((n) => n === 0);
  return (arm, control) =>
    isEmpty(arm) || isEmpty(control)
      ? null
      : standardisedDifferenceCategories(shares(arm), shares(control));
}
