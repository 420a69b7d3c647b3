import { type Dataset, type OfferColumns, READINGS } from '../dataset.ts';
import type { Moments } from '../strata/moments.ts';

/** Which offers count: all of a wave, or those first by randomised order (positions 0 and 1). */
export type OffersUsed = 'all' | 'first';

/**
 * Where each row of one set of offers falls: its place in a table of arm by cell (stratum and
 * form) by unit by number of offers by number of events. Made once, used for every outcome and
 * reading.
 */
export interface CellIndex {
  readonly offers: OfferColumns;
  readonly offersUsed: OffersUsed;
  readonly arms: number;
  /** Strata, one more for "not recorded", times forms, one more for the same. */
  readonly cells: number;
  readonly forms: number;
  /** Patterns of covariates times groups of assignment; 1 when neither is kept apart. */
  readonly units: number;
  /** Index of "no event" for the row, or -1 when the row has no outcome here. */
  readonly base: Int32Array;
  /** Distinct numbers of offers, rising, and where each starts among the slots of a unit. */
  readonly offered: readonly number[];
  readonly starts: readonly number[];
  readonly slots: number;
  readonly severalOffers: boolean;
  /** People per arm for whom these offers were planned, with or without an outcome. */
  readonly planned: Float64Array;
}

/** Something finer than cells that people are told apart by, one code a row. */
export interface Units {
  readonly count: number;
  readonly of: Int32Array;
}

/** Arm and stratum of each row as one number, the same for all offers. */
export interface ArmPlaces {
  /** arm * (strata + 1) + stratum; "not recorded" is the last stratum. */
  readonly of: Int32Array;
  /** People assigned per arm. */
  readonly people: Float64Array;
}

/** @param armOfLevel - For each level of `dataset.arm`, the arm's index in the plan. */
export function armPlaces(dataset: Dataset, armOfLevel: Int32Array, arms: number): ArmPlaces {
  const strata = dataset.stratum.levels.length + 1;
  const of = new Int32Array(dataset.rows);
  const people = new Float64Array(arms);
  const { count } = dataset;
  const armCodes = dataset.arm.codes;
  const stratumCodes = dataset.stratum.codes;
  for (let row = 0; row < of.length; row += 1) {
    const arm = armOfLevel[armCodes[row] as number] as number;
    const code = stratumCodes[row] as number;
    of[row] = arm * strata + (code < 0 ? strata - 1 : code);
    people[arm] = (people[arm] as number) + (count[row] as number);
  }
  return { of, people };
}

/** Largest table built, in entries (160 MB). */
const MOST_ENTRIES = 2e7;

/**
 * @param places - From armPlaces.
 * @throws RangeError if the table would be too large to be a table of strata and forms.
 */
export function indexCells(
  dataset: Dataset,
  offers: OfferColumns,
  places: ArmPlaces,
  units: Units | null,
): CellIndex {
  const arms = places.people.length;
  const forms = offers.form.levels.length + 1;
  const cells = (dataset.stratum.levels.length + 1) * forms;
  const { offered, starts, slots } = slotsOf(offers, dataset.rows);
  const unitCount = units?.count ?? 1;
  const entries = arms * cells * unitCount * slots;
  if (entries > MOST_ENTRIES) {
    throw new RangeError(
      `Tabulate ${offers.wave}.${offers.role}: ${arms} arms, ${cells} cells, ${unitCount} units and ${slots} counts make ${entries} entries; at most ${MOST_ENTRIES} are allowed, so use fewer strata`,
    );
  }
  const startOf = new Int32Array((offered.at(-1) ?? 0) + 1);
  offered.forEach((value, place) => {
    startOf[value] = starts[place] as number;
  });
  const base = new Int32Array(dataset.rows);
  const formCodes = offers.form.codes;
  const { status, offered: met } = offers;
  const perForm = unitCount * slots;
  const perStratum = forms * perForm;
  const unitOf = units?.of;
  for (let row = 0; row < base.length; row += 1) {
    const formCode = formCodes[row] as number;
    const form = formCode < 0 ? forms - 1 : formCode;
    const unit = unitOf === undefined ? 0 : (unitOf[row] as number) * slots;
    const at = (places.of[row] as number) * perStratum + form * perForm + unit;
    // Offers of those without an outcome mean nothing and may be beyond the list.
    base[row] = status[row] === 0 ? at + (startOf[met[row] as number] as number) : -1;
  }
  return {
    offers,
    offersUsed: 'all',
    arms,
    cells,
    forms,
    units: unitCount,
    base,
    offered,
    starts,
    slots,
    severalOffers: offered.some((value) => value > 1),
    planned: places.people,
  };
}

/** The same index for offers first by randomised order. */
export function onlyFirst(dataset: Dataset, index: CellIndex, armOfLevel: Int32Array): CellIndex {
  const { position } = index.offers;
  const base = new Int32Array(index.base.length);
  const planned = new Float64Array(index.arms);
  const armCodes = dataset.arm.codes;
  const { count } = dataset;
  const all = index.base;
  for (let row = 0; row < base.length; row += 1) {
    // Half the people meet the lure second: a branch would be guessed wrong half the time.
    const first = position[row] === 2 ? 0 : 1;
    const arm = armOfLevel[armCodes[row] as number] as number;
    planned[arm] = (planned[arm] as number) + (count[row] as number) * first;
    base[row] = first * ((all[row] as number) + 1) - 1;
  }
  return { ...index, offersUsed: 'first', base, planned };
}

/** Most columns of events kept as bits of one number a row. */
const MOST_BITS = 12;

/**
 * Columns of events as bits of one number a row, when everybody had one offer: one pass then counts
 * all outcomes and readings, in place of one pass for each.
 */
export interface EventBits {
  readonly columns: readonly Uint16Array[];
  readonly bits: Uint16Array;
}

/**
 * @returns Null when somebody had several offers or there are too many columns.
 * @throws RangeError if a row has more events than offers.
 */
export function eventBits(offers: OfferColumns, severalOffers: boolean): EventBits | null {
  const outcomes = Object.values(offers.events);
  if (severalOffers || outcomes.length * READINGS.length > MOST_BITS) return null;
  const { status, offered } = offers;
  const bits = new Uint16Array(status.length);
  outcomes.forEach(({ people, people_and_unsure: unsure, everything }, place) => {
    // No branch in the loop: events fall at random, and a wrong guess costs more than the rest.
    const shift = place * READINGS.length;
    let sign = 0;
    for (let row = 0; row < bits.length; row += 1) {
      const counts = status[row] === 0 ? 1 : 0;
      const one = (people[row] as number) * counts;
      const two = (unsure[row] as number) * counts;
      const three = (everything[row] as number) * counts;
      const met = offered[row] as number;
      sign |= (met - one) | (met - two) | (met - three);
      bits[row] = (bits[row] as number) | ((one | (two << 1) | (three << 2)) << shift);
    }
    if (sign >= 0) return;
    for (const events of [people, unsure, everything]) {
      const row = events.findIndex(
        (happened, at) => status[at] === 0 && happened > (offered[at] as number),
      );
      if (row >= 0) refuseEvents(offers, row, events[row] as number);
    }
  });
  return {
    columns: outcomes.flatMap((readings) => READINGS.map((reading) => readings[reading])),
    bits,
  };
}

/** Counts of people by arm, cell, unit, offers and events, for every column of events. */
export function tabulateAll(
  dataset: Dataset,
  index: CellIndex,
  events: EventBits | null,
): (column: Uint16Array) => CellTable {
  const known = new Map<Uint16Array, CellTable>();
  const places = index.arms * index.cells * index.units;
  const width = events ? 1 << events.columns.length : 0;
  if (events && index.slots === 2 && places * width <= MOST_ENTRIES / 4) {
    const joint = new Float64Array(places * width);
    const { base } = index;
    const { bits } = events;
    const { count } = dataset;
    for (let row = 0; row < base.length; row += 1) {
      const at = base[row] as number;
      if (at < 0) continue;
      // Two slots a place: halving the base gives the place.
      const key = (at >> 1) * width + (bits[row] as number);
      joint[key] = (joint[key] as number) + (count[row] as number);
    }
    events.columns.forEach((column, bit) => {
      const counts = new Float64Array(places * 2);
      for (let key = 0; key < joint.length; key += 1) {
        const at = Math.floor(key / width) * 2 + ((key >> bit) & 1);
        counts[at] = (counts[at] as number) + (joint[key] as number);
      }
      known.set(column, { index, counts });
    });
  }
  return (column) => {
    const table = known.get(column) ?? tabulateOne(dataset, index, column);
    known.set(column, table);
    return table;
  };
}

/** Counts of people by arm, cell, unit, offers and events. */
export interface CellTable {
  readonly index: CellIndex;
  readonly counts: Float64Array;
}

function tabulateOne(dataset: Dataset, index: CellIndex, events: Uint16Array): CellTable {
  const counts = new Float64Array(index.arms * index.cells * index.units * index.slots);
  const { base } = index;
  const { offered } = index.offers;
  const { count } = dataset;
  for (let row = 0; row < base.length; row += 1) {
    const at = base[row] as number;
    if (at < 0) continue;
    const happened = events[row] as number;
    if (happened > (offered[row] as number)) refuseEvents(index.offers, row, happened);
    counts[at + happened] = (counts[at + happened] as number) + (count[row] as number);
  }
  return { index, counts };
}

function refuseEvents(offers: OfferColumns, row: number, happened: number): never {
  throw new RangeError(
    `Read events of ${offers.wave}.${offers.role}: row ${row} has ${happened} at ${offers.offered[row]} offers; events must not exceed offers`,
  );
}

/** People, sum and sum of squares of the share of offers with the event, in one cell. */
export function momentsOf(table: CellTable, arm: number, cell: number): Moments {
  const { units } = table.index;
  if (units === 1) return unitMoments(table, arm, cell, 0);
  const { index, counts } = table;
  const joined = new Float64Array(index.slots);
  const from = (arm * index.cells + cell) * units * index.slots;
  for (let at = 0; at < units * index.slots; at += 1) {
    const people = counts[from + at] as number;
    const slot = at % index.slots;
    if (people > 0) joined[slot] = (joined[slot] as number) + people;
  }
  return momentsFrom(index, joined, 0);
}

/** The same of one unit of a cell. */
export function unitMoments(table: CellTable, arm: number, cell: number, unit: number): Moments {
  const { index } = table;
  const from = ((arm * index.cells + cell) * index.units + unit) * index.slots;
  return momentsFrom(index, table.counts, from);
}

/** People of an arm by their share of offers with the event, over some cells. */
export function peopleByShare(
  table: CellTable,
  arm: number,
  cells: readonly number[],
): Map<number, number> {
  const { cells: all, units, slots, offered, starts } = table.index;
  const people = new Map<number, number>();
  for (const cell of cells) {
    for (let unit = 0; unit < units; unit += 1) {
      const from = ((arm * all + cell) * units + unit) * slots;
      offered.forEach((offers, place) => {
        for (let events = 0; events <= offers; events += 1) {
          const count = table.counts[from + (starts[place] as number) + events] as number;
          const share = events / offers;
          if (count > 0) people.set(share, (people.get(share) ?? 0) + count);
        }
      });
    }
  }
  return people;
}

function momentsFrom(index: CellIndex, counts: Float64Array, from: number): Moments {
  let participants = 0;
  let sum = 0;
  let sumOfSquares = 0;
  for (let place = 0; place < index.offered.length; place += 1) {
    const offers = index.offered[place] as number;
    const start = from + (index.starts[place] as number);
    for (let events = 0; events <= offers; events += 1) {
      const people = counts[start + events] as number;
      if (people === 0) continue;
      const share = events / offers;
      participants += people;
      sum += people * share;
      sumOfSquares += people * share * share;
    }
  }
  return { participants, sum, sumOfSquares };
}

/** Adds moments of several cells. */
export function addMoments(parts: readonly Moments[]): Moments {
  let participants = 0;
  let sum = 0;
  let sumOfSquares = 0;
  for (const part of parts) {
    participants += part.participants;
    sum += part.sum;
    sumOfSquares += part.sumOfSquares;
  }
  return { participants, sum, sumOfSquares };
}

function slotsOf(
  offers: OfferColumns,
  rows: number,
): { offered: number[]; starts: number[]; slots: number } {
  const { status, offered: met } = offers;
  let most = 0;
  for (let row = 0; row < rows; row += 1) {
    if (status[row] === 0) most = Math.max(most, met[row] as number);
  }
  const seen = new Uint8Array(most + 1);
  for (let row = 0; row < rows; row += 1) {
    if (status[row] === 0) seen[met[row] as number] = 1;
  }
  const offered: number[] = [];
  const starts: number[] = [];
  let slots = 0;
  for (let value = 1; value < seen.length; value += 1) {
    if (seen[value] === 0) continue;
    offered.push(value);
    starts.push(slots);
    slots += value + 1;
  }
  return { offered, starts, slots };
}
