import type { Dataset } from '../dataset.ts';
import { attritionWeightedDifference, type WeightRow } from '../missing/attrition-weights.ts';
import { type ArmValues, LEAST_LEFT, leeBounds, leftAfterTrimming } from '../missing/lee-bounds.ts';
import { type CellIndex, peopleByShare } from './cell-table.ts';
import type { ContrastRequest } from './contrast.ts';
import type { CovariateColumns } from './covariates.ts';
import { boundsOf, FLAT, isNothing, noEstimate, withinRange } from './estimates.ts';
import type { Estimate, MissingReport } from './types.ts';

const GROUPS = 'takes people as independent, and groups were assigned';

/** Lee's bounds and attrition weights for a request's outcome under the reading `people`. */
export function missingReport(request: ContrastRequest, loss: LossCounts | null): MissingReport {
  return { lee: lee(request), weighted: weighted(request, loss) };
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
  if (leftAfterTrimming(treated, control) < LEAST_LEFT) {
    return none('trimming leaves fewer than two people of an arm');
  }
  const result = leeBounds(treated, control, level);
  return { ...boundsOf(result, method, units.clustered), trimmed: result.trimmed };
}

/** Distinct shares of offers with the event, with the people at each. */
function valuesOf(request: ContrastRequest, arm: number): ArmValues {
  const table = request.tables.people;
  const { index } = table;
  const cells = Array.from({ length: index.cells }, (_, cell) => cell);
  const people = peopleByShare(table, arm, cells);
  return {
    assigned: index.planned[arm] ?? 0,
    values: [...people].sort(([a], [b]) => a - b).map(([value, n]) => ({ value, people: n })),
  };
}

function weighted(request: ContrastRequest, loss: LossCounts | null): Estimate {
  const { level, units } = request;
  const method = 'inverse probability of attrition by stratum and categorical covariates, Hajek';
  if (units.clustered) return noEstimate(method, level, GROUPS);
  if (!loss) return noEstimate(method, level, 'the categorical covariates have too many patterns');
  const rows = weightRows(request, loss);
  if (rows.length === 0) {
    return noEstimate(method, level, 'an arm has fewer than two people with an outcome');
  }
  const result = attritionWeightedDifference(rows, level);
  if (isNothing(result.standardError)) {
    return { ...noEstimate(method, level, FLAT), estimate: result.estimate };
  }
  const { estimate, standardError, lower, upper, p } = result;
  return withinRange({
    ...{ method, estimate, standardError, lower, upper, level, p },
    degreesOfFreedom: null,
    reason: null,
  });
}

/** Everyone assigned by arm, stratum, pattern of categorical covariates, and outcome or none. */
export interface LossCounts {
  readonly strata: number;
  /** The categorical covariates; null when none is named. */
  readonly categories: CovariateColumns | null;
  readonly patterns: number;
  /** Slots of an outcome and one, the last, for none. */
  readonly width: number;
  readonly people: Float64Array;
}

/**
 * Counts people once for all arms.
 *
 * @param events - Of the outcome under the reading wanted.
 * @param categories - From covariateColumns, of categories alone.
 * @returns Null when there are too many patterns of categories to be counted.
 */
export function lossCounts(
  dataset: Dataset,
  index: CellIndex,
  events: Uint16Array,
  armOfLevel: Int32Array,
  categories: CovariateColumns | null,
): LossCounts | null {
  const pattern = categories?.pattern;
  if (categories && !pattern) return null;
  const patterns = categories?.patterns ?? 1;
  const strata = dataset.stratum.levels.length + 1;
  const width = index.slots + 1;
  const people = new Float64Array(index.arms * strata * patterns * width);
  for (let row = 0; row < dataset.rows; row += 1) {
    const arm = armOfLevel[dataset.arm.codes[row] as number] as number;
    const code = dataset.stratum.codes[row] as number;
    const stratum = code < 0 ? strata - 1 : code;
    const place = (arm * strata + stratum) * patterns + (pattern ? (pattern[row] as number) : 0);
    const base = index.base[row] as number;
    // What is left of the base within its unit is where its number of offers starts.
    const slot = base < 0 ? index.slots : (base % index.slots) + (events[row] as number);
    const at = place * width + slot;
    people[at] = (people[at] as number) + (dataset.count[row] as number);
  }
  return { strata, categories, patterns, width, people };
}

/** Rows of both arms; none when an arm has fewer than two people with an outcome. */
function weightRows({ index, treated, control }: ContrastRequest, loss: LossCounts): WeightRow[] {
  const { strata, categories, patterns, width, people } = loss;
  const columns = categories?.columns ?? 0;
  const shareOf: (number | null)[] = index.offered.flatMap((offers) =>
    Array.from({ length: offers + 1 }, (_, events) => events / offers),
  );
  shareOf.push(null);
  const rows: (WeightRow & { readonly stratum: number; readonly pattern: number })[] = [];
  for (const arm of [control.index, treated.index]) {
    for (let at = 0; at < strata * patterns * width; at += 1) {
      const n = people[arm * strata * patterns * width + at] as number;
      if (n === 0) continue;
      const place = Math.floor(at / width);
      rows.push({
        treated: arm === treated.index,
        covariates: [],
        people: n,
        outcome: shareOf[at % width] ?? null,
        stratum: Math.floor(place / patterns),
        pattern: place % patterns,
      });
    }
  }
  const analysed = [true, false].map((arm) =>
    rows.reduce(
      (sum, row) => sum + (row.treated === arm && row.outcome !== null ? row.people : 0),
      0,
    ),
  );
  if (analysed.some((count) => count < 2)) return [];
  // A stratum nobody is in would add a column of zeros.
  const [, ...used] = [...new Set(rows.map(({ stratum }) => stratum))].sort((x, y) => x - y);
  return rows.map(({ stratum, pattern, ...row }) => ({
    ...row,
    covariates: [
      ...used.map((one) => (one === stratum ? 1 : 0)),
      ...Array.from(
        { length: columns },
        (_, j) => categories?.values[pattern * columns + j] as number,
      ),
    ],
  }));
}
