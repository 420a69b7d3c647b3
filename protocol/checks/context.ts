import type { CatalogueFacts } from '../catalogue-facts.ts';
import { type DocumentPath, type Fault, type Locate, pathText } from '../fault.ts';
import { FAULT_CODES, type FaultCode, type FaultDefinition } from '../fault-codes.ts';
import type { Protocol } from '../schema.ts';

export interface CheckContext {
  readonly protocol: Protocol;
  readonly facts: CatalogueFacts;
  readonly today: string;
  readonly report: Report;
}

export type Report = (
  code: FaultCode,
  path: DocumentPath,
  message: string,
  at?: 'key' | 'value',
) => void;

export function openReport(
  faults: Fault[],
  purpose: 'launch' | 'rehearsal',
  locate: Locate,
): Report {
  return (code, path, message, at = 'value') => {
    const definition: FaultDefinition = FAULT_CODES[code];
    const severity =
      purpose === 'rehearsal' && definition.rehearsal ? definition.rehearsal : definition.severity;
    faults.push({ code, message, ...locate(path, at), path: pathText(path), severity });
  };
}
