import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FAULT_CODES, type FaultDefinition } from '../../protocol/fault-codes.ts';
import { protocolJsonSchema } from '../../protocol/json-schema.ts';

const PAGE = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');

describe('docs/protocol.md', () => {
  it('explains exactly the codes there are, with title and severity', () => {
    const rows = [...PAGE.matchAll(/^\| (P\d{3}) \| (.+?) \| (.+?) \| (.+) \|$/gm)];
    const written = rows.map(([, code, severity, title]) => ({ code, severity, title }));
    const defined = Object.entries<FaultDefinition>(FAULT_CODES).map(([code, fault]) => ({
      code,
      severity: fault.rehearsal ? `${fault.severity} ●` : fault.severity,
      title: fault.title,
    }));
    expect(written).toEqual(defined);
    expect(PAGE.match(/P\d{3}/g)).toHaveLength(rows.length);
  });

  it('explains exactly the fields there are, and says which are optional', () => {
    const rows = [...PAGE.matchAll(/^\| `([a-z_[\].<>0-9]+)` \| (\*Optional\.\*)?/gm)];
    const written = rows.map(([, field, optional]) => `${field}${optional ? '?' : ''}`);
    const defined = fields(protocolJsonSchema(), '');
    // Sections are not fields of their own.
    const plain = (list: string[]): string[] => list.map((field) => field.replace('?', ''));
    const sections = plain(defined).filter(
      (field) =>
        plain(defined).some((other) => other.startsWith(`${field}.`)) &&
        !plain(written).includes(field),
    );
    expect(written.toSorted()).toEqual(
      defined.filter((field) => !sections.includes(field.replace('?', ''))).toSorted(),
    );
  });

  it('leads to places that exist', () => {
    const anchors = [...PAGE.matchAll(/\]\(#([a-z0-9-]+)\)/g)].map(([, anchor]) => anchor);
    const headings = [...PAGE.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    expect(headings).toEqual(expect.arrayContaining(anchors));
    for (const [, file = ''] of PAGE.matchAll(/\]\(([^#)]+)\)/g)) {
      expect(() => readFileSync(new URL(`../../docs/${file}`, import.meta.url))).not.toThrow();
    }
  });
});

interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node | boolean;
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
}

/** Every field, as `waves[].pairs[].lure`, with a question mark when it may be left out. */
function fields(node: Node, path: string): string[] {
  if (node.anyOf) return node.anyOf.flatMap((option) => fields(option, path));
  if (node.items) return fields(node.items, `${path}[]`);
  if (typeof node.additionalProperties === 'object') {
    const inner = `${path}.${path.endsWith('allocation') ? '<arm>' : '<language>'}`;
    const below = fields(node.additionalProperties, inner);
    return below.length > 0 ? below : [inner];
  }
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const here = path === '' ? key : `${path}.${key}`;
    return [`${here}${node.required?.includes(key) ? '' : '?'}`, ...fields(child, here)];
  });
}
