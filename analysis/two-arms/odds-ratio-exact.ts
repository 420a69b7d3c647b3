import { type ArmCounts, assertCounts, assertLevel } from '../numerics/check.ts';
import { findRoot } from '../numerics/root.ts';
import type { TwoArmEstimate } from './types.ts';

/**
 * Conditional maximum likelihood odds ratio with its exact interval, as Fisher's test has it.
 *
 * Given the margins, events in the treated arm follow the non-central hypergeometric distribution;
 * the estimate equates its mean to what was seen, the bounds its tails to (1 - level) / 2. The
 * cost grows with the number of tables that have these margins.
 *
 * @param treated - Events and participants; integers, events <= participants.
 * @param control - Same shape, other arm.
 * @param level - Confidence level, in (0, 1).
 * @returns Odds in treated over control; no standard error; p is null (see fisherExactTest).
 *   Limits: 0 when events are as few as the margins allow, Infinity when as many; NaN with
 *   interval 0 to Infinity when they allow only one table.
 * @throws RangeError if an arm is empty or events exceed participants.
 * @see Cornfield (1956), Proc. Third Berkeley Symp. 4:135-148; `fisher.test` of R's stats package.
 */
export function oddsRatioExact(
  treated: ArmCounts,
  control: ArmCounts,
  level = 0.95,
): TwoArmEstimate {
  assertCounts('the treated arm', treated);
  assertCounts('the control arm', control);
  assertLevel(level);
  const total = treated.events + control.events;
  const least = Math.max(0, total - control.participants);
  const most = Math.min(total, treated.participants);
  const seen = treated.events;
  const base = {
    method: 'conditional exact odds ratio',
    standardError: null,
    level,
    p: null,
    treated,
    control,
  };
  if (least === most) {
    return { ...base, estimate: Number.NaN, lower: 0, upper: Number.POSITIVE_INFINITY };
  }
  const logWeights = centralLogWeights(
    treated.participants,
    control.participants,
    total,
    least,
    most,
  );
  const summary = (logOdds: number): { mean: number; atLeast: number; atMost: number } => {
    let top = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < logWeights.length; i += 1) {
      top = Math.max(top, (logWeights[i] as number) + i * logOdds);
    }
    let all = 0;
    let mean = 0;
    let atLeast = 0;
    let atMost = 0;
    for (let i = 0; i < logWeights.length; i += 1) {
      const weight = Math.exp((logWeights[i] as number) + i * logOdds - top);
      all += weight;
      mean += weight * (least + i);
      if (least + i >= seen) atLeast += weight;
      if (least + i <= seen) atMost += weight;
    }
    return { mean: mean / all, atLeast: atLeast / all, atMost: atMost / all };
  };
  const tail = (1 - level) / 2;
  const solve = (gap: (logOdds: number) => number): number => Math.exp(findRoot(gap, -700, 700));
  return {
    ...base,
    estimate:
      seen === least
        ? 0
        : seen === most
          ? Number.POSITIVE_INFINITY
          : solve((x) => summary(x).mean - seen),
    lower: seen === least ? 0 : solve((x) => summary(x).atLeast - tail),
    upper: seen === most ? Number.POSITIVE_INFINITY : solve((x) => summary(x).atMost - tail),
  };
}

/** Logarithms of hypergeometric weights from `least` to `most`, up to a constant. */
function centralLogWeights(
  n1: number,
  n0: number,
  total: number,
  least: number,
  most: number,
): Float64Array {
  const weights = new Float64Array(most - least + 1);
  for (let x = least; x < most; x += 1) {
    weights[x - least + 1] =
      (weights[x - least] as number) +
      Math.log(((n1 - x) * (total - x)) / ((x + 1) * (n0 - total + x + 1)));
  }
  return weights;
}
