import { type ArmCounts, assertCounts } from '../numerics/check.ts';

/** Both arms' counts in one stratum. */
export interface StratumCounts {
  readonly treated: ArmCounts;
  readonly control: ArmCounts;
}

/** One effect taken to hold in every stratum. */
export interface CommonEffect {
  readonly method: string;
  readonly estimate: number;
  /** Of the estimate, or of its logarithm for the odds ratio. */
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly level: number;
  /** Null when nothing varies and the error is 0. */
  readonly p: number | null;
  readonly strata: number;
}

/** @throws RangeError if an arm is empty or events exceed participants. */
export function assertStratum({ treated, control }: StratumCounts): void {
  assertCounts('the treated arm', treated);
  assertCounts('the control arm', control);
}

/** People treated (n1), in control (n0) and in both (n), and events of both. */
export function stratumSizes({ treated, control }: StratumCounts): {
  n1: number;
  n0: number;
  n: number;
  events: number;
} {
  const n1 = treated.participants;
  const n0 = control.participants;
  return { n1, n0, n: n1 + n0, events: treated.events + control.events };
}
