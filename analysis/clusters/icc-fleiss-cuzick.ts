import type { ArmCounts } from '../numerics/check.ts';
import { groupTotals, type IntraclassCorrelation } from './intraclass-correlation.ts';

/**
 * Intraclass correlation of a yes-or-no outcome by Fleiss and Cuzick: one less the ratio of pairs
 * that disagree within groups to what independence would give.
 *
 * @param clusters - Events and participants of each group; two groups at least, one with two people.
 * @throws RangeError as iccAnova.
 * @see Fleiss and Cuzick (1979), Appl. Psychol. Meas. 3:537-542, equation 4.
 */
export function iccFleissCuzick(clusters: readonly ArmCounts[]): IntraclassCorrelation {
  const { k, n, events, adjustedMeanSize } = groupTotals(clusters);
  const share = events / n;
  const disagreement = clusters.reduce(
    (sum, c) => sum + (c.events * (c.participants - c.events)) / c.participants,
    0,
  );
  return {
    method: 'Fleiss-Cuzick',
    estimate: 1 - disagreement / ((n - k) * share * (1 - share)),
    clusters: k,
    participants: n,
    adjustedMeanSize,
  };
}
