import type { Dataset } from '../dataset.ts';
import { type ArmDesign, type ArmMean, type ArmOutcome, armMean } from '../regression/arm-mean.ts';
import { type ArmPair, pairArms } from '../regression/arm-pair.ts';
import { type CellIndex, type CellTable, unitMoments } from './cell-table.ts';
import type { CovariateColumns } from './covariates.ts';

/** What the units of a table are, so that rows for regression can be made from it. */
export interface UnitFacts {
  /** Null when the contrast isn't adjusted. */
  readonly covariates: CovariateColumns | null;
  /** Units are pattern times this many groups; 1 when persons were assigned. */
  readonly clusters: number;
  readonly clustered: boolean;
}

/** Two arms made ready for regression; outcomes are filled in one after another. */
export interface Pair extends ArmPair {
  readonly outcomes: readonly [treated: OutcomeOf, control: OutcomeOf];
}

type OutcomeOf = (table: CellTable, events: Uint16Array) => ArmOutcome;

interface Side {
  readonly design: ArmDesign;
  readonly outcomeOf: OutcomeOf;
}

/**
 * Gathers two arms' people with an outcome.
 *
 * @param table - Counts of the question under any reading: who has an outcome is the same in all.
 * @param groups - Cells of the table in each merged cell; people outside them are left out.
 * @param arms - Treated and control, as indexes in the plan.
 */
export function pairRows(
  dataset: Dataset,
  table: CellTable,
  groups: readonly (readonly number[])[],
  arms: readonly [number, number],
  units: UnitFacts,
): Pair {
  const byRow = units.covariates !== null && units.covariates.pattern === undefined;
  const side = (arm: number): Side =>
    byRow && units.covariates
      ? sideFromRows(dataset, table.index, groups, arm, units.covariates, units.clustered)
      : sideFromTable(table, groups, arm, units);
  const [treated, control] = [side(arms[0]), side(arms[1])];
  return {
    ...pairArms(treated.design, control.design),
    outcomes: [treated.outcomeOf, control.outcomeOf],
  };
}

/** Mean of each arm predicted for both arms' cells and covariates. */
export function pairMeans(
  pair: Pair,
  table: CellTable,
  events: Uint16Array,
): readonly [ArmMean, ArmMean] {
  const { treated, control, target, outcomes } = pair;
  return [
    armMean(treated, outcomes[0](table, events), target),
    armMean(control, outcomes[1](table, events), target),
  ];
}

/** One row for each cell, pattern and group with people in it: the cost doesn't grow with people. */
function sideFromTable(
  table: CellTable,
  groups: readonly (readonly number[])[],
  arm: number,
  { covariates, clusters, clustered }: UnitFacts,
): Side {
  const columns = covariates?.columns ?? 0;
  const cell: number[] = [];
  const people: number[] = [];
  const values: number[] = [];
  const cluster: number[] = [];
  const places: (readonly [number, number])[] = [];
  groups.forEach((cells, group) => {
    for (const at of cells) {
      for (let unit = 0; unit < table.index.units; unit += 1) {
        const { participants } = unitMoments(table, arm, at, unit);
        if (participants === 0) continue;
        cell.push(group);
        people.push(participants);
        places.push([at, unit]);
        cluster.push(unit % clusters);
        const line = Math.floor(unit / clusters) * columns;
        for (let j = 0; j < columns; j += 1) values.push(covariates?.values[line + j] ?? 0);
      }
    }
  });
  const design: ArmDesign = {
    cells: groups.length,
    cell: Int32Array.from(cell),
    columns,
    covariates: Float64Array.from(values),
    people: Float64Array.from(people),
    ...(clustered ? { cluster: Int32Array.from(cluster) } : {}),
  };
  return {
    design,
    outcomeOf: (filled) => {
      const moments = places.map(([at, unit]) => unitMoments(filled, arm, at, unit));
      return {
        sum: Float64Array.from(moments, ({ sum }) => sum),
        sumOfSquares: Float64Array.from(moments, ({ sumOfSquares }) => sumOfSquares),
      };
    },
  };
}

/** One row for each row of the dataset: continuous covariates seldom agree. */
function sideFromRows(
  dataset: Dataset,
  index: CellIndex,
  groups: readonly (readonly number[])[],
  arm: number,
  covariates: CovariateColumns,
  clustered: boolean,
): Side {
  const groupOf = new Int32Array(index.cells).fill(-1);
  groups.forEach((cells, group) => {
    for (const cell of cells) groupOf[cell] = group;
  });
  const { base } = index;
  const perCell = index.units * index.slots;
  const from = arm * index.cells * perCell;
  const to = from + index.cells * perCell;
  const found = new Int32Array(dataset.rows);
  let size = 0;
  for (let row = 0; row < base.length; row += 1) {
    const at = base[row] as number;
    if (at < from || at >= to || dataset.count[row] === 0) continue;
    if ((groupOf[Math.floor((at - from) / perCell)] as number) < 0) continue;
    found[size] = row;
    size += 1;
  }
  const { columns } = covariates;
  const cell = new Int32Array(size);
  const people = new Float64Array(size);
  const values = new Float64Array(size * columns);
  const cluster = new Int32Array(clustered ? size : 0);
  for (let i = 0; i < size; i += 1) {
    const row = found[i] as number;
    cell[i] = groupOf[Math.floor(((base[row] as number) - from) / perCell)] as number;
    people[i] = dataset.count[row] as number;
    if (clustered) cluster[i] = dataset.cluster?.codes[row] ?? -1;
    for (let j = 0; j < columns; j += 1) {
      values[i * columns + j] = covariates.values[row * columns + j] as number;
    }
  }
  const design: ArmDesign = {
    cells: groups.length,
    cell,
    columns,
    covariates: values,
    people,
    ...(clustered ? { cluster } : {}),
  };
  const { offered } = index.offers;
  return {
    design,
    outcomeOf: (_, events) => {
      const sum = new Float64Array(size);
      const sumOfSquares = new Float64Array(size);
      for (let i = 0; i < size; i += 1) {
        const row = found[i] as number;
        const share = (events[row] as number) / (offered[row] as number);
        const n = people[i] as number;
        sum[i] = n * share;
        sumOfSquares[i] = n * share * share;
      }
      return { sum, sumOfSquares };
    },
  };
}
