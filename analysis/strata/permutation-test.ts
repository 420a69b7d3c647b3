import {
  assertAllFinite,
  assertPositive,
  assertSameLength,
  assertWhole,
} from '../numerics/check.ts';
import type { RandomSource } from '../numerics/random.ts';
import {
  byAll,
  byDraws,
  byNormal,
  limitOf,
  MOST_UNITS,
  type PermutationResult,
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

const MOST_COUNTED = 20_000;

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
  const groups = new Map<number, number[]>();
  units.outcome.forEach((_, i) => {
    const code = units.stratum?.[i] ?? 0;
    const members = groups.get(code) ?? [];
    members.push(i);
    groups.set(code, members);
  });
  const weightOf = (i: number): number => units.weight?.[i] ?? 1;
  const strata = [...groups.values()]
    .map((members) => ({
      members,
      treated: members.filter((i) => units.treated[i]).length,
      weight: members.reduce((sum, i) => sum + weightOf(i), 0),
    }))
    .filter(({ members, treated }) => treated > 0 && treated < members.length);
  if (strata.length === 0) {
    throw new RangeError('Permute arms: no stratum has units of both arms and at least one must');
  }
  const total = strata.reduce((sum, { weight }) => sum + weight, 0);
  const difference = (
    stratum: (typeof strata)[number],
    isTreated: (place: number) => boolean,
  ): number => {
    let one = 0;
    let oneWeight = 0;
    let two = 0;
    let twoWeight = 0;
    stratum.members.forEach((i, place) => {
      const weight = weightOf(i);
      const value = weight * (units.outcome[i] ?? 0);
      if (isTreated(place)) {
        one += value;
        oneWeight += weight;
      } else {
        two += value;
        twoWeight += weight;
      }
    });
    return ((one / oneWeight - two / twoWeight) * stratum.weight) / total;
  };
  const statistic = strata.reduce(
    (sum, stratum) =>
      sum + difference(stratum, (place) => units.treated[stratum.members[place] ?? 0] === true),
    0,
  );
  if (n > MOST_UNITS) {
    const largest = units.outcome.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
    return byNormal(statistic, permutationVariance(units, strata, total), largest);
  }
  const ways = strata.reduce(
    (product, { members, treated }) => product * choose(members.length, treated),
    1,
  );
  if (ways <= MOST_COUNTED) {
    const perStratum = strata.map((stratum) =>
      [...combinations(stratum.members.length, stratum.treated)].map((chosen) =>
        difference(stratum, (place) => chosen.has(place)),
      ),
    );
    let sums = [0];
    for (const values of perStratum)
      sums = sums.flatMap((sum) => values.map((value) => sum + value));
    const limit = limitOf(statistic);
    const large = sums.filter((value) => Math.abs(value) >= limit).length;
    return byAll(statistic, large / sums.length);
  }
  const drawn = (random: RandomSource): number => {
    let sum = 0;
    for (const stratum of strata) {
      const chosen = sample(stratum.members.length, stratum.treated, random);
      sum += difference(stratum, (place) => chosen[place] === 1);
    }
    return sum;
  };
  return byDraws(statistic, drawn, draws, seed);
}

/** Variance of the stratified difference over all assignments (Neyman's, under no effect). */
function permutationVariance(
  units: PermutationUnits,
  strata: readonly {
    readonly members: readonly number[];
    readonly treated: number;
    readonly weight: number;
  }[],
  total: number,
): number {
  return strata.reduce((sum, { members, treated, weight }) => {
    const n = members.length;
    const meanWeight = weight / n;
    // With unequal weights the linearised outcome w (y - mean) / mean weight stands in for y.
    const mean =
      members.reduce((all, i) => all + (units.weight?.[i] ?? 1) * (units.outcome[i] ?? 0), 0) /
      weight;
    const squares = members.reduce(
      (all, i) =>
        all + (((units.weight?.[i] ?? 1) / meanWeight) * ((units.outcome[i] ?? 0) - mean)) ** 2,
      0,
    );
    const variance = (squares / (n - 1)) * (1 / treated + 1 / (n - treated));
    return sum + (weight / total) ** 2 * variance;
  }, 0);
}

function sample(size: number, take: number, random: RandomSource): Uint8Array {
  const chosen = new Uint8Array(size);
  let left = take;
  for (let place = 0; place < size; place += 1) {
    if (random() * (size - place) < left) {
      chosen[place] = 1;
      left -= 1;
    }
  }
  return chosen;
}

function* combinations(size: number, take: number): Generator<Set<number>> {
  const chosen = Array.from({ length: take }, (_, i) => i);
  while (true) {
    yield new Set(chosen);
    let place = take - 1;
    while (place >= 0 && chosen[place] === size - take + place) place -= 1;
    if (place < 0) return;
    chosen[place] = (chosen[place] as number) + 1;
    for (let next = place + 1; next < take; next += 1)
      chosen[next] = (chosen[next - 1] as number) + 1;
  }
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 0; i < Math.min(k, n - k); i += 1) ways = (ways * (n - i)) / (i + 1);
  return ways;
}
