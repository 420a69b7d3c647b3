import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type ParsedNode,
} from 'yaml';
import type { DocumentPath, Locate } from './fault.ts';

/** Finds places of a parsed document in its file. */
export function locator(document: Document.Parsed<ParsedNode>, lines: LineCounter): Locate {
  return (path, at = 'value') => {
    const { line, col } = lines.linePos(offset(document.contents, path, at));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
}

function offset(root: unknown, path: DocumentPath, at: 'key' | 'value'): number {
  let value: unknown = root;
  let key: unknown;
  let reached = 0;
  for (const step of path) {
    if (isMap(value)) {
      const pair = value.items.find((item) => isScalar(item.key) && item.key.value === step);
      if (!pair) break;
      key = pair.key;
      value = pair.value;
    } else if (isSeq(value) && typeof step === 'number' && step < value.items.length) {
      key = undefined;
      value = value.items[step];
    } else {
      break;
    }
    reached += 1;
  }
  const missing = reached < path.length;
  const start = key !== undefined && (at === 'key' || missing || !pointable(value)) ? key : value;
  return rangeStart(start) ?? rangeStart(key) ?? rangeStart(root) ?? 0;
}

/** An empty value has no place of its own, and a block begins on the line after its key. */
function pointable(value: unknown): boolean {
  if (isCollection(value)) return value.flow === true;
  const range = (value as Node | null)?.range;
  return range ? range[1] > range[0] : false;
}

function rangeStart(node: unknown): number | undefined {
  return isScalar(node) || isCollection(node) ? node.range?.[0] : undefined;
}
