import { type ArmCounts, assertCounts, assertLevel } from '../numerics/check.ts';
import { tableChances } from '../numerics/hypergeometric.ts';
import { findRoot } from '../numerics/root.ts';
import type { TwoArmEstimate } from './types.ts';

/** Beside the smallest tail asked for, 6e-17 at the highest level a number holds, this adds nothing. */
const NEGLIGIBLE = 1e-35;

/**
 * Conditional maximum likelihood odds ratio with its exact interval, as Fisher's test has it.
 *
 * Given the margins, events in the treated arm follow the non-central hypergeometric distribution;
 * the estimate equates its mean to what was seen, the bounds its tails to (1 - level) / 2. Only
 * tables near the likeliest are summed, so the cost grows with the root of the number of people.
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
  const summary = (logOdds: number): { mean: number; atLeast: number; atMost: number } => {
    const { from, chances } = tableChances(
      treated.participants,
      control.participants,
      total,
      Math.exp(logOdds),
      NEGLIGIBLE,
    );
    let mean = 0;
    let atLeast = 0;
    let atMost = 0;
    chances.forEach((chance, i) => {
      mean += chance * (from + i);
      if (from + i >= seen) atLeast += chance;
      if (from + i <= seen) atMost += chance;
    });
    return { mean, atLeast, atMost };
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
