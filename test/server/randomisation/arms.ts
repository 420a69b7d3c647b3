import type { Protocol } from '../../../protocol/schema.ts';
import { makeDraws, type TrialDraws } from '../../../server/randomisation/trial-draws.ts';

export const WEIGHTS = { reveal_only: 0.4, awareness_message: 0.2, red_flag_replay: 0.4 };

/** As much of a protocol as draws are made from. */
export function armsProtocol(
  allocation: Readonly<Record<string, number>> = WEIGHTS,
  randomisation: Partial<Protocol['randomisation']> = {},
): Protocol {
  const protocol = {
    arms: Object.keys(allocation).map((key) => ({ key, label: key, kind: 'training' as const })),
    randomisation: {
      unit: 'participant' as const,
      method: 'stratified_blocks' as const,
      allocation: { ...allocation },
      block_sizes: [5, 10],
      ...randomisation,
    },
  };
  return protocol as unknown as Protocol;
}

export function drawsWith(
  salt: Buffer,
  allocation?: Readonly<Record<string, number>>,
  randomisation?: Partial<Protocol['randomisation']>,
): TrialDraws {
  return makeDraws(salt, 'vectors', armsProtocol(allocation, randomisation));
}

/** Ids as the service makes them: version 7, in order of time. */
export function personId(n: number): string {
  return `01938f3e-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** Upper tail of the chi-square distribution for a whole number of degrees of freedom, by series. */
export function chiSquareTail(statistic: number, df: number): number {
  if (df % 2 !== 0) throw new RangeError('only even degrees of freedom');
  let term = Math.exp(-statistic / 2);
  let sum = term;
  for (let k = 1; k < df / 2; k++) {
    term *= statistic / 2 / k;
    sum += term;
  }
  return sum;
}
