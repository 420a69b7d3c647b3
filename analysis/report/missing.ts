import type { Dataset } from '../dataset.ts';
import { attritionWeightedDifference, type WeightRow } from '../missing/attrition-weights.ts';
import { type ArmValues, leeBounds } from '../missing/lee-bounds.ts';
import type { CellIndex } from './cell-table.ts';
import type { ContrastRequest } from './contrast.ts';
import type { CovariateColumns } from './covariates.ts';
import { noEstimate } from './estimates.ts';
import type { Estimate, MissingReport } from './types.ts';

const GROUPS = 'takes people as independent, and groups were assigned';

/** Lee's bounds and attrition weights for a request's outcome under the reading `people`. */
export function missingReport(request: ContrastRequest, lost: LostCounts): MissingReport {
  return { lee: lee(request), weighted: weighted(request, lost) };
}

function lee(request: ContrastRequest): MissingReport['lee'] {
  const { level, units } = request;
  const method = 'Lee trimming, Imbens-Manski interval';
  const none = (reason: string): MissingReport['lee'] => ({
    method,
    lower: null,
    upper: null,
    intervalLower: null,
    intervalUpper: null,
    level,
    reason,
    trimmed: null,
  });
  const treated = valuesOf(request, request.treated.index);
  const control = valuesOf(request, request.control.index);
  const analysed = [treated, control].map(({ values }) =>
    values.reduce((sum, { people }) => sum + people, 0),
  );
  if (analysed.some((people) => people < 2)) {
    return none('an arm has fewer than two people with an outcome');
  }
  // What is left of the better-followed arm when it is trimmed to the other's share.
  const left = [treated, control].map(({ assigned }, arm) => {
    const other = arm === 0 ? control : treated;
    return (assigned * (analysed[1 - arm] ?? 0)) / other.assigned;
  });
  if (left.some((people) => people < 2)) {
    return none('trimming leaves fewer than two people of an arm');
  }
  const result = leeBounds(treated, control, level);
  return {
    method,
    lower: result.lower,
    upper: result.upper,
    intervalLower: units.clustered ? null : result.intervalLower,
    intervalUpper: units.clustered ? null : result.intervalUpper,
    level,
    reason: units.clustered ? `the interval ${GROUPS}` : null,
    trimmed: result.trimmed,
  };
}

/** Distinct shares of offers with the event, with the people at each. */
function valuesOf(request: ContrastRequest, arm: number): ArmValues {
  const { index, counts } = request.tables.people;
  const size = index.cells * index.units;
  const people = new Map<number, number>();
  for (let place = 0; place < size; place += 1) {
    const from = (arm * size + place) * index.slots;
    index.offered.forEach((offers, at) => {
      for (let events = 0; events <= offers; events += 1) {
        const n = counts[from + (index.starts[at] ?? 0) + events] ?? 0;
        if (n > 0) people.set(events / offers, (people.get(events / offers) ?? 0) + n);
      }
    });
  }
  return {
    assigned: index.planned[arm] ?? 0,
    values: [...people].sort(([a], [b]) => a - b).map(([value, n]) => ({ value, people: n })),
  };
}

function weighted(request: ContrastRequest, lost: LostCounts): Estimate {
  const { level, units } = request;
  const method = 'inverse probability of attrition by stratum and categorical covariates, Hajek';
  if (units.clustered) return noEstimate(method, level, GROUPS);
  const rows = weightRows(request, lost);
  if (rows.length === 0) {
    return noEstimate(method, level, 'an arm has fewer than two people with an outcome');
  }
  const result = attritionWeightedDifference(rows, level);
  const flat = result.standardError === 0;
  return {
    method,
    estimate: result.estimate,
    standardError: flat ? null : result.standardError,
    lower: flat ? null : result.lower,
    upper: flat ? null : result.upper,
    level,
    p: result.p,
    degreesOfFreedom: null,
    reason: flat ? 'outcomes do not vary within either arm' : null,
  };
}

/** People without an outcome by arm, stratum and pattern of covariates. */
export interface LostCounts {
  readonly strata: number;
  readonly patterns: number;
  readonly people: Float64Array;
}

/** Counts the people without an outcome, once for all arms. */
export function lostCounts(
  dataset: Dataset,
  index: CellIndex,
  armOfLevel: Int32Array,
  arms: number,
  covariates: CovariateColumns | null,
): LostCounts {
  const pattern = covariates?.pattern;
  const patterns = pattern ? (covariates?.patterns ?? 1) : 1;
  const strata = dataset.stratum.levels.length + 1;
  const people = new Float64Array(arms * strata * patterns);
  for (let row = 0; row < dataset.rows; row += 1) {
    if (index.base[row] !== -1) continue;
    const arm = armOfLevel[dataset.arm.codes[row] as number] as number;
    const code = dataset.stratum.codes[row] as number;
    const stratum = code < 0 ? strata - 1 : code;
    const at = (arm * strata + stratum) * patterns + (pattern ? (pattern[row] as number) : 0);
    people[at] = (people[at] as number) + (dataset.count[row] as number);
  }
  return { strata, patterns, people };
}

/** People of both arms by stratum and pattern, with each outcome and without. */
function weightRows(request: ContrastRequest, lost: LostCounts): WeightRow[] {
  const { index, treated, control } = request;
  const { strata, patterns } = lost;
  const { slots } = index;
  // One more slot, the last, for those without an outcome.
  const width = slots + 1;
  const counts = new Float64Array(2 * strata * patterns * width);
  const { counts: filled } = request.tables.people;
  for (const [side, arm] of [
    [1, treated.index],
    [0, control.index],
  ] as const) {
    const own = strata * patterns;
    for (let place = 0; place < own; place += 1) {
      counts[(side * own + place) * width + slots] = lost.people[arm * own + place] as number;
    }
    for (let cell = 0; cell < index.cells; cell += 1) {
      const stratum = Math.floor(cell / index.forms);
      for (let unit = 0; unit < index.units; unit += 1) {
        const from = ((arm * index.cells + cell) * index.units + unit) * slots;
        const at = ((side * strata + stratum) * patterns + (patterns > 1 ? unit : 0)) * width;
        for (let slot = 0; slot < slots; slot += 1) {
          counts[at + slot] = (counts[at + slot] as number) + (filled[from + slot] as number);
        }
      }
    }
  }
  return toRows(request, counts, strata, patterns);
}

function toRows(
  request: ContrastRequest,
  counts: Float64Array,
  strata: number,
  patterns: number,
): WeightRow[] {
  const { index, units } = request;
  const width = index.slots + 1;
  const shareOf: (number | null)[] = index.offered.flatMap((offers) =>
    Array.from({ length: offers + 1 }, (_, events) => events / offers),
  );
  shareOf.push(null);
  const columns = patterns > 1 ? (units.covariates?.columns ?? 0) : 0;
  // A stratum nobody is in would add a column of zeros.
  const used = Array.from({ length: strata }, (_, stratum) => stratum).filter((stratum) => {
    for (const side of [0, 1]) {
      const from = (side * strata + stratum) * patterns * width;
      for (let at = from; at < from + patterns * width; at += 1)
        if ((counts[at] as number) > 0) return true;
    }
    return false;
  });
  const rows: WeightRow[] = [];
  const analysed = [0, 0];
  counts.forEach((people, at) => {
    if (people === 0) return;
    const slot = at % width;
    const rest = Math.floor(at / width);
    const pattern = rest % patterns;
    const stratum = Math.floor(rest / patterns) % strata;
    const side = Math.floor(rest / patterns / strata);
    const outcome = shareOf[slot] ?? null;
    if (outcome !== null) analysed[side] = (analysed[side] ?? 0) + people;
    rows.push({
      treated: side === 1,
      covariates: [
        ...used.slice(1).map((one) => (one === stratum ? 1 : 0)),
        ...Array.from(
          { length: columns },
          (_, j) => units.covariates?.values[pattern * columns + j] ?? 0,
        ),
      ],
      people,
      outcome,
    });
  });
  return analysed.some((people) => people < 2) ? [] : rows;
}
