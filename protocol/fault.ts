import type { FaultCode } from './fault-codes.ts';

/** What is wrong, where, and what to write instead. */
export interface Fault {
  readonly code: FaultCode;
  /** The action, the current value and what is needed. No final period. */
  readonly message: string;
  /** Line and column of the place in the file, from 1. */
  readonly line: number;
  readonly column: number;
  /** The place in the document: `waves[1].pairs[0].lure`; empty for the whole. */
  readonly path: string;
  readonly severity: 'error' | 'warning';
}

export type DocumentPath = readonly (string | number)[];

/**
 * Where in the file a place of the document stands, from 1. A path that leads nowhere gives its
 * nearest ancestor that exists; `key` gives the place of the key instead of its value.
 */
export type Locate = (
  path: DocumentPath,
  at?: 'key' | 'value',
) => { readonly line: number; readonly column: number };

/** `['waves', 1, 'pairs']` as `waves[1].pairs`. */
export function pathText(path: DocumentPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/** In the order of the file; errors before warnings at one place. */
export function byPlace(a: Fault, b: Fault): number {
  return (
    a.line - b.line ||
    a.column - b.column ||
    a.severity.localeCompare(b.severity) ||
    a.code.localeCompare(b.code)
  );
}
