import { CONTACTS, type Dataset } from '../../analysis/dataset.ts';
import type { DatasetFault } from './dataset-fault.ts';

/** Reads whole columns, adding a fault for every value that can't stand. */
export class ColumnReader {
  readonly #rows: readonly (readonly string[])[];
  readonly #places: ReadonlyMap<string, number>;
  readonly faults: DatasetFault[];

  constructor(
    rows: readonly (readonly string[])[],
    places: ReadonlyMap<string, number>,
    faults: DatasetFault[],
  ) {
    this.#rows = rows;
    this.#places = places;
    this.faults = faults;
  }

  has(name: string): boolean {
    return this.#places.has(name);
  }

  values(name: string): string[] {
    const place = this.#places.get(name);
    return this.#rows.map((row) => (place === undefined ? '' : (row[place] ?? '')));
  }

  fault(index: number, column: string, message: string): void {
    this.faults.push({ row: index + 2, column, message });
  }

  checkParticipants(): void {
    const seen = new Map<string, number>();
    this.values('participant').forEach((value, index) => {
      const before = seen.get(value);
      if (value === '')
        this.fault(index, 'participant', 'it is empty: write a code for the person');
      else if (before !== undefined) {
        this.fault(
          index,
          'participant',
          `${value} is already in row ${before}: keep one row a person`,
        );
      } else seen.set(value, index + 2);
    });
  }

  /** Values from a closed list, in its order; blank isn't allowed. */
  planned(name: string, levels: readonly string[]): Dataset['arm'] {
    const codes = Int32Array.from(this.values(name), (value, index) => {
      const code = levels.indexOf(value);
      if (code < 0) {
        this.fault(
          index,
          name,
          `it is ${value === '' ? 'empty' : value}: write one of ${levels.join(', ')}`,
        );
      }
      return code;
    });
    return { levels, codes };
  }

  categorical(name: string): Dataset['arm'] {
    const values = this.values(name);
    const levels = [...new Set(values)].filter((value) => value !== '').sort();
    const places = new Map(levels.map((level, place) => [level, place]));
    return { levels, codes: Int32Array.from(values, (value) => places.get(value) ?? -1) };
  }

  /** Yes, no, or nothing where the person wasn't asked or isn't sure. */
  contact(name: string): Int8Array {
    const answers: readonly string[] = CONTACTS;
    return Int8Array.from(this.values(name), (value, index) => {
      const code = answers.indexOf(value);
      if (code < 0 && value !== '') {
        this.fault(
          index,
          name,
          `it is ${value}: write ${CONTACTS.join(' or ')}, or leave it empty`,
        );
      }
      return code;
    });
  }

  refuseBlank(name: string, codes: Int32Array): void {
    codes.forEach((code, index) => {
      if (code < 0)
        this.fault(index, name, 'it is empty: write the group the person was assigned with');
    });
  }

  /** Numbers when every value that isn't blank is one; blank is then NaN. */
  covariate(name: string): Dataset['covariates'][string] {
    const values = this.values(name);
    const filled = values.filter((value) => value !== '');
    const numeric = filled.length > 0 && filled.every((value) => Number.isFinite(Number(value)));
    if (!numeric) return this.categorical(name);
    return Float64Array.from(values, (value) => (value === '' ? Number.NaN : Number(value)));
  }

  /** A whole number from `least` to `most`, or `blank` where nothing is written. */
  whole(name: string, least: number, most: number, blank: (index: number) => number): Uint16Array {
    return Uint16Array.from(this.values(name), (value, index) => {
      if (value === '') return blank(index);
      const number = Number(value);
      if (!Number.isInteger(number) || number < least || number > most) {
        this.fault(index, name, `it is ${value}: write a whole number from ${least} to ${most}`);
        return least;
      }
      return number;
    });
  }
}
