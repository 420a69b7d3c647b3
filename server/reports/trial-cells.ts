import type { Dataset } from '../../analysis/dataset.ts';
import { sha256Hex } from '../../protocol/canonical.ts';
import { periodMs } from '../../protocol/periods.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { Executor } from '../database/pool.ts';
import { CELL_OPEN, CELL_PLANNED, CELL_STATUS, CELL_STATUS_MASK, roleCode } from './cell-codes.ts';
import {
  CELLS_QUERY_NAME,
  type CellRow,
  type CellsQuery,
  cellRowKind,
  cellsQuery,
  RECORDED_COVARIATES,
} from './cells-query.ts';
import { cellsToDataset, type ErasedPeople } from './cells-to-dataset.ts';
import { countedOutcomes } from './counted-outcomes.ts';
import { type OtherVisits, type Uptake, uptake } from './uptake.ts';

export interface CellsRequest {
  readonly trialId: string;
  readonly protocol: Protocol;
  /** An offer that closes later than this has no outcome yet. */
  readonly countedUntil: Date;
  /** Groups of assigned people whose rows were erased. */
  readonly erased: readonly ErasedPeople[];
}

export interface OpenOffers {
  readonly wave: string;
  readonly role: 'lure' | 'twin';
  /** People whose window for this offer isn't over, sent or not. */
  readonly people: number;
}

export interface TrialCells {
  readonly dataset: Dataset;
  /** People assigned whose rows are there, by arm in the protocol's order. */
  readonly assigned: readonly { readonly arm: string; readonly people: number }[];
  readonly uptake: readonly Uptake[];
  readonly other: OtherVisits;
  readonly open: readonly OpenOffers[];
  /** Latest time in the rows that were counted; null when nobody was assigned. */
  readonly latest: Date | null;
  readonly query: { readonly name: string; readonly sha256: string };
}

/** The statement for a trial, as `trialCells` runs it. */
export function cellsQueryFor(request: Omit<CellsRequest, 'erased'>): CellsQuery {
  const { protocol, trialId, countedUntil } = request;
  const { primary, covariates } = protocol.analysis;
  const wave = protocol.waves.findIndex(({ key }) => key === primary.wave);
  const windowMs = periodMs(primary.window);
  const openMs = periodMs(protocol.waves[wave]?.window ?? primary.window);
  return {
    trialId,
    waves: protocol.waves.length,
    outcomes: countedOutcomes(primary.outcome),
    countedUntil,
    clustered: protocol.randomisation.unit === 'cluster',
    covariates: RECORDED_COVARIATES.filter((name) => covariates.includes(name)),
    ...(windowMs < openMs ? { early: { wave, windowMs } } : {}),
  };
}

/**
 * Counts per pattern over everyone assigned, as the dataset of the analysis.
 *
 * @param db - A transaction whose snapshot the rest of the report shares.
 */
export async function trialCells(db: Executor, request: CellsRequest): Promise<TrialCells> {
  const { protocol, erased } = request;
  const query = cellsQueryFor(request);
  const statement = cellsQuery(query).compile(db);
  const { rows } = await db.executeQuery<CellRow>(statement);
  const cells = inOneOrder(rows.filter((row) => cellRowKind(row, query.waves) === 'cells'));
  const { byArm, other } = uptake(rows, protocol);
  const assigned = protocol.arms.map(({ key }) => ({
    arm: key,
    people: sumPeople(cells.filter((cell) => cell.arm === key)),
  }));
  const latest = cells.reduce<Date | null>(
    (last, { latest: at }) => (at !== null && (last === null || at > last) ? at : last),
    null,
  );
  return {
    dataset: cellsToDataset(cells, erased, {
      protocol,
      outcomes: query.outcomes,
      clustered: query.clustered,
      covariates: query.covariates,
    }),
    assigned,
    uptake: byArm,
    other,
    open: openOffers(cells, protocol),
    latest,
    query: { name: CELLS_QUERY_NAME, sha256: sha256Hex(statement.sql) },
  };
}

/** Groups come in the order of a hash table; what is made of them must not depend on it. */
function inOneOrder(cells: readonly CellRow[]): CellRow[] {
  const keyed = cells.map((cell) => {
    const { people: _people, latest: _latest, ...key } = cell;
    return { cell, key: Object.values(key).join('\u0000') };
  });
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return keyed.map(({ cell }) => cell);
}

function openOffers(cells: readonly CellRow[], protocol: Protocol): OpenOffers[] {
  return protocol.waves.flatMap((wave, index) =>
    (['lure', 'twin'] as const).map((role) => ({
      wave: wave.key,
      role,
      people: sumPeople(
        cells.filter((cell) => isOpen(roleCode(Number(cell[`c${index}`] ?? 0), role))),
      ),
    })),
  );
}

function isOpen(code: number): boolean {
  return (
    (code & CELL_PLANNED) !== 0 &&
    (code & CELL_OPEN) !== 0 &&
    (code & CELL_STATUS_MASK) !== CELL_STATUS.undelivered
  );
}

function sumPeople(cells: readonly CellRow[]): number {
  return cells.reduce((sum, cell) => sum + Number(cell.people), 0);
}
