import { assertFinite, assertWhole } from '../numerics/check.ts';

/** People, sum and sum of squares of an outcome in [0, 1] in one arm of one cell. */
export interface Moments {
  readonly participants: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** s^2 / n; exactly zero when everyone has the same value. */
export function varianceOfMean({ participants: n, sum, sumOfSquares }: Moments): number {
  const squares = (n * sumOfSquares - sum * sum) / n;
  // Rounding of shares such as 3/7 may leave a speck where the truth is zero.
  if (squares <= 1e-13 * sumOfSquares) return 0;
  return squares / (n - 1) / n;
}

/** @throws RangeError on fewer than two people, or moments that can't come from outcomes in [0, 1]. */
export function assertMoments(name: string, arm: Moments): void {
  assertWhole(`participants of ${name}`, arm.participants, 2);
  assertFinite(`sum of ${name}`, arm.sum);
  assertFinite(`sum of squares of ${name}`, arm.sumOfSquares);
  const slack = 1e-9 * arm.participants;
  if (
    arm.sum < 0 ||
    arm.sum > arm.participants + slack ||
    arm.sumOfSquares > arm.sum + slack ||
    arm.sumOfSquares * arm.participants < arm.sum * arm.sum - slack * arm.participants
  ) {
    throw new RangeError(
      `Read ${name}: sum ${arm.sum} and sum of squares ${arm.sumOfSquares} among ${arm.participants} participants; outcomes must lie between 0 and 1`,
    );
  }
}
