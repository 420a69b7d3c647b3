import type { Protocol } from '../../protocol/schema.ts';

/** Arms in the order of the protocol, with their weights. */
export interface Allocation {
  readonly arms: readonly string[];
  /** Same order; positive, summing to 1. */
  readonly weights: readonly number[];
}

const TOLERANCE = 1e-9;

/**
 * The weights of a protocol, validated before anything is drawn by them: the SDK would only log
 * weights that do not sum to 1 and go on with equal ones.
 *
 * @throws RangeError when arms and weights do not match, or the weights do not sum to 1.
 */
export function allocationOf(protocol: Pick<Protocol, 'arms' | 'randomisation'>): Allocation {
  const { allocation } = protocol.randomisation;
  const arms = protocol.arms.map((arm) => arm.key);
  const weighted = Object.keys(allocation);
  if (new Set(arms).size !== arms.length || arms.length < 2) {
    throw new RangeError(
      `Allocate: the arms are ${arms.join(', ')}; two or more different ones are needed`,
    );
  }
  if (weighted.length !== arms.length || !arms.every((arm) => Object.hasOwn(allocation, arm))) {
    throw new RangeError(
      `Allocate: the weights are for ${weighted.join(', ')} and the arms are ${arms.join(', ')}; give each arm one weight`,
    );
  }
  const weights = arms.map((arm) => allocation[arm]!);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (
    !weights.every((weight) => Number.isFinite(weight) && weight > 0) ||
    Math.abs(sum - 1) > TOLERANCE
  ) {
    throw new RangeError(
      `Allocate: the weights ${weights.join(', ')} sum to ${sum}; positive weights that sum to 1 are needed`,
    );
  }
  return { arms, weights };
}
