import {
  type Categorical,
  type Dataset,
  OFFER_STATUSES,
  type OfferColumns,
  type OfferStatus,
  type Reading,
} from '../../analysis/dataset.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { Outcome } from '../../protocol/vocabulary.ts';
import type { Fate } from '../database/tables.ts';
import {
  CELL_OPEN,
  CELL_PLANNED,
  CELL_SECOND,
  CELL_STATUS,
  CELL_STATUS_MASK,
  readingsOf,
  roleCode,
} from './cell-codes.ts';
import type { CellRow, RecordedCovariate } from './cells-query.ts';

/** People of an arm and stratum whose rows were erased; only their number is kept. */
export interface ErasedPeople {
  readonly fate: Fate;
  readonly arm: string;
  readonly stratum: string;
  readonly people: number;
}

/** An erased person had been assigned, and stays in the denominator under one of these. */
const STATUS_OF_FATE: Readonly<Record<Fate, OfferStatus>> = {
  withdrawn: 'withdrawn',
  declined: 'withdrawn',
  stepped_aside: 'withdrawn',
  expired: 'expired',
};

export interface CellsShape {
  readonly protocol: Protocol;
  readonly outcomes: readonly Outcome[];
  readonly clustered: boolean;
  readonly covariates: readonly RecordedCovariate[];
}

/** One row a cell, then one a group of erased people, as `analysis/` reads them. */
export function cellsToDataset(
  cells: readonly CellRow[],
  erased: readonly ErasedPeople[],
  shape: CellsShape,
): Dataset {
  const { protocol } = shape;
  const rows = cells.length + erased.length;
  const count = new Float64Array(rows);
  const arm = categoryBuilder(
    rows,
    protocol.arms.map(({ key }) => key),
  );
  const stratum = categoryBuilder(
    rows,
    protocol.population.strata.map(({ key }) => key),
  );
  const cluster = categoryBuilder(rows, []);
  const covariates = shape.covariates.map(() => categoryBuilder(rows, []));
  const offers = protocol.waves.flatMap((wave, index) =>
    (['lure', 'twin'] as const).map((role) =>
      offerBuilder(rows, wave, index, role, shape.outcomes),
    ),
  );

  cells.forEach((cell, row) => {
    count[row] = Number(cell.people);
    arm.set(row, cell.arm);
    stratum.set(row, cell.stratum);
    cluster.set(row, cell.cluster);
    covariates.forEach((covariate, index) => {
      covariate.set(row, cell[`v${index}`] ?? null);
    });
    for (const offer of offers) offer.set(row, cell);
  });
  erased.forEach((group, index) => {
    const row = cells.length + index;
    count[row] = group.people;
    arm.set(row, group.arm);
    stratum.set(row, group.stratum);
    // Which cluster they were of left with their rows.
    cluster.set(row, `erased: ${group.arm} ${group.stratum}`);
    for (const offer of offers) offer.setErased(row, STATUS_OF_FATE[group.fate]);
  });

  return {
    rows,
    count,
    arm: arm.built,
    stratum: stratum.built,
    ...(shape.clustered ? { cluster: cluster.built } : {}),
    covariates: Object.fromEntries(
      shape.covariates.map((name, index) => [name, covariates[index]!.built]),
    ),
    offers: offers.map((offer) => offer.built),
  };
}

interface CategoryBuilder {
  readonly built: Categorical;
  set(row: number, level: string | null): void;
}

/** Known levels first, in their order; others as they turn up. */
function categoryBuilder(rows: number, known: readonly string[]): CategoryBuilder {
  const levels = [...known];
  const codes = new Int32Array(rows).fill(-1);
  const codeOf = new Map(levels.map((level, code) => [level, code]));
  return {
    built: { levels, codes },
    set(row, level) {
      if (level === null) return;
      let code = codeOf.get(level);
      if (code === undefined) {
        code = levels.push(level) - 1;
        codeOf.set(level, code);
      }
      codes[row] = code;
    },
  };
}

interface OfferBuilder {
  readonly built: OfferColumns;
  set(row: number, cell: CellRow): void;
  setErased(row: number, status: OfferStatus): void;
}

function offerBuilder(
  rows: number,
  wave: Protocol['waves'][number],
  waveIndex: number,
  role: 'lure' | 'twin',
  outcomes: readonly Outcome[],
): OfferBuilder {
  const forms = [...new Set(wave.pairs.map((pair) => pair[role]))];
  // The Latin square of the plan: which pair stands in this wave, by the row that was drawn.
  const formOfRow = wave.pairs.map((_, row) =>
    forms.indexOf(wave.pairs[(row + waveIndex) % wave.pairs.length]![role]),
  );
  const status = new Uint8Array(rows);
  const position = new Uint8Array(rows);
  const form = new Int32Array(rows).fill(-1);
  const emptyEvents = (): Record<Reading, Uint16Array> => ({
    people: new Uint16Array(rows),
    people_and_unsure: new Uint16Array(rows),
    everything: new Uint16Array(rows),
  });
  const events = Object.fromEntries(outcomes.map((outcome) => [outcome, emptyEvents()]));
  const columns = outcomes.map((outcome) => events[outcome]!);

  return {
    built: {
      wave: wave.key,
      role,
      status,
      form: { levels: forms, codes: form },
      position,
      offered: new Uint16Array(rows).fill(1),
      events,
    },
    set(row, cell) {
      const code = roleCode(Number(cell[`c${waveIndex}`] ?? 0), role);
      status[row] = OFFER_STATUSES.indexOf(offerStatus(code, cell.provisional === true));
      if ((code & CELL_PLANNED) === 0) return;
      form[row] = formOfRow[(cell.offer_row ?? 0) % wave.pairs.length]!;
      position[row] = code & CELL_SECOND ? 2 : 1;
      columns.forEach((column, index) => {
        const readings = readingsOf(code, index);
        column.people[row] = readings >= 3 ? 1 : 0;
        column.people_and_unsure[row] = readings >= 2 ? 1 : 0;
        column.everything[row] = readings >= 1 ? 1 : 0;
      });
    },
    setErased(row, fate) {
      status[row] = OFFER_STATUSES.indexOf(fate);
    },
  };
}

/**
 * Someone whose confirmation is awaited is `expired` until it comes. An offer whose window isn't
 * over, or was cut short by a stop, has no outcome yet: `lost`.
 */
function offerStatus(code: number, provisional: boolean): OfferStatus {
  const sent = code & CELL_STATUS_MASK;
  if (provisional) return 'expired';
  if (sent === CELL_STATUS.undelivered) return 'undelivered';
  if (sent === CELL_STATUS.notSent) return 'not_sent';
  return code & CELL_OPEN ? 'lost' : 'analysed';
}
