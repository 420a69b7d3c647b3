import { keyedGenerator } from './keyed-generator.ts';
import type { Seeds } from './seeds.ts';
import { personUnit } from './unit.ts';

/**
 * The person's row of the Latin square of offers: wave w meets pair (row + w) mod pairs. Drawn
 * with a seed of its own, so that it tells nothing of the arm.
 *
 * @param pairsPerWave - Number of pairs in each wave; waves of different length need a square that
 *   each of them divides.
 * @returns From 0 to below the least common multiple of the numbers.
 */
export function drawOfferRow(
  seeds: Pick<Seeds, 'offerForm'>,
  participantId: string,
  pairsPerWave: readonly number[],
): number {
  const rows = pairsPerWave.reduce(leastCommonMultiple, 1);
  return keyedGenerator(seeds.offerForm, `row/${personUnit(participantId)}`)(rows);
}

/** For each wave 1 when the genuine twin comes first, which is so for half of the people, else 0. */
export function drawTwinFirst(
  seeds: Pick<Seeds, 'order'>,
  participantId: string,
  waves: number,
): number[] {
  const draw = keyedGenerator(seeds.order, `order/${personUnit(participantId)}`);
  return Array.from({ length: waves }, () => draw(2));
}

function leastCommonMultiple(a: number, b: number): number {
  return (a / greatestCommonDivisor(a, b)) * b;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
