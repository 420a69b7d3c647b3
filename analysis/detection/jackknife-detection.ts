import { assertLevel } from '../numerics/check.ts';
import { tCritical } from '../numerics/distributions.ts';
import type { DetectionEstimate } from './detection-estimate.ts';
import { type Refusals, type SignalDetection, signalDetection } from './signal-detection.ts';

/** What one group refused. */
export interface GroupRefusals {
  readonly lures: Refusals;
  readonly twins: Refusals;
}

/**
 * d' and criterion of an arm whose people came in groups: estimates from all offers together, errors
 * by leaving out one group after another, t intervals with groups minus one degrees of freedom.
 *
 *     Var = (G - 1) / G sum_g (theta_(-g) - mean theta_(-))^2
 *
 * @param groups - Refusals per group.
 * @param level - Confidence level, in (0, 1).
 * @returns Null with fewer than two groups, when leaving one out leaves no lure or no twin, or when
 *   groups don't differ.
 * @throws RangeError on impossible counts or a level outside (0, 1).
 * @see Efron and Stein (1981), Ann. Stat. 9:586-596; Bell and McCaffrey (2002), Surv. Methodol.
 *   28:169-181 (jackknife errors in groups).
 */
export function jackknifeDetection(
  groups: readonly GroupRefusals[],
  level = 0.95,
): SignalDetection | null {
  assertLevel(level);
  const total = (role: 'lures' | 'twins', left: number): Refusals =>
    groups.reduce(
      (sum, group, place) =>
        place === left
          ? sum
          : {
              refused: sum.refused + group[role].refused,
              offers: sum.offers + group[role].offers,
            },
      { refused: 0, offers: 0 },
    );
  const all = { lures: total('lures', -1), twins: total('twins', -1) };
  if (groups.length < 2 || all.lures.offers === 0 || all.twins.offers === 0) return null;
  const without = groups.map((group) => ({
    lures: minus(all.lures, group.lures),
    twins: minus(all.twins, group.twins),
  }));
  if (without.some(({ lures, twins }) => lures.offers === 0 || twins.offers === 0)) return null;
  const whole = signalDetection(all.lures, all.twins, level);
  const parts = without.map(({ lures, twins }) => signalDetection(lures, twins, level));
  const spread = (measure: 'dPrime' | 'criterion'): DetectionEstimate | null => {
    const values = parts.map((part) => part[measure].estimate);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const standardError = Math.sqrt(((groups.length - 1) / groups.length) * squares);
    if (!(standardError > 1e-9)) return null;
    const { estimate } = whole[measure];
    const reach = tCritical(level, groups.length - 1) * standardError;
    return { estimate, standardError, lower: estimate - reach, upper: estimate + reach, level };
  };
  const dPrime = spread('dPrime');
  const criterion = spread('criterion');
  if (!dPrime || !criterion) return null;
  return { ...whole, method: 'log-linear correction, jackknife over groups', dPrime, criterion };
}

function minus(all: Refusals, part: Refusals): Refusals {
  return { refused: all.refused - part.refused, offers: all.offers - part.offers };
}
