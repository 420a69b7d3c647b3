import {
  assertAllFinite,
  assertPositive,
  assertSameLength,
  assertWhole,
} from '../numerics/check.ts';
import { permutationTestOfGroups } from './permutation-test-of-groups.ts';
import {
  byNormal,
  MOST_UNITS,
  NO_DIFFERENCE,
  type PermutationResult,
  toUnitRange,
} from './randomisation-distribution.ts';

/** What the randomisation permuted: persons or whole groups, within strata. */
export interface PermutationUnits {
  /** Outcome of each person, or mean outcome of each group. */
  readonly outcome: readonly number[];
  /** True for the treated arm. */
  readonly treated: readonly boolean[];
  /** Stratum or block in which the unit was drawn; one when left out. */
  readonly stratum?: readonly number[];
  /** Weight of the unit, people in a group; 1 when left out. */
  readonly weight?: readonly number[];
}

/**
 * Randomisation test: how often would the draw alone have given a difference as large? Units are
 * re-drawn as they were, within strata, keeping each stratum's numbers; nothing is assumed of
 * outcomes.
 *
 * All assignments are counted when there are few; else `draws` of them are made, and p is
 * (1 + those as large) / (1 + draws), never 0. Above 50,000 units the distribution's own mean and
 * variance stand in for it, as a normal. People with few different outcomes are re-drawn faster by
 * `permutationTestOfCounts`.
 *
 * @param seed - Fixes the draws.
 * @returns p is 1 when outcomes don't vary within strata: every draw gives the same.
 * @throws RangeError on lists of different length, no variation in arms, values not finite, or weights
 *   not above 0.
 * @see Fisher (1935), The Design of Experiments, section 21; Phipson and Smyth (2010), Stat. Appl.
 *   Genet. Mol. Biol. 9:39 (adding one); Hajek (1960), Publ. Math. Inst. Hung. 5:361-374 (normal limit).
 */
export function permutationTest(
  units: PermutationUnits,
  draws = 10_000,
  seed = 1,
): PermutationResult {
  const n = units.outcome.length;
  assertSameLength('outcomes and arms', units.outcome, units.treated, 2);
  assertAllFinite('outcomes', units.outcome);
  assertWhole('draws', draws, 1);
  if (units.stratum) {
    assertSameLength('strata', units.stratum, units.outcome);
    assertAllFinite('strata', units.stratum);
  }
  if (units.weight) {
    assertSameLength('weights', units.weight, units.outcome);
    for (const weight of units.weight) assertPositive('a weight', weight);
  }
  const stratumOf = (i: number): number => units.stratum?.[i] ?? 0;
  if (n <= MOST_UNITS) {
    const groups = units.outcome.map((outcome, i) => ({
      treated: units.treated[i] === true,
      stratum: stratumOf(i),
      parts: [{ cell: stratumOf(i), people: units.weight?.[i] ?? 1, outcome }],
    }));
    return permutationTestOfGroups(groups, draws, seed);
  }
  const members = new Map<number, number[]>();
  units.outcome.forEach((_, i) => {
    const known = members.get(stratumOf(i));
    if (known) known.push(i);
    else members.set(stratumOf(i), [i]);
  });
  const strata = [...members.values()]
    .map((list) => momentsOf(units, list))
    .filter(({ treated, members: all }) => treated > 0 && treated < all);
  if (strata.length === 0) {
    throw new RangeError('Permute arms: no stratum has units of both arms and at least one must');
  }
  const scale = toUnitRange(units.outcome);
  if (!scale) return NO_DIFFERENCE;
  const total = strata.reduce((sum, { weight }) => sum + weight, 0);
  const statistic = strata.reduce((sum, { weight, gap }) => sum + (weight / total) * gap, 0);
  const variance = strata.reduce((sum, s) => sum + (s.weight / total) ** 2 * s.variance, 0);
  const { range } = scale;
  return { ...byNormal(statistic / range, variance / range ** 2), statistic };
}

/** A stratum's difference in means, and its variance over all assignments (Neyman's, under no effect). */
function momentsOf(
  units: PermutationUnits,
  list: readonly number[],
): { members: number; treated: number; weight: number; gap: number; variance: number } {
  const weightOf = (i: number): number => units.weight?.[i] ?? 1;
  const outcomeOf = (i: number): number => units.outcome[i] ?? 0;
  const sums = [0, 0];
  const weights = [0, 0];
  let treated = 0;
  for (const i of list) {
    const arm = units.treated[i] === true ? 1 : 0;
    treated += arm;
    sums[arm] = (sums[arm] ?? 0) + weightOf(i) * outcomeOf(i);
    weights[arm] = (weights[arm] ?? 0) + weightOf(i);
  }
  const [control = 0, one = 0] = sums.map((sum, arm) => sum / (weights[arm] ?? 0));
  const weight = (weights[0] ?? 0) + (weights[1] ?? 0);
  const mean = ((sums[0] ?? 0) + (sums[1] ?? 0)) / weight;
  const n = list.length;
  // With unequal weights the linearised outcome w (y - mean) / mean weight stands in for y.
  const squares = list.reduce(
    (sum, i) => sum + ((weightOf(i) / (weight / n)) * (outcomeOf(i) - mean)) ** 2,
    0,
  );
  return {
    members: n,
    treated,
    weight,
    gap: one - control,
    variance: (squares / (n - 1)) * (1 / treated + 1 / (n - treated)),
  };
}
