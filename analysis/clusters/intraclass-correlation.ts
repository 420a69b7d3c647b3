import { type ArmCounts, assertCounts } from '../numerics/check.ts';

export interface IntraclassCorrelation {
  readonly method: string;
  /** May be below zero by chance; it isn't cut off. */
  readonly estimate: number;
  readonly clusters: number;
  readonly participants: number;
  /** Size that a trial of equal clusters would need to lose as much. */
  readonly effectiveSize: number;
}

/**
 * Intraclass correlation of a yes-or-no outcome by analysis of variance.
 *
 * @param clusters - Events and participants of each group; two groups at least, one with two people.
 * @throws RangeError on bad counts, on too few groups, or without any variation.
 * @see Donner and Klar (2000), Design and Analysis of Cluster Randomization Trials, equation 6.7;
 *   Ridout, Demetrio and Firth (1999), Biometrics 55:137-148, equation 1.
 */
export function iccAnova(clusters: readonly ArmCounts[]): IntraclassCorrelation {
  const facts = totals(clusters);
  const { k, n, events, adjustedSize } = facts;
  const within =
    (events - clusters.reduce((sum, c) => sum + c.events ** 2 / c.participants, 0)) / (n - k);
  const between =
    (clusters.reduce((sum, c) => sum + c.events ** 2 / c.participants, 0) - events ** 2 / n) /
    (k - 1);
  return {
    method: 'analysis of variance',
    estimate: (between - within) / (between + (adjustedSize - 1) * within),
    clusters: k,
    participants: n,
    effectiveSize: adjustedSize,
  };
}

/**
 * Intraclass correlation of a yes-or-no outcome by Fleiss and Cuzick: one less the ratio of pairs
 * that disagree within groups to what independence would give.
 *
 * @throws RangeError as iccAnova.
 * @see Fleiss and Cuzick (1979), Appl. Psychol. Meas. 3:537-542, equation 4.
 */
export function iccFleissCuzick(clusters: readonly ArmCounts[]): IntraclassCorrelation {
  const { k, n, events, adjustedSize } = totals(clusters);
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
    effectiveSize: adjustedSize,
  };
}

/**
 * Design effect: how many times more people a trial of groups needs than one of persons.
 *
 *     1 + ((cv^2 + 1) m - 1) rho
 *
 * @param meanSize - Mean people per group, at least 1.
 * @param icc - Intraclass correlation, in [-1, 1].
 * @param sizeVariation - Coefficient of variation of group sizes, 0 when equal.
 * @throws RangeError outside those ranges, or if the result isn't above 0.
 * @see Eldridge, Ashby and Kerry (2006), Int. J. Epidemiol. 35:1292-1300, equation 3.
 */
export function designEffect(meanSize: number, icc: number, sizeVariation = 0): number {
  const finite = Number.isFinite(meanSize) && Number.isFinite(sizeVariation);
  if (!finite || !(meanSize >= 1) || !(icc >= -1 && icc <= 1) || !(sizeVariation >= 0)) {
    throw new RangeError(
      `Compute a design effect: mean size ${meanSize}, correlation ${icc}, variation ${sizeVariation}; they must be at least 1, in [-1, 1] and at least 0`,
    );
  }
  const effect = 1 + ((sizeVariation ** 2 + 1) * meanSize - 1) * icc;
  if (!(effect > 0)) {
    throw new RangeError(
      `Compute a design effect: correlation ${icc} is impossible with groups of ${meanSize}`,
    );
  }
  return effect;
}

function totals(clusters: readonly ArmCounts[]): {
  k: number;
  n: number;
  events: number;
  adjustedSize: number;
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
  return { k, n, events, adjustedSize: (n - squares / n) / (k - 1) };
}
