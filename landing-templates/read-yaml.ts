import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import type { FaultList } from './faults.ts';

export interface ReadYaml {
  readonly value: unknown;
  /** 1-based line of the node at a path, or of its nearest parent. */
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/** Parses YAML with positions; every syntax error and duplicate key becomes a fault. */
export function readYaml(text: string, file: string, faults: FaultList): ReadYaml | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  for (const error of document.errors) {
    const at = lines.linePos(error.pos[0]).line;
    faults.add(
      'T001',
      file,
      at,
      `Mend the YAML: ${error.message.split('\n')[0]?.replace(/ at line.*$/, '')}`,
    );
  }
  if (document.errors.length > 0) return undefined;
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length > 0; length -= 1) {
      const offset = offsetOf(document.contents, path.slice(0, length));
      if (offset !== undefined) return lines.linePos(offset).line;
    }
    return 1;
  };
  try {
    return { value: document.toJS({ maxAliasCount: 0 }), lineOf };
  } catch {
    faults.add('T001', file, 1, 'Write the YAML out: it uses aliases');
    return undefined;
  }
}

function offsetOf(root: Node | null, path: readonly PropertyKey[]): number | undefined {
  let node: unknown = root;
  let offset: number | undefined;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isScalar(item.key) && String(item.key.value) === String(step),
      );
      if (!pair) return undefined;
      offset = (pair.key as Node).range?.[0];
      node = pair.value;
    } else if (node && typeof node === 'object' && 'items' in node && Array.isArray(node.items)) {
      node = node.items[Number(step)];
      offset = (node as Node | undefined)?.range?.[0];
      if (offset === undefined) return undefined;
    } else return undefined;
  }
  return offset;
}
