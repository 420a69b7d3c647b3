import type { Dataset, OfferColumns } from '../dataset.ts';
import type { AnalysisPlan } from '../plan.ts';
import type { Moments } from '../strata/moments.ts';
import {
  armPlaces,
  type CellIndex,
  type CellTable,
  type EventBits,
  eventBits,
  indexCells,
  type OffersUsed,
  onlyFirst,
  tabulateAll,
  type Units,
} from './cell-table.ts';
import { armMoments, contrastMaker, contrasts, once } from './contrast.ts';
import { type CovariateColumns, covariateColumns } from './covariates.ts';
import { lossCounts, missingReport } from './missing.ts';
import { randomisationTest } from './randomisation.ts';
import type { Contrast, MissingReport, Readings, TestResult } from './types.ts';

/** `support` serves the twin report and isn't listed by itself. */
export type Rank = 'primary' | 'secondary' | 'exploratory' | 'support';

/** One outcome of one set of offers, tabulated under the three readings for all arms. */
export interface Question {
  readonly offers: OfferColumns;
  readonly outcome: string;
  readonly rank: Rank;
  /** An arm against the comparator; worked out when first asked for. */
  readonly readings: (arm: number) => Readings;
  /** The same under the reading `people` alone. */
  readonly people: (arm: number) => Contrast;
  /** People and events of an arm under `people`. */
  readonly totals: (arm: number) => Moments;
  readonly severalOffers: boolean;
  /** What other readings of the missing say; under `people`. */
  readonly missing: (arm: number) => MissingReport;
  /** How often the draw alone would differ as much; under `people`. */
  readonly randomisation: (arm: number) => TestResult;
}

interface Indexed {
  readonly index: CellIndex;
  readonly bits: EventBits | null;
  readonly tableOf: (column: Uint16Array) => CellTable;
}

/** Makes questions about one dataset; indexes of rows are shared between them. */
export function questioner(
  dataset: Dataset,
  plan: AnalysisPlan,
  armOfLevel: Int32Array,
  control: number,
): (offers: OfferColumns, outcome: string, offersUsed: OffersUsed, rank: Rank) => Question {
  const clustered = plan.unit === 'cluster';
  const covariates = covariateColumns(dataset, plan.covariates);
  const categories = once(() =>
    covariateColumns(
      dataset,
      plan.covariates.filter((name) => !(dataset.covariates[name] instanceof Float64Array)),
    ),
  );
  const clusters = clustered ? (dataset.cluster?.levels.length ?? 1) : 1;
  const units = unitsOf(dataset, covariates, clusters);
  const facts = { clusters, clustered };
  const places = armPlaces(dataset, armOfLevel, plan.arms.length);
  const indexes = new Map<string, Indexed>();
  const indexFor = (offers: OfferColumns, offersUsed: OffersUsed): Indexed => {
    const name = `${offers.wave} ${offers.role} ${offersUsed}`;
    const known = indexes.get(name);
    if (known) return known;
    let index: CellIndex;
    let bits: EventBits | null;
    if (offersUsed === 'all') {
      index = indexCells(dataset, offers, places, units);
      bits = eventBits(offers, index.severalOffers);
    } else {
      const whole = indexFor(offers, 'all');
      index = onlyFirst(dataset, whole.index, armOfLevel);
      bits = whole.bits;
    }
    const made = { index, bits, tableOf: tabulateAll(dataset, index, bits) };
    indexes.set(name, made);
    return made;
  };
  return (offers, outcome, offersUsed, rank) => {
    const events = offers.events[outcome];
    if (!events) {
      throw new RangeError(`Compare arms: ${offers.wave}.${offers.role} has no outcome ${outcome}`);
    }
    const { index, tableOf } = indexFor(offers, offersUsed);
    const tables = {
      people: tableOf(events.people),
      people_and_unsure: tableOf(events.people_and_unsure),
      everything: tableOf(events.everything),
    };
    const adjusts = rank === 'primary' || rank === 'support';
    const request = (arm: number) => {
      const treated = plan.arms[arm];
      const comparator = plan.arms[control];
      if (!treated || !comparator)
        throw new RangeError(`Compare arms: arm ${arm} is not in the plan`);
      return {
        dataset,
        index,
        tables,
        events,
        outcome,
        good: directionOf(plan, offers.role, outcome),
        level: 1 - plan.alpha,
        treated: { index: arm, key: treated.key, label: treated.label },
        control: { index: control, key: comparator.key, label: comparator.label },
        units: { ...facts, covariates: adjusts ? covariates : null },
      };
    };
    const loss = once(() =>
      lossCounts(dataset, index, events.people, armOfLevel, adjusts ? categories() : null),
    );
    const made = new Map<number, Readings>();
    const readings = (arm: number): Readings => {
      const result = made.get(arm) ?? contrasts(request(arm));
      made.set(arm, result);
      return result;
    };
    const people = (arm: number): Contrast =>
      rank === 'support' ? contrastMaker(request(arm))('people') : readings(arm).people;
    const missing = (arm: number): MissingReport => missingReport(request(arm), loss());
    const randomisation = (arm: number): TestResult =>
      randomisationTest(request(arm), plan.randomisationDraws);
    const totals = (arm: number): Moments => armMoments(tables.people, arm);
    const { severalOffers } = index;
    return {
      ...{ offers, outcome, rank, readings, people, totals, severalOffers, missing },
      randomisation,
    };
  };
}

/** Pattern of covariates and group of assignment as one code; null when neither tells people apart. */
function unitsOf(
  dataset: Dataset,
  covariates: CovariateColumns | null,
  clusters: number,
): Units | null {
  const pattern = covariates?.pattern;
  const patterns = pattern ? (covariates?.patterns ?? 1) : 1;
  if (patterns * clusters === 1) return null;
  if (pattern && clusters === 1) return { count: patterns, of: pattern };
  const codes = clusters > 1 ? dataset.cluster?.codes : undefined;
  const of = new Int32Array(dataset.rows);
  for (let row = 0; row < of.length; row += 1) {
    of[row] =
      (pattern ? (pattern[row] as number) : 0) * clusters + (codes ? (codes[row] as number) : 0);
  }
  return { count: patterns * clusters, of };
}

function directionOf(
  plan: AnalysisPlan,
  role: 'lure' | 'twin',
  outcome: string,
): 'lower' | 'higher' | null {
  if (outcome === (plan.acceptance ?? 'compromised')) return role === 'lure' ? 'lower' : 'higher';
  if (role === 'twin') return null;
  if (outcome === plan.primary.outcome) return plan.primary.good;
  return plan.directions?.[outcome] ?? null;
}
