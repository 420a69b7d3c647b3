import { CsvError, parse } from 'csv-parse/sync';
import { type Dataset, OFFER_STATUSES, type OfferColumns } from '../../analysis/dataset.ts';
import type { AnalysisPlan } from '../../analysis/plan.ts';
import { ColumnReader } from './column-reader.ts';
import type { DatasetFault } from './dataset-fault.ts';

export type { DatasetFault } from './dataset-fault.ts';

export type ReadDataset = { readonly dataset: Dataset } | { readonly faults: DatasetFault[] };

/**
 * Reads a file of one row per person assigned (defined in docs/dataset.md) into the columns the
 * analysis takes. Forgives a byte-order mark and semicolons or tabs between columns.
 *
 * @param csvText - The whole file.
 * @param plan - Names the arms and waves the file may hold.
 * @returns The dataset, or every fault found.
 */
export function readDataset(csvText: string, plan: AnalysisPlan): ReadDataset {
  const table = parseTable(csvText);
  if ('faults' in table) return table;
  const [header = [], ...rows] = table.rows;
  const faults: DatasetFault[] = [];
  const columns = headerOf(header, plan, faults);
  if (rows.length === 0) {
    faults.push({ row: 2, message: 'the file has no rows: write one for each person assigned' });
  }
  rows.forEach((row, index) => {
    if (row.length !== header.length) {
      faults.push({
        row: index + 2,
        message: `the row has ${row.length} values and the first line names ${header.length} columns: write one value for each, empty where there is none`,
      });
    }
  });
  if (faults.length > 0) return { faults };

  const reader = new ColumnReader(rows, columns.places, faults);
  reader.checkParticipants();
  const arm = reader.planned(
    'arm',
    plan.arms.map(({ key }) => key),
  );
  const stratum = columns.places.has('stratum')
    ? reader.categorical('stratum')
    : { levels: ['all'], codes: new Int32Array(rows.length) };
  const cluster = columns.places.has('cluster') ? reader.categorical('cluster') : undefined;
  if (cluster && plan.unit === 'cluster') {
    reader.refuseBlank('cluster', cluster.codes);
    refuseTornClusters(reader, cluster, arm);
  }
  const contact = columns.places.has('contact') ? reader.contact('contact') : undefined;
  const covariates = Object.fromEntries(
    columns.covariates.map((name) => [name, reader.covariate(name)]),
  );
  const offers = columns.offers.map((group) => readOffers(reader, group, rows.length));
  if (faults.length > 0) return { faults: faults.sort((a, b) => a.row - b.row) };
  return {
    dataset: {
      rows: rows.length,
      count: new Float64Array(rows.length).fill(1),
      arm,
      stratum,
      ...(cluster ? { cluster } : {}),
      ...(contact ? { contact } : {}),
      covariates,
      offers,
    },
  };
}

interface OfferGroup {
  readonly wave: string;
  readonly role: 'lure' | 'twin';
  readonly prefix: string;
  readonly outcomes: readonly string[];
}

interface HeaderFacts {
  readonly places: ReadonlyMap<string, number>;
  readonly covariates: readonly string[];
  readonly offers: readonly OfferGroup[];
}

const OFFER_FIELDS = ['status', 'form', 'position', 'offered'] as const;
const READING_SUFFIXES = ['unsure', 'everything'] as const;
const PERSON_COLUMNS = ['participant', 'arm', 'stratum', 'cluster', 'contact'] as const;

function parseTable(csvText: string): { rows: string[][] } | { faults: DatasetFault[] } {
  const firstLine = csvText.replace(/^\uFEFF/, '').split(/\r?\n/, 1)[0] ?? '';
  const delimiter = [',', ';', '\t'].reduce((best, mark) =>
    firstLine.split(mark).length > firstLine.split(best).length ? mark : best,
  );
  try {
    const rows: string[][] = parse(csvText, {
      bom: true,
      delimiter,
      trim: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      relax_column_count: true,
    });
    if (rows.length === 0) {
      return { faults: [{ row: 1, message: 'the file is empty: write a line of column names' }] };
    }
    return { rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error.lines);
    return {
      faults: [
        {
          row: Number.isFinite(line) ? line : 1,
          message: `the line can't be split into columns (${error.code}): close every quote, and double a quote inside a value`,
        },
      ],
    };
  }
}

function headerOf(
  header: readonly string[],
  plan: AnalysisPlan,
  faults: DatasetFault[],
): HeaderFacts {
  const places = new Map<string, number>();
  header.forEach((name, place) => {
    if (name === '') {
      faults.push({ row: 1, message: `column ${place + 1} has no name: write one` });
    } else if (places.has(name)) {
      faults.push({ row: 1, column: name, message: 'the column appears twice: keep one' });
    } else {
      places.set(name, place);
    }
  });
  for (const needed of plan.unit === 'cluster'
    ? ['participant', 'arm', 'cluster']
    : ['participant', 'arm']) {
    if (!places.has(needed)) {
      faults.push({ row: 1, column: needed, message: `the column is missing: add ${needed}` });
    }
  }
  const outcomes = new Map<string, Set<string>>();
  const covariates: string[] = [];
  for (const name of places.keys()) {
    if (!name.includes('.')) {
      if (!PERSON_COLUMNS.some((known) => known === name)) covariates.push(name);
      continue;
    }
    readOfferColumnName(name, plan, outcomes, faults);
  }
  for (const name of plan.covariates) {
    if (!covariates.includes(name)) {
      faults.push({ row: 1, column: name, message: 'the plan adjusts for this column: add it' });
    }
  }
  const offers = plan.waves.flatMap((wave) =>
    (['lure', 'twin'] as const).flatMap((role): OfferGroup[] => {
      const prefix = `${wave}.${role}`;
      const named = outcomes.get(prefix);
      return named ? [{ wave, role, prefix, outcomes: [...named].sort() }] : [];
    }),
  );
  for (const { prefix, outcomes: named } of offers) {
    if (!places.has(`${prefix}.status`)) {
      faults.push({
        row: 1,
        column: `${prefix}.status`,
        message: `the column is missing: add it, with one of ${OFFER_STATUSES.join(', ')}`,
      });
    }
    for (const outcome of named) {
      if (!places.has(`${prefix}.${outcome}`)) {
        faults.push({
          row: 1,
          column: `${prefix}.${outcome}`,
          message: 'the column is missing: add it beside the one for other readings',
        });
      }
    }
  }
  const primary = `${plan.primary.wave}.lure.${plan.primary.outcome}`;
  if (!places.has(primary)) {
    faults.push({ row: 1, column: primary, message: 'the primary outcome is missing: add it' });
  }
  return { places, covariates: covariates.sort(), offers };
}

/** `<wave>.<role>.<field or outcome>[.<reading>]`. */
function readOfferColumnName(
  name: string,
  plan: AnalysisPlan,
  outcomes: Map<string, Set<string>>,
  faults: DatasetFault[],
): void {
  const [wave = '', role = '', field = '', reading, ...more] = name.split('.');
  const fault = (message: string): void => {
    faults.push({ row: 1, column: name, message });
  };
  if (!plan.waves.includes(wave)) {
    fault(`the plan has no wave ${wave}: write one of ${plan.waves.join(', ')}`);
    return;
  }
  if (role !== 'lure' && role !== 'twin') {
    fault(`the role is ${role || 'missing'}: write lure or twin`);
    return;
  }
  const known = OFFER_FIELDS.some((candidate) => candidate === field);
  if (field === '' || more.length > 0 || (known && reading !== undefined)) {
    fault(
      `write <wave>.<role>.<outcome>, or one of ${OFFER_FIELDS.join(', ')} in place of the outcome`,
    );
    return;
  }
  if (reading !== undefined && !READING_SUFFIXES.some((suffix) => suffix === reading)) {
    fault(`the reading is ${reading}: write unsure or everything, or leave it out`);
    return;
  }
  const group = outcomes.get(`${wave}.${role}`) ?? new Set<string>();
  if (!known) group.add(field);
  outcomes.set(`${wave}.${role}`, group);
}

/** A group is assigned as a whole. */
function refuseTornClusters(
  reader: ColumnReader,
  cluster: Dataset['arm'],
  arm: Dataset['arm'],
): void {
  const armOf = new Map<number, number>();
  cluster.codes.forEach((code, index) => {
    const own = arm.codes[index] ?? -1;
    const known = armOf.get(code);
    if (code >= 0 && known !== undefined && known !== own) {
      reader.fault(
        index,
        'cluster',
        `${cluster.levels[code]} is in the arm ${arm.levels[known]} in an earlier row: a group has one arm`,
      );
    }
    armOf.set(code, known ?? own);
  });
}

const MOST_OFFERS = 1000;

function readOffers(reader: ColumnReader, group: OfferGroup, rows: number): OfferColumns {
  const { prefix } = group;
  const status = Uint8Array.from(reader.planned(`${prefix}.status`, OFFER_STATUSES).codes);
  const analysed = (index: number): boolean => status[index] === 0;
  const offered = reader.whole(`${prefix}.offered`, 0, MOST_OFFERS, (index) =>
    analysed(index) ? 1 : 0,
  );
  offered.forEach((offers, index) => {
    if (offers === 0 && analysed(index)) {
      reader.fault(index, `${prefix}.offered`, 'it is 0 for a person analysed: write at least 1');
    }
  });
  const events = Object.fromEntries(
    group.outcomes.map((outcome) => {
      const name = `${prefix}.${outcome}`;
      const people = reader.whole(name, 0, MOST_OFFERS, (index) => {
        if (analysed(index)) {
          reader.fault(
            index,
            name,
            'it is empty for a person analysed: write 0 or the number of offers',
          );
        }
        return 0;
      });
      const above = (column: string, below: Uint16Array): Uint16Array =>
        reader.has(column)
          ? reader.whole(column, 0, MOST_OFFERS, (index) => below[index] ?? 0)
          : below;
      const unsure = above(`${name}.unsure`, people);
      const everything = above(`${name}.everything`, unsure);
      checkReadings(reader, name, { status, offered, people, unsure, everything }, rows);
      return [outcome, { people, people_and_unsure: unsure, everything }];
    }),
  );
  return {
    wave: group.wave,
    role: group.role,
    status,
    form: reader.categorical(`${prefix}.form`),
    position: Uint8Array.from(reader.whole(`${prefix}.position`, 0, 2, () => 0)),
    offered,
    events,
  };
}

function checkReadings(
  reader: ColumnReader,
  name: string,
  columns: {
    readonly status: Uint8Array;
    readonly offered: Uint16Array;
    readonly people: Uint16Array;
    readonly unsure: Uint16Array;
    readonly everything: Uint16Array;
  },
  rows: number,
): void {
  for (let index = 0; index < rows; index += 1) {
    const offered = columns.offered[index] ?? 0;
    const people = columns.people[index] ?? 0;
    const unsure = columns.unsure[index] ?? 0;
    const everything = columns.everything[index] ?? 0;
    if (columns.status[index] !== 0) {
      if (everything > 0 || people > 0 || unsure > 0) {
        reader.fault(
          index,
          name,
          'it has events for a person who is not analysed: leave it empty or correct the status',
        );
      }
    } else if (everything > offered || people > offered || unsure > offered) {
      reader.fault(index, name, `it is more than the ${offered} offered: write at most that many`);
    } else if (people > unsure || unsure > everything) {
      reader.fault(
        index,
        name,
        'a wider reading counts fewer than a narrower one: people <= unsure <= everything',
      );
    }
  }
}
