/** A roster file, read row by row: what is wrong with a row is said with its line, all at once. */
import { parse } from 'csv-parse/sync';
import type { Protocol } from '../../protocol/schema.ts';
import type { Contact } from './contact-vault.ts';

export interface RosterRow {
  readonly line: number;
  readonly contact: Contact;
  readonly locale: string;
  readonly timeZone: string;
  readonly country: string;
  readonly stratum: string;
  readonly cluster: string | null;
  readonly doNotLure: boolean;
}

export interface RosterFault {
  /** 1-based line of the file. */
  readonly line: number;
  readonly column?: string;
  readonly message: string;
}

export interface Roster {
  readonly rows: readonly RosterRow[];
  readonly faults: readonly RosterFault[];
}

const COLUMNS = [
  'contact',
  'language',
  'stratum',
  'time_zone',
  'country',
  'cluster',
  'do_not_lure',
];
/** One plain address: no display name, no list, nothing a mail header could be bent with. */
const MAIL = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$/;
const YES = new Set(['yes', 'y', 'true', '1', 'x']);
const NO = new Set(['', 'no', 'n', 'false', '0']);

/**
 * @param text - CSV with a heading row; comma, semicolon or tab; a byte order mark is forgiven.
 *   Columns: contact, language, stratum; time_zone, country, cluster and do_not_lure as needed.
 */
export function readRoster(text: string, protocol: Protocol, channelKey?: string): Roster {
  const channel = protocol.channels.find((one) =>
    channelKey ? one.key === channelKey : one.kind !== 'advertisement',
  );
  if (!channel) {
    const known = protocol.channels.map((one) => one.key).join(', ');
    return {
      rows: [],
      faults: [
        {
          line: 1,
          message: `Read the roster: the protocol has no channel ${channelKey}; write one of ${known}`,
        },
      ],
    };
  }
  const parsed = parseRows(text);
  if (!Array.isArray(parsed)) return { rows: [], faults: [parsed] };
  const faults: RosterFault[] = [];
  const rows: RosterRow[] = [];
  const seen = new Map<string, number>();
  for (const { record, line } of parsed) {
    const before = faults.length;
    const fault = (column: string, message: string): void => {
      faults.push({ line, column, message });
    };
    const row = readRow(record, line, protocol, channel.delivery, fault);
    const earlier = seen.get(row.contact.address.toLowerCase());
    if (earlier)
      fault('contact', `the same contact stands on line ${earlier}; keep one of the two`);
    else seen.set(row.contact.address.toLowerCase(), line);
    if (faults.length === before) rows.push(row);
  }
  return { rows, faults };
}

interface ParsedRow {
  readonly record: Record<string, string>;
  readonly line: number;
}

function parseRows(text: string): ParsedRow[] | RosterFault {
  let rows: { record: Record<string, string>; info: { lines: number } }[];
  try {
    rows = parse(text, {
      bom: true,
      columns: (heading: string[]) => heading.map((name) => name.trim().toLowerCase()),
      delimiter: [',', ';', '\t'],
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as typeof rows;
  } catch (error) {
    return {
      line: (error as { lines?: number }).lines ?? 1,
      message: `this is not CSV: ${(error as Error).message}`,
    };
  }
  const columns = Object.keys(rows[0]?.record ?? {});
  if (rows.length === 0)
    return { line: 1, message: 'the file has no rows; write a heading and one row a person' };
  if (!columns.includes('contact')) {
    return { line: 1, message: `the heading is ${columns.join(', ')}; it needs a column contact` };
  }
  const unknown = columns.filter((column) => !COLUMNS.includes(column));
  if (unknown.length > 0) {
    return {
      line: 1,
      column: unknown[0]!,
      message: `nothing is done with ${unknown.join(', ')}; remove what is not needed, known columns are ${COLUMNS.join(', ')}`,
    };
  }
  return rows.map(({ record, info }) => ({ record, line: info.lines }));
}

function readRow(
  record: Record<string, string>,
  line: number,
  protocol: Protocol,
  delivery: Contact['delivery'],
  fault: (column: string, message: string) => void,
): RosterRow {
  const { population } = protocol;
  const value = (column: string): string => (record[column] ?? '').normalize('NFC').trim();

  const address = value('contact');
  if (address === '') fault('contact', 'it is empty; write a contact or remove the row');
  else if (delivery === 'mail' && !MAIL.test(address)) {
    fault('contact', `"${address}" is not a mail address; write one such as name@host.example`);
  } else if (address.length > 200 || hasControlCharacter(address)) {
    fault('contact', 'it is longer than 200 characters or holds a line break; shorten it');
  }

  const locale = value('language') || population.languages[0]!;
  if (!population.languages.includes(locale)) {
    fault(
      'language',
      `"${locale}" is not in the protocol; write one of ${population.languages.join(', ')}`,
    );
  }
  const strata = population.strata.map((stratum) => stratum.key);
  const stratum = value('stratum') || (strata.length === 1 ? strata[0]! : '');
  if (!strata.includes(stratum)) {
    fault('stratum', `"${stratum}" is not in the protocol; write one of ${strata.join(', ')}`);
  }
  const timeZone = value('time_zone') || population.time_zone;
  if (!isTimeZone(timeZone)) {
    fault('time_zone', `"${timeZone}" is not a time zone; write one such as Asia/Bangkok`);
  }
  const country = (value('country') || population.countries[0]!).toUpperCase();
  if (!population.countries.includes(country)) {
    fault(
      'country',
      `"${country}" is not in the protocol; write one of ${population.countries.join(', ')}`,
    );
  }
  const cluster = value('cluster') || null;
  if (population.clusters && !cluster) {
    fault('cluster', `it is empty; write the person's ${population.clusters.label}`);
  }
  const doNotLure = value('do_not_lure').toLowerCase();
  if (!YES.has(doNotLure) && !NO.has(doNotLure)) {
    fault('do_not_lure', `"${doNotLure}" is neither yes nor no; write one of them`);
  }
  return {
    line,
    contact: { delivery, address },
    locale,
    timeZone,
    country,
    stratum,
    cluster,
    // What can't be read is taken for a yes: nobody is sent anything by a slip of the pen.
    doNotLure: !NO.has(doNotLure),
  };
}

function hasControlCharacter(text: string): boolean {
  return [...text].some((letter) => letter.codePointAt(0)! < 32 || letter.codePointAt(0) === 127);
}

const knownTimeZones = new Map<string, boolean>();

function isTimeZone(name: string): boolean {
  let known = knownTimeZones.get(name);
  if (known === undefined) {
    try {
      new Intl.DateTimeFormat('en', { timeZone: name });
      known = true;
    } catch {
      known = false;
    }
    if (knownTimeZones.size < 1_000) knownTimeZones.set(name, known);
  }
  return known;
}
