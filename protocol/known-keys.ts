import type { DocumentPath } from './fault.ts';
import { protocolJsonSchema } from './json-schema.ts';

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
}

let root: Node | undefined;

/** The keys the schema allows at a place of the document; empty where any key or none may stand. */
export function knownKeys(path: DocumentPath): readonly string[] {
  root ??= protocolJsonSchema();
  let nodes: readonly Node[] = [root];
  for (const step of path) nodes = nodes.flatMap(options).flatMap((node) => child(node, step));
  return nodes.flatMap(options).flatMap((node) => Object.keys(node.properties ?? {}));
}

function options(node: Node): readonly Node[] {
  return node.anyOf ?? [node];
}

function child(node: Node, step: string | number): readonly Node[] {
  if (typeof step === 'number') return node.items ? [node.items] : [];
  if (node.properties && Object.hasOwn(node.properties, step)) return [node.properties[step]!];
  return typeof node.additionalProperties === 'object' ? [node.additionalProperties] : [];
}
