import { tCritical } from '../numerics/distributions.ts';
import { type Moments, varianceOfMean } from '../strata/moments.ts';
import { proportionWilson } from '../two-arms/proportion-wilson.ts';
import type { ArmRisk } from './types.ts';

/** Names and size of an arm, as every table of the report shows them. */
export interface ArmFacts {
  readonly key: string;
  readonly label: string;
  /** People assigned whom the offers in question were planned for. */
  readonly assigned: number;
}

/** Absolute risk of one arm with its interval. */
export function armRisk(
  arm: ArmFacts,
  moments: Moments,
  severalOffers: boolean,
  level: number,
): ArmRisk {
  const { participants: n, sum } = moments;
  const base = {
    arm: arm.key,
    label: arm.label,
    assigned: arm.assigned,
    analysed: n,
    events: sum,
    risk: n > 0 ? sum / n : null,
  };
  if (!severalOffers) {
    const wilson = n > 0 ? proportionWilson({ events: sum, participants: n }, level) : null;
    return {
      ...base,
      lower: wilson?.lower ?? null,
      upper: wilson?.upper ?? null,
      method: 'Wilson score',
    };
  }
  const method = 't interval of the mean share';
  if (n < 2) return { ...base, lower: null, upper: null, method };
  const variance = varianceOfMean(moments);
  // Nothing varies: nothing says how far the mean may be off.
  if (variance === 0) return { ...base, lower: null, upper: null, method };
  const reach = tCritical(level, n - 1) * Math.sqrt(variance);
  return {
    ...base,
    lower: Math.max(0, sum / n - reach),
    upper: Math.min(1, sum / n + reach),
    method,
  };
}
