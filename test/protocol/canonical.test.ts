import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { canonicalJson, consentTextHash, protocolHash } from '../../protocol/canonical.ts';
import { readProtocol } from '../../protocol/read.ts';
import { EXAMPLE } from './example.ts';

const LOCK = { reveal: 'a'.repeat(64), 'lamp-loft-sale': 'b'.repeat(64) };

describe('canonicalJson()', () => {
  it('writes the sample of RFC 8785, section 3.2.4', () => {
    const sample: unknown = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`);
    expect(canonicalJson(sample)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts keys by code unit, as in RFC 8785, section 3.2.3', () => {
    const sample: unknown = JSON.parse(String.raw`{
      "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis"
    }`);
    const written = canonicalJson(sample);
    // The Hebrew letter is a composed form that NFC takes apart, so it sorts by what it becomes.
    const names = [...written.matchAll(/:"(\w+)/g)].map(([, name]) => name);
    expect(names).toEqual(['Carriage', 'One', 'Control', 'Latin', 'Hebrew', 'Euro', 'Emoji']);
  });

  // IEEE 754 bits and text, RFC 8785 appendix B.
  it.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the number with bits %s as %s', (bits, text) => {
    const bytes = Buffer.from(bits, 'hex');
    expect(canonicalJson(bytes.readDoubleBE(0))).toBe(text);
  });

  it('gives composed and decomposed letters one form, in keys and values', () => {
    expect(canonicalJson({ 'e\u0301': 'o\u0308' })).toBe(canonicalJson({ '\u00e9': '\u00f6' }));
  });

  it.each([
    ['undefined', undefined, 'the value is undefined'],
    ['an undefined entry', { a: { b: undefined } }, '/a/b is undefined'],
    ['a hole in a list', { a: Array(1) }, '/a/0 is undefined'],
    ['NaN', [Number.NaN], '/0 is NaN'],
    ['infinity', [-Infinity], '/0 is -Infinity'],
    ['a bigint', 1n, 'bigint'],
    ['a function', { a: (): void => {} }, '/a is function'],
    ['a symbol', [Symbol('a')], '/0 is symbol'],
    ['a date', { at: new Date(0) }, '/at is an object of class Date'],
    ['a map', new Map([['a', 1]]), 'class Map'],
    ['a lone surrogate', ['\ud83d'], 'half of a surrogate pair'],
    ['a lone surrogate in a key', { '\ud83d': 1 }, 'half of a surrogate pair'],
    ['two keys that normalise to one', { '\u00e9': 1, 'e\u0301': 2 }, 'written twice'],
  ])('refuses %s', (_, value, says) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson(value)).toThrow(says);
  });

  it('refuses a reference to itself and takes the same object twice', () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(() => canonicalJson(loop)).toThrow('/self is a reference to itself');
    const shared = { a: 1 };
    expect(canonicalJson([shared, shared])).toBe('[{"a":1},{"a":1}]');
  });

  it('takes a key named __proto__ for a key', () => {
    const value: unknown = JSON.parse('{"__proto__":{"a":1}}');
    expect(canonicalJson(value)).toBe('{"__proto__":{"a":1}}');
  });

  it('gives back the value it was given', () => {
    const normal = fc.json().filter((text) => text === text.normalize('NFC'));
    fc.assert(
      fc.property(normal, (text) => {
        const value: unknown = JSON.parse(text);
        const again: unknown = JSON.parse(canonicalJson(value));
        expect(canonicalJson(again)).toBe(canonicalJson(value));
        expect(JSON.stringify(again) === undefined).toBe(false);
      }),
    );
  });
});

describe('protocolHash()', () => {
  const document = readDocument(EXAMPLE);

  it('does not change with comments, quotes, spaces and the order of keys', () => {
    const before = protocolHash(document, LOCK);
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 8 }), (seed, indent) => {
        const shuffled = shuffleKeys(document, seed);
        const source = `# ${seed}\n${stringify(shuffled, { indent, lineWidth: 40 + indent, defaultStringType: seed % 2 ? 'QUOTE_DOUBLE' : 'PLAIN' })}`;
        expect(protocolHash(readDocument(source), LOCK)).toBe(before);
      }),
      { numRuns: 30 },
    );
  });

  it('changes with every single value of the document', () => {
    const before = protocolHash(document, LOCK);
    const hashes = leaves(document).map((path) => protocolHash(changed(document, path), LOCK));
    expect(hashes.length).toBeGreaterThan(150);
    expect(hashes).not.toContain(before);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('changes with the order of a list', () => {
    const reversed = {
      ...(document as object),
      arms: (document as { arms: unknown[] }).arms.toReversed(),
    };
    expect(protocolHash(reversed, LOCK)).not.toBe(protocolHash(document, LOCK));
  });

  it('changes with every template it shows', () => {
    const before = protocolHash(document, LOCK);
    expect(protocolHash(document, { ...LOCK, reveal: 'c'.repeat(64) })).not.toBe(before);
    expect(protocolHash(document, { reveal: LOCK.reveal })).not.toBe(before);
    expect(protocolHash(document, { ...LOCK, other: 'c'.repeat(64) })).not.toBe(before);
  });

  it('keeps its value for ever', () => {
    expect(protocolHash({ scampaign: 1 }, { reveal: 'a'.repeat(64) })).toBe(
      'fd1b3bfdb98ae06422579083df6b3e496a7af0a9bbfcdc35f2c3a3553abd6f2d',
    );
  });

  it('refuses a lock that is no hash', () => {
    expect(() => protocolHash(document, { reveal: 'A'.repeat(64) })).toThrow('the lock of reveal');
  });
});

describe('consentTextHash()', () => {
  const text = { title: 'T', body: 'B', agree: 'Yes', decline: 'No' };

  it('does not count the space around a text', () => {
    expect(consentTextHash({ ...text, body: ' B\n' })).toBe(consentTextHash(text));
  });

  it.each(['title', 'body', 'agree', 'decline'] as const)('covers the %s', (part) => {
    expect(consentTextHash({ ...text, [part]: 'other' })).not.toBe(consentTextHash(text));
  });

  it('does not cover the review', () => {
    const reviewed = { ...text, reviewed: false };
    expect(consentTextHash(reviewed)).toBe(consentTextHash(text));
  });
});

type Path = readonly (string | number)[];

function readDocument(source: string): unknown {
  const { document, faults } = readProtocol(source);
  if (document === undefined) throw new Error(JSON.stringify(faults));
  return document;
}

function shuffleKeys(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((entry) => shuffleKeys(entry, seed));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, shuffleKeys(entry, seed)]);
  const rank = (key: unknown): number =>
    [...`${key}${seed}`].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 1009, 7);
  return Object.fromEntries(entries.sort(([a], [b]) => rank(a) - rank(b)));
}

/** The path of every value that is not a list or map. */
function leaves(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([key, entry]) => leaves(entry, [...path, key]));
}

function changed(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) {
    if (typeof value === 'number') return value + 1;
    return typeof value === 'boolean' ? !value : `${String(value)}!`;
  }
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const map = copy as Record<string | number, unknown>;
  map[step] = changed(map[step], rest);
  return copy;
}
