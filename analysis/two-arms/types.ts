import type { ArmCounts } from '../numerics/check.ts';

export type { ArmCounts } from '../numerics/check.ts';

/** An estimate from the counts of two arms, with all an auditor needs. */
export interface TwoArmEstimate {
  readonly method: string;
  readonly estimate: number;
  /** Of the estimate, or of its logarithm for ratios; null where the method has none. */
  readonly standardError: number | null;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  /** Two-sided p of no difference by the same method; null where the method has none. */
  readonly p: number | null;
  readonly treated: ArmCounts;
  readonly control: ArmCounts;
}

/** One proportion with its interval. */
export interface ProportionEstimate {
  readonly method: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  readonly events: number;
  readonly participants: number;
}

/** A test of no difference. */
export interface TestOfCounts {
  readonly method: string;
  readonly statistic: number | null;
  readonly degreesOfFreedom: number | null;
  readonly p: number;
}
