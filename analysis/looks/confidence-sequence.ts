import { assertFinite, assertPositive, assertProportion, assertWhole } from '../numerics/check.ts';

export interface AlwaysValid {
  readonly method: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  /** Smallest alpha at which the sequence excludes zero now; at most 1. */
  readonly p: number;
}

/**
 * Interval that stays valid however often it is looked at: an asymptotic confidence sequence.
 *
 *     estimate +- s sqrt( (n rho^2 + 1) / (n rho^2) * ln((n rho^2 + 1) / alpha^2) )
 *
 * where s is the standard error at n. The chance that any of the intervals from a first look on
 * misses the truth is at most alpha, in the limit of large first looks.
 *
 * @param estimate - Estimate now, in any unit.
 * @param standardError - Of the estimate now, above 0.
 * @param people - People behind it, both arms together.
 * @param planned - People at which the sequence is to be tightest.
 * @param alpha - In (0, 1).
 * @throws RangeError outside those ranges.
 * @see Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024), Ann. Stat. 52:2613-2640, theorem 2.2
 *   and appendix B.2 (choice of rho).
 */
export function confidenceSequence(
  estimate: number,
  standardError: number,
  people: number,
  planned: number,
  alpha = 0.05,
): AlwaysValid {
  assertFinite('the estimate', estimate);
  assertPositive('the standard error', standardError);
  assertWhole('people', people, 1);
  assertWhole('planned people', planned, 1);
  assertProportion('alpha', alpha);
  // -W(-alpha^2 / e) - 1 on Lambert's lower branch, by its fixed point: the rho that makes the
  // interval tightest at the planned number.
  let x = 1 - 2 * Math.log(alpha);
  for (let round = 0; round < 60; round += 1) x = 1 - 2 * Math.log(alpha) + Math.log(x);
  const rhoSquared = (x - 1) / planned;
  const information = people * rhoSquared;
  const reach =
    standardError *
    Math.sqrt(((information + 1) / information) * Math.log((information + 1) / alpha ** 2));
  const z = estimate / standardError;
  // The alpha at which the interval's edge touches zero, solved in closed form for this rho.
  const p = Math.sqrt((information + 1) * Math.exp((-(z * z) * information) / (information + 1)));
  return {
    method: 'asymptotic confidence sequence',
    estimate,
    lower: estimate - reach,
    upper: estimate + reach,
    level: 1 - alpha,
    p: Math.min(1, p),
  };
}
