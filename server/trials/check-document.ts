import { catalogueFacts } from '../../landing-templates/catalogue-facts.ts';
import { formatFault } from '../../landing-templates/faults.ts';
import type { Catalogue } from '../../landing-templates/types.ts';
import { checkProtocol } from '../../protocol/checks.ts';
import type { Fault } from '../../protocol/fault.ts';
import { type ReadableProtocol, readProtocol } from '../../protocol/read.ts';
import { ServiceError } from '../web/errors.ts';
import { templatesShown } from './template-lock.ts';

export interface CheckedDocument extends ReadableProtocol {
  /** What was found and does not stand in the way. */
  readonly warnings: readonly Fault[];
}

/**
 * Reads a protocol's text and checks it against the catalogue of this very moment.
 *
 * @param doing - Begins the error's sentence: `Submit a protocol`.
 * @throws ServiceError invalid_input with one line a fault.
 */
export function checkDocument(
  doing: string,
  source: string,
  catalogue: Catalogue,
  purpose: 'launch' | 'rehearsal',
  now: Date,
): CheckedDocument {
  const read = readProtocol(source);
  if (read.protocol === undefined) throw faulty(doing, read.faults.map(faultLine));
  const faults = checkProtocol(read.protocol, catalogueFacts(catalogue), {
    today: localDay(now, read.protocol.population.time_zone),
    purpose,
    locate: read.locate,
  });
  const errors = faults.filter((fault) => fault.severity === 'error');
  if (errors.length > 0) throw faulty(doing, errors.map(faultLine));
  const shown = templatesShown(read.protocol, catalogue);
  const broken = catalogue.faultsOf(shown, read.protocol.population.languages);
  if (broken.length > 0) throw faulty(doing, broken.map(formatFault));
  return { ...read, warnings: faults };
}

/** The document of a text that was readable when it was stored. */
export function readDocument(source: string): unknown {
  return readProtocol(source).document ?? null;
}

/** `12:5 error P703 …`, as a compiler prints it. */
function faultLine(fault: Fault): string {
  return `${fault.line}:${fault.column} ${fault.severity} ${fault.code} ${fault.message}`;
}

/** The calendar day, `YYYY-MM-DD`, in a time zone; in UTC when the zone is not known. */
export function localDay(now: Date, timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(now);
  } catch {
    return now.toISOString().slice(0, 10);
  }
}

function faulty(doing: string, errors: readonly string[]): ServiceError {
  const count = errors.length === 1 ? 'one fault stands' : `${errors.length} faults stand`;
  return new ServiceError(
    'invalid_input',
    `${doing}: ${count} in the way; put right what is listed`,
    errors,
  );
}
