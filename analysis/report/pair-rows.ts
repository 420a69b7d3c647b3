import type { Dataset } from '../dataset.ts';
import {
  type ArmDesign,
  type ArmMean,
  type ArmOutcome,
  armMean,
  type PreparedArm,
  prepareArm,
  type Target,
} from '../regression/arm-mean.ts';
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
export interface Pair {
  readonly treated: Side;
  readonly control: Side;
  readonly target: Target;
  /** Columns of covariates left out because an arm couldn't estimate them. */
  readonly leftOut: number;
}

interface Side {
  readonly prepared: PreparedArm;
  readonly outcomeOf: (table: CellTable, events: Uint16Array) => ArmOutcome;
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
  const sides = [side(arms[0]), side(arms[1])] as const;
  const kept = sides[0].prepared.kept.map((one, j) => one && sides[1].prepared.kept[j] === true);
  const [treated, control] = kept.includes(false)
    ? [withColumns(sides[0], kept), withColumns(sides[1], kept)]
    : sides;
  return {
    treated,
    control,
    target: targetOf([treated.prepared, control.prepared]),
    leftOut: kept.filter((one) => !one).length,
  };
}

/** A covariate that one arm can't estimate is left out of both: they must predict from the same. */
function withColumns(side: Side, kept: readonly boolean[]): Side {
  const { design } = side.prepared;
  const places = kept.flatMap((one, j) => (one ? [j] : []));
  const rows = design.people.length;
  const covariates = new Float64Array(rows * places.length);
  for (let i = 0; i < rows; i += 1) {
    places.forEach((j, place) => {
      covariates[i * places.length + place] = design.covariates[i * design.columns + j] as number;
    });
  }
  return { ...side, prepared: prepareArm({ ...design, columns: places.length, covariates }) };
}

/** Mean of each arm predicted for both arms' cells and covariates. */
export function pairMeans(
  pair: Pair,
  table: CellTable,
  events: Uint16Array,
): readonly [ArmMean, ArmMean] {
  const mean = ({ prepared, outcomeOf }: Side): ArmMean =>
    armMean(prepared, outcomeOf(table, events), pair.target);
  return [mean(pair.treated), mean(pair.control)];
}

function targetOf(sides: readonly PreparedArm[]): Target {
  const [first] = sides;
  const cells = first?.design.cells ?? 0;
  const columns = first?.design.columns ?? 0;
  const cellShares = new Float64Array(cells);
  const means = new Float64Array(columns);
  const people = sides.reduce((sum, side) => sum + side.people, 0);
  for (const { cellPeople, cellMeans } of sides) {
    for (let c = 0; c < cells; c += 1) {
      const share = (cellPeople[c] as number) / people;
      cellShares[c] = (cellShares[c] as number) + share;
      for (let j = 0; j < columns; j += 1) {
        means[j] = (means[j] as number) + share * (cellMeans[c * columns + j] as number);
      }
    }
  }
  return { cellShares, means };
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
    prepared: prepareArm(design),
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
    prepared: prepareArm(design),
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
