import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { protocolJsonSchema } from '../../protocol/json-schema.ts';
import { EXAMPLE } from './example.ts';

const COMMITTED = new URL('../../protocol/protocol.schema.json', import.meta.url);

describe('protocol.schema.json', () => {
  it('is what the schema says now', () => {
    const committed: unknown = JSON.parse(readFileSync(COMMITTED, 'utf8'));
    expect(committed).toEqual(JSON.parse(JSON.stringify(protocolJsonSchema())));
  });

  it('refuses unknown keys and lists the words an editor may offer', () => {
    const text = JSON.stringify(protocolJsonSchema());
    expect(text).toContain('"additionalProperties":false');
    expect(text).toContain('"prospective_general"');
    expect(text).toContain('"environmental_restructuring"');
  });

  it('is named by the first line of the example', () => {
    const [first = ''] = EXAMPLE.split('\n');
    const path = /^# yaml-language-server: \$schema=(.+)$/.exec(first)?.[1];
    const named = new URL(path ?? '', new URL('../../examples/', import.meta.url));
    expect(named.href).toBe(COMMITTED.href);
  });
});
