import type { ConsentMode } from '../../protocol/schema.ts';

/** On what ground a row about a person is kept. Stored as these small integers. */
export const BASIS = { confirmed: 1, provisional: 2, waived: 3, not_opted_out: 4 } as const;
export type Basis = (typeof BASIS)[keyof typeof BASIS];

/**
 * The bases under which the trial's consent mode lets anything be logged. Logging functions take
 * it as an argument, so an event without one can't be written down.
 */
export interface AdmissibleBases {
  readonly mode: ConsentMode;
  /** Bit n set when basis n is admissible. */
  readonly mask: number;
}

const ADMISSIBLE: Record<ConsentMode, readonly Basis[]> = {
  prospective_full: [BASIS.confirmed],
  prospective_general: [BASIS.confirmed],
  deferred: [BASIS.confirmed, BASIS.provisional],
  opt_out: [BASIS.confirmed, BASIS.not_opted_out],
  waived: [BASIS.confirmed, BASIS.waived],
};

export function admissibleBases(mode: ConsentMode): AdmissibleBases {
  return { mode, mask: ADMISSIBLE[mode].reduce((mask, basis) => mask | (1 << basis), 0) };
}

/** Basis of a person who enters without having been asked first; undefined in prospective modes. */
export function unaskedBasis(mode: ConsentMode): Basis | undefined {
  if (mode === 'deferred') return BASIS.provisional;
  if (mode === 'opt_out') return BASIS.not_opted_out;
  if (mode === 'waived') return BASIS.waived;
  return undefined;
}

export function isProspective(mode: ConsentMode): boolean {
  return mode === 'prospective_full' || mode === 'prospective_general';
}
