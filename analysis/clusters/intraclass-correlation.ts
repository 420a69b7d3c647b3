/** What estimators of the correlation in groups share: totals over groups and their adjusted mean size. */
import { type ArmCounts, assertCounts } from '../numerics/check.ts';

/** How alike the people of a group are. */
export interface IntraclassCorrelation {
  readonly method: string;
  /** May be below zero by chance; it isn't cut off. */
  readonly estimate: number;
  readonly clusters: number;
  readonly participants: number;
  /**
   * Mean people per group, lowered where sizes differ (20 for ten groups of 20):
   * (n - sum size^2 / n) / (groups - 1).
   */
  readonly adjustedMeanSize: number;
}

/**
 * Groups (k), people (n), events, and the adjusted mean size (n - sum size^2 / n) / (k - 1).
 *
 * @throws RangeError on bad counts, fewer than two groups, groups of one only, or without any variation.
 */
export function groupTotals(clusters: readonly ArmCounts[]): {
  k: number;
  n: number;
  events: number;
  adjustedMeanSize: number;
} {
  for (const cluster of clusters) assertCounts('a group', cluster);
  const k = clusters.length;
  const n = clusters.reduce((sum, c) => sum + c.participants, 0);
  const events = clusters.reduce((sum, c) => sum + c.events, 0);
  if (k < 2 || n <= k) {
    throw new RangeError(
      `Estimate a correlation in groups: ${k} groups of ${n} people; at least two groups are needed, and one of two people`,
    );
  }
  if (events === 0 || events === n) {
    throw new RangeError(
      `Estimate a correlation in groups: ${events} of ${n} had the event and outcomes must vary`,
    );
  }
  const squares = clusters.reduce((sum, c) => sum + c.participants ** 2, 0);
  return { k, n, events, adjustedMeanSize: (n - squares / n) / (k - 1) };
}
