import { type Dataset, READINGS, type Reading } from '../dataset.ts';
import { manskiBounds } from '../missing/manski-bounds.ts';
import type { Moments } from '../strata/moments.ts';
import { standardisedRiskDifference } from '../strata/standardised-risk-difference.ts';
import { type ArmFacts, armRisk } from './arm-risk.ts';
import { addMoments, type CellIndex, type CellTable, momentsOf } from './cell-table.ts';
import { clusterContrastParts, clustersPerCell } from './cluster-parts.ts';
import { boundsOf, differenceOfMeans, noEstimate, withinRange } from './estimates.ts';
import { type MergedCells, mergeCells } from './merge-cells.ts';
import { numberNeeded } from './number-needed.ts';
import { type Pair, pairMeans, pairRows, type UnitFacts } from './pair-rows.ts';
import { personParts } from './person-parts.ts';
import type { Bounds, Contrast, Estimate, Readings } from './types.ts';

export interface ArmPlace {
  /** Index in the plan. */
  readonly index: number;
  readonly key: string;
  readonly label: string;
}

export interface ContrastRequest {
  readonly dataset: Dataset;
  readonly index: CellIndex;
  readonly tables: Readonly<Record<Reading, CellTable>>;
  readonly events: Readonly<Record<Reading, Uint16Array>>;
  readonly outcome: string;
  readonly good: 'lower' | 'higher' | null;
  readonly level: number;
  readonly treated: ArmPlace;
  readonly control: ArmPlace;
  /** What the table's units are; their covariates are null when this contrast isn't adjusted. */
  readonly units: UnitFacts;
}

/** Everything the report says about one arm against the comparator, for one outcome. */
export function contrasts(request: ContrastRequest): Readings {
  const under = contrastMaker(request);
  const [people, unsure, everything] = READINGS.map(under);
  if (!people || !unsure || !everything)
    throw new RangeError('Contrast arms: a reading is missing');
  return { people, people_and_unsure: unsure, everything };
}

/** The same for one reading at a time; what doesn't depend on the reading is worked out once. */
export function contrastMaker(request: ContrastRequest): (reading: Reading) => Contrast {
  const merged = mergedCells(request);
  const pair = once(() => pairFor(request, merged.groups, request.units));
  const known = new Map<CellTable, Contrast>();
  return (reading) => {
    const table = request.tables[reading];
    const same = known.get(table);
    const made = same ? { ...same, reading } : oneReading(request, merged, pair, reading);
    known.set(table, made);
    return made;
  };
}

/** Two arms' rows for a request. */
export function pairFor(
  request: ContrastRequest,
  groups: MergedCells['groups'],
  units: UnitFacts,
): Pair {
  return pairRows(
    request.dataset,
    request.tables.people,
    groups,
    [request.treated.index, request.control.index],
    units,
  );
}

/** Works a thing out when first asked for, and keeps it. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** What a contrast says beside the standardised difference; differs by the unit of assignment. */
export interface ContrastParts {
  readonly standardised: Estimate;
  readonly arm: Contrast['arm'];
  readonly comparator: Contrast['comparator'];
  readonly unadjusted: Contrast['unadjusted'];
  readonly relative: Contrast['relative'];
  readonly tests: Contrast['tests'];
}

function oneReading(
  request: ContrastRequest,
  merged: MergedCells,
  pair: () => Pair,
  reading: Reading,
): Contrast {
  const { index, level, treated, control } = request;
  const table = request.tables[reading];
  const moments = [treated, control].map(({ index: arm }) => armMoments(table, arm));
  const [first, second] = moments;
  if (!first || !second) throw new RangeError('Contrast arms: an arm is missing');
  const facts = (arm: ArmPlace): ArmFacts => ({
    key: arm.key,
    label: arm.label,
    assigned: index.planned[arm.index] ?? 0,
  });
  const parts: ContrastParts = request.units.clustered
    ? clusterContrastParts(
        request,
        merged,
        reading,
        [facts(treated), facts(control)],
        [first, second],
      )
    : {
        standardised: standardise(request, table, merged),
        arm: armRisk(facts(treated), first, index.severalOffers, level),
        comparator: armRisk(facts(control), second, index.severalOffers, level),
        ...personParts(first, second, index.severalOffers, level),
      };
  return {
    wave: index.offers.wave,
    role: index.offers.role,
    outcome: request.outcome,
    good: request.good,
    reading,
    offersUsed: index.offersUsed,
    ...parts,
    standardised: {
      ...parts.standardised,
      cells: merged.groups.length,
      cellsMerged: merged.merged,
    },
    covariateAdjusted: adjusted(request, merged, pair, reading),
    numberNeeded: numberNeeded(parts.standardised, request.good, level),
    bounds: worstCase(
      { ...first, assigned: index.planned[treated.index] ?? 0 },
      { ...second, assigned: index.planned[control.index] ?? 0 },
      level,
      request.units.clustered,
    ),
    severalOffers: index.severalOffers,
  };
}

/** An arm's people and outcomes over all cells. */
export function armMoments(table: CellTable, arm: number): Moments {
  const parts: Moments[] = [];
  for (let cell = 0; cell < table.index.cells; cell += 1) parts.push(momentsOf(table, arm, cell));
  return addMoments(parts);
}

/** A variance within a cell needs two people, or two groups, of each arm. */
const LEAST = 2;

/** Cells of stratum and form, those too small in either arm put together. */
export function mergedCells(request: ContrastRequest): MergedCells {
  const { index, treated, control } = request;
  const table = request.tables.people;
  const counts = Array.from({ length: index.cells }, (_, cell) => ({
    treated: momentsOf(table, treated.index, cell).participants,
    control: momentsOf(table, control.index, cell).participants,
  }));
  const units = request.units.clustered
    ? clustersPerCell(request)
    : (group: readonly number[], side: 'treated' | 'control'): number =>
        group.reduce((sum, cell) => sum + (counts[cell]?.[side] ?? 0), 0);
  return mergeCells({
    cells: index.cells,
    forms: index.forms,
    people: (cell) => {
      const { treated: one, control: two } = counts[cell] ?? { treated: 0, control: 0 };
      return { both: one + two, treated: one };
    },
    isEnough: (group) => units(group, 'treated') >= LEAST && units(group, 'control') >= LEAST,
  });
}

const STANDARDISED = 'standardised over stratum and offer form, HC2, Satterthwaite t';

function standardise(request: ContrastRequest, table: CellTable, merged: MergedCells): Estimate {
  const { level, treated, control } = request;
  if (merged.groups.length === 0) {
    return noEstimate(STANDARDISED, level, 'an arm has fewer than two people with an outcome');
  }
  const join = (arm: number, cells: readonly number[]): Moments =>
    addMoments(cells.map((cell) => momentsOf(table, arm, cell)));
  const result = standardisedRiskDifference(
    merged.groups.map((cells) => ({
      treated: join(treated.index, cells),
      control: join(control.index, cells),
    })),
    level,
  );
  const flat = result.standardError === 0;
  return withinRange({
    method: STANDARDISED,
    estimate: result.estimate,
    standardError: flat ? null : result.standardError,
    lower: result.lower,
    upper: result.upper,
    level,
    p: result.p,
    degreesOfFreedom: result.degreesOfFreedom,
    reason: flat
      ? 'outcomes do not vary within any arm and cell; read the score intervals instead'
      : null,
  });
}

function adjusted(
  request: ContrastRequest,
  merged: MergedCells,
  pair: () => Pair,
  reading: Reading,
): Estimate | null {
  const { units, level } = request;
  if (!units.covariates) return null;
  const method = `Lin's estimator over cells and covariates, ${units.clustered ? 'CR2' : 'HC2'}, Satterthwaite t`;
  if (merged.groups.length === 0) {
    return noEstimate(method, level, 'an arm has too few people with an outcome');
  }
  const rows = pair();
  const means = pairMeans(rows, request.tables[reading], request.events[reading]);
  return differenceOfMeans(means, method, level, rows.leftOut);
}

function worstCase(
  treated: Moments & { readonly assigned: number },
  control: Moments & { readonly assigned: number },
  level: number,
  clustered: boolean,
): Bounds {
  const method = 'Manski worst case, Imbens-Manski interval';
  if (treated.assigned < 2 || control.assigned < 2) {
    return {
      method,
      lower: null,
      upper: null,
      intervalLower: null,
      intervalUpper: null,
      level,
      reason: 'an arm has fewer than two people assigned',
    };
  }
  const result = manskiBounds(
    { ...treated, analysed: treated.participants },
    { ...control, analysed: control.participants },
    level,
  );
  return boundsOf(result, clustered ? 'Manski worst case' : method, clustered);
}
