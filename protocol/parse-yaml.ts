import {
  type Document,
  isAlias,
  isCollection,
  isPair,
  isScalar,
  LineCounter,
  type ParsedNode,
  parseDocument,
  visit,
} from 'yaml';
import { byPlace, type Fault, type Locate } from './fault.ts';
import type { FaultCode } from './fault-codes.ts';
import { locator } from './locate.ts';

/** A protocol of ten languages has about 60,000 characters. */
const MAX_CHARACTERS = 500_000;

export type ParsedYaml =
  | { readonly document: Document.Parsed<ParsedNode>; readonly locate: Locate }
  | { readonly document: undefined; readonly faults: readonly Fault[] };

/**
 * YAML 1.2 (core schema) of which only what JSON can say is kept: no anchors, no tags, no NaN, no
 * key that is not text. What the file shows is then what is hashed.
 */
export function parseYaml(source: string): ParsedYaml {
  if (source.length > MAX_CHARACTERS) {
    const message = `Read the protocol: the file has ${source.length} characters and may have ${MAX_CHARACTERS}`;
    return { document: undefined, faults: [fault('P004', message, { line: 1, col: 1 })] };
  }
  const lines = new LineCounter();
  const options = {
    version: '1.2',
    schema: 'core',
    merge: false,
    strict: true,
    uniqueKeys: true,
    prettyErrors: false,
    lineCounter: lines,
  } as const;
  const document = parseDocument(source, options);
  const faults: Fault[] = [];
  for (const problem of [...document.errors, ...document.warnings]) {
    faults.push(syntaxFault(problem.code, problem.message, lines.linePos(problem.pos[0])));
  }
  if (faults.length === 0 && document.contents === null) {
    faults.push(
      fault('P004', 'Read the protocol: the file is empty; write a trial', { line: 1, col: 1 }),
    );
  }
  if (faults.length === 0) faults.push(...foreignNodes(document, lines));
  if (faults.length > 0) return { document: undefined, faults: faults.sort(byPlace) };
  return { document, locate: locator(document, lines) };
}

function syntaxFault(code: string, message: string, place: Place): Fault {
  switch (code) {
    case 'DUPLICATE_KEY':
      return fault('P002', 'Read a list of keys: this key is written twice; keep one', place);
    case 'MULTIPLE_DOCS':
      return fault(
        'P004',
        'Read the protocol: a second document begins here; keep one document in a file',
        place,
      );
    case 'TAG_RESOLVE_FAILED':
      return fault('P011', 'Read a value: it has a tag; write the value without one', place);
    case 'BAD_ALIAS':
      return fault('P003', 'Read a value: it is an alias; write the value in full', place);
    default:
      return fault('P001', `Read YAML: ${firstSentence(message)}`, place);
  }
}

/** Nodes that are YAML but that a reader can't see at a glance, or that JSON can't hold. */
function foreignNodes(document: Document.Parsed<ParsedNode>, lines: LineCounter): Fault[] {
  const faults: Fault[] = [];
  const add = (code: FaultCode, node: unknown, message: string): void => {
    faults.push(fault(code, message, lines.linePos(offsetOf(node))));
  };
  visit(document, (_, node) => {
    if (isAlias(node)) {
      add('P003', node, `Read a value: *${node.source} is an alias; write the value in full`);
    } else if (isPair(node)) {
      if (!isScalar(node.key) || typeof node.key.value !== 'string') {
        add(
          'P011',
          node.key,
          'Read a key: it is not text; write a word, in quotes if it is a number',
        );
      } else if (node.key.value === '<<') {
        add('P003', node.key, 'Read a key: << merges other keys; write them in full');
      }
    } else if (isScalar(node) || isCollection(node)) {
      if (node.anchor) {
        add(
          'P003',
          node,
          `Read a value: &${node.anchor} is an anchor; write the value without one`,
        );
      }
      if (node.tag && !/^tag:yaml\.org,2002:(str|int|float|bool|null|map|seq)$/.test(node.tag)) {
        add('P011', node, `Read a value: it has the tag ${node.tag}; write the value without one`);
      }
      if (isScalar(node)) checkNumber(node.value, node, add);
    }
  });
  return faults;
}

function checkNumber(
  value: unknown,
  node: unknown,
  add: (code: FaultCode, node: unknown, message: string) => void,
): void {
  if (typeof value === 'bigint') {
    add('P011', node, `Read a number: ${value} is too large; put quotes around it`);
  } else if (typeof value === 'number') {
    const exact =
      Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
    if (!exact) add('P011', node, `Read a number: ${value} can not be kept exactly; write another`);
  }
}

interface Place {
  readonly line: number;
  readonly col: number;
}

function fault(code: FaultCode, message: string, place: Place): Fault {
  const { line, col } = place;
  return {
    code,
    message,
    line: Math.max(line, 1),
    column: Math.max(col, 1),
    path: '',
    severity: 'error',
  };
}

function offsetOf(node: unknown): number {
  const ranged = isScalar(node) || isCollection(node) || isAlias(node) ? node.range : undefined;
  return ranged ? ranged[0] : 0;
}

function firstSentence(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/[.:]\s*$/, '');
}
