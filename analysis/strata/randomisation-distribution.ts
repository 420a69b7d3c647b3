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

/** At least this far from zero counts as large: the observed difference, less its rounding. */
export function limitOf(statistic: number): number {
  return Math.abs(statistic) - 1e-12 * Math.max(1, Math.abs(statistic));
}

/** @param p - Chance of a difference as large, over every assignment there is. */
export function byAll(statistic: number, p: number): PermutationResult {
  return {
    method: 'randomisation test, all assignments',
    statistic,
    // Chances that sum to one may round above it.
    p: Math.min(1, p),
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
  const limit = limitOf(statistic);
  let extreme = 0;
  for (let draw = 0; draw < draws; draw += 1) if (Math.abs(drawn(random)) >= limit) extreme += 1;
  return {
    method: `randomisation test, ${draws} draws`,
    statistic,
    p: (1 + extreme) / (1 + draws),
    draws,
  };
}

/**
 * @param variance - Of the difference over all assignments.
 * @param largest - Largest outcome, whatever its sign: where outcomes don't vary only the rounding of
 *   their mean is left.
 */
export function byNormal(statistic: number, variance: number, largest: number): PermutationResult {
  const error = Math.sqrt(variance);
  return {
    method: 'randomisation test, normal approximation',
    statistic,
    p: error > 1e-14 * largest ? normalTwoSided(statistic / error) : 1,
    draws: 0,
  };
}
