import type { Fault, Locate } from './fault.ts';
import { parseYaml } from './parse-yaml.ts';
import { type Protocol, protocolSchema } from './schema.ts';
import { shapeFaults } from './shape-faults.ts';

export type { Fault } from './fault.ts';
export type { FaultCode } from './fault-codes.ts';

export interface ReadableProtocol {
  readonly protocol: Protocol;
  /** The document as written, before any trimming: what is hashed and approved. */
  readonly document: unknown;
  readonly locate: Locate;
  readonly faults: readonly [];
}

export interface UnreadableProtocol {
  readonly protocol: undefined;
  readonly document: undefined;
  readonly locate: undefined;
  /** At least one, in the order of the file. */
  readonly faults: readonly Fault[];
}

/**
 * Reads a protocol from the text of its YAML 1.2 file. Either there is a protocol or there are
 * faults; nothing is guessed or filled in. Test `protocol === undefined`.
 */
export function readProtocol(source: string): ReadableProtocol | UnreadableProtocol {
  const parsed = parseYaml(source);
  if (parsed.document === undefined) return unreadable(parsed.faults);
  const { document, locate } = parsed;
  const value: unknown = document.toJS();
  const checked = protocolSchema.safeParse(value);
  if (!checked.success) return unreadable(shapeFaults(checked.error.issues, value, locate));
  return { protocol: checked.data, document: value, locate, faults: [] };
}

function unreadable(faults: readonly Fault[]): UnreadableProtocol {
  return { protocol: undefined, document: undefined, locate: undefined, faults };
}
