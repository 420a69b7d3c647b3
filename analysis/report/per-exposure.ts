import type { Dataset, OfferColumns } from '../dataset.ts';
import type { AnalysisPlan } from '../plan.ts';
import { type ExposurePattern, ratePerExposure } from '../strata/rate-per-exposure.ts';
import { FLAT, isNothing, noEstimate, withinRange } from './estimates.ts';
import type { ExposureRate } from './types.ts';

/**
 * Events per lure met at the primary wave and after, by arm; earlier waves come before training.
 *
 * @returns For each arm its comparison with the comparator; null for all when everybody met one
 *   lure, for that is the primary estimate again.
 */
export function perExposure(
  dataset: Dataset,
  plan: AnalysisPlan,
  armOfLevel: Int32Array,
  control: number,
  clustered: boolean,
): (arm: number) => ExposureRate | null {
  const from = plan.waves.indexOf(plan.primary.wave);
  const counted = dataset.offers.filter(
    ({ wave, role, events }) =>
      role === 'lure' &&
      plan.waves.indexOf(wave) >= from &&
      events[plan.primary.outcome] !== undefined,
  );
  if (counted.length === 0 || (counted.length === 1 && meetsOne(dataset, counted[0]))) {
    return () => null;
  }
  const method = 'events per exposure, clustered by person';
  const level = 1 - plan.alpha;
  if (clustered) {
    const none = noEstimate(method, level, 'takes people as independent, and groups were assigned');
    return () => ({ ...none, arm: null, comparator: null });
  }
  const arms = plan.arms.map(
    () => new Map<string, { people: number; exposures: number; events: number }>(),
  );
  for (let row = 0; row < dataset.rows; row += 1) {
    const people = dataset.count[row] as number;
    if (people === 0) continue;
    let exposures = 0;
    let events = 0;
    for (const offers of counted) {
      if (offers.status[row] !== 0) continue;
      exposures += offers.offered[row] as number;
      events += offers.events[plan.primary.outcome]?.people[row] as number;
    }
    if (exposures === 0) continue;
    const patterns = arms[armOfLevel[dataset.arm.codes[row] as number] as number];
    const key = `${exposures} ${events}`;
    const pattern = patterns?.get(key) ?? { people: 0, exposures, events };
    pattern.people += people;
    patterns?.set(key, pattern);
  }
  const patternsOf = (arm: number): ExposurePattern[] =>
    [...(arms[arm]?.values() ?? [])].sort(
      (a, b) => a.exposures - b.exposures || a.events - b.events,
    );
  return (arm) => {
    const treated = patternsOf(arm);
    const comparator = patternsOf(control);
    const people = (list: readonly ExposurePattern[]): number =>
      list.reduce((sum, pattern) => sum + pattern.people, 0);
    if (people(treated) < 2 || people(comparator) < 2) {
      const none = noEstimate(method, level, 'an arm has fewer than two people with an outcome');
      return { ...none, arm: null, comparator: null };
    }
    const result = ratePerExposure(treated, comparator, level);
    const sides = { arm: result.treated, comparator: result.control };
    if (isNothing(result.standardError)) {
      return { ...noEstimate(method, level, FLAT), estimate: result.estimate, ...sides };
    }
    const { estimate, standardError, lower, upper, p } = result;
    const whole = { method, estimate, standardError, lower, upper, level, p };
    return { ...withinRange({ ...whole, degreesOfFreedom: null, reason: null }), ...sides };
  };
}

function meetsOne(dataset: Dataset, offers: OfferColumns | undefined): boolean {
  if (!offers) return true;
  for (let row = 0; row < dataset.rows; row += 1) {
    if (offers.status[row] === 0 && (offers.offered[row] as number) > 1) return false;
  }
  return true;
}
