import type { ArmCounts } from '../numerics/check.ts';
import { groupTotals, type IntraclassCorrelation } from './intraclass-correlation.ts';

/**
 * Intraclass correlation of a yes-or-no outcome by analysis of variance.
 *
 * @param clusters - Events and participants of each group; two groups at least, one with two people.
 * @throws RangeError on bad counts, on too few groups, or without any variation.
 * @see Donner and Klar (2000), Design and Analysis of Cluster Randomization Trials, equation 6.7;
 *   Ridout, Demetrio and Firth (1999), Biometrics 55:137-148, equation 1.
 */
export function iccAnova(clusters: readonly ArmCounts[]): IntraclassCorrelation {
  const facts = groupTotals(clusters);
  const { k, n, events, adjustedMeanSize } = facts;
  const within =
    (events - clusters.reduce((sum, c) => sum + c.events ** 2 / c.participants, 0)) / (n - k);
  const between =
    (clusters.reduce((sum, c) => sum + c.events ** 2 / c.participants, 0) - events ** 2 / n) /
    (k - 1);
  return {
    method: 'analysis of variance',
    estimate: (between - within) / (between + (adjustedMeanSize - 1) * within),
    clusters: k,
    participants: n,
    adjustedMeanSize,
  };
}
