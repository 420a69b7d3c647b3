/** What a difference is held against in a randomisation test; shared by people, groups and counts. */
import { normalTwoSided } from '../numerics/distributions.ts';
import { type RandomSource, seededRandom } from '../numerics/random.ts';

export interface PermutationResult {
  readonly method: string;
  /** Stratified difference in means, treated minus control. */
  readonly statistic: number;
  readonly p: number;
  /** Draws made; 0 when all assignments were counted or the normal approximation was used. */
  readonly draws: number;
}

/** Above this number of units the normal approximation of the permutation distribution is used. */
export const MOST_UNITS = 50_000;

/** Up to so many assignments are counted rather than drawn. */
export const MOST_COUNTED = 20_000;

/** Whether a difference of outcomes in [0, 1] is as large as the one observed, but for rounding. */
export function isAsLarge(difference: number, observed: number): boolean {
  return Math.abs(difference) >= Math.abs(observed) - 1e-11;
}

/**
 * Puts outcomes on the scale of 0 to 1, where rounding means the same whatever their unit.
 *
 * @returns How to map an outcome, and by how much a difference on that scale is to be multiplied; null
 *   when all outcomes are alike.
 */
export function toUnitRange(
  outcomes: readonly number[],
): { readonly map: (outcome: number) => number; readonly range: number } | null {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const outcome of outcomes) {
    least = Math.min(least, outcome);
    most = Math.max(most, outcome);
  }
  const range = most - least;
  return range > 0 ? { map: (outcome) => (outcome - least) / range, range } : null;
}

/** What every draw gives when all outcomes are alike. */
export const NO_DIFFERENCE: PermutationResult = {
  method: 'randomisation test, all assignments',
  statistic: 0,
  p: 1,
  draws: 0,
};

/** @param p - Chance of a difference as large, over every assignment there is. */
export function byAll(statistic: number, p: number): PermutationResult {
  return {
    method: 'randomisation test, all assignments',
    statistic,
    // Chances that sum to one may round above it, and the smallest to nothing.
    p: Math.min(1, Math.max(Number.MIN_VALUE, p)),
    draws: 0,
  };
}

/** @param drawn - A difference of arms drawn again. */
export function byDraws(
  statistic: number,
  drawn: (random: RandomSource) => number,
  draws: number,
  seed: number,
): PermutationResult {
  const random = seededRandom(seed);
  let extreme = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    if (isAsLarge(drawn(random), statistic)) extreme += 1;
  }
  return {
    method: `randomisation test, ${draws} draws`,
    statistic,
    p: (1 + extreme) / (1 + draws),
    draws,
  };
}

/** @param variance - Of the difference over all assignments; outcomes lie in [0, 1]. */
export function byNormal(statistic: number, variance: number): PermutationResult {
  const error = Math.sqrt(variance);
  return {
    method: 'randomisation test, normal approximation',
    statistic,
    // Where outcomes vary in no stratum only the rounding of their means is left.
    p: error > 1e-13 ? normalTwoSided(statistic / error) : 1,
    draws: 0,
  };
}

/** Which of so many are taken, each choice as likely as the other: 1 for those. */
export function sample(size: number, take: number, random: RandomSource): Uint8Array {
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

/** Every choice of some out of so many. */
export function* combinations(size: number, take: number): Generator<Set<number>> {
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

/** How many choices there are. */
export function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 0; i < Math.min(k, n - k); i += 1) ways = (ways * (n - i)) / (i + 1);
  return ways;
}
