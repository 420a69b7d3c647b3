import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * The one way to write a JSON value: RFC 8785, with every string and key in Unicode normal form C,
 * so that the same text typed on two keyboards has one form.
 *
 * @throws TypeError naming the path of the first value JSON can't hold: undefined, a date, a map,
 *   NaN, a lone surrogate, two keys that are the same once normalised.
 */
export function canonicalJson(value: unknown): string {
  const written = canonicalize(toJson(value, '', new Set()));
  if (written === undefined) throw refusal('', 'undefined');
  return written;
}

/**
 * SHA-256, in hex, of what people will see and what was approved: the document as written and the
 * content of every template it shows.
 *
 * @param document - The protocol as read, before any trimming or default (`readProtocol().document`).
 * @param templateLock - Template slug to the SHA-256 (hex) of its content.
 */
export function protocolHash(
  document: unknown,
  templateLock: Readonly<Record<string, string>>,
): string {
  for (const [slug, hash] of Object.entries(templateLock)) {
    if (!/^[0-9a-f]{64}$/.test(hash)) {
      throw new TypeError(
        `Hash a protocol: the lock of ${slug} is "${hash}" and must be a SHA-256 in small hex`,
      );
    }
  }
  return sha256Hex(canonicalJson({ protocol: document, templates: templateLock }));
}

/** SHA-256 of the UTF-8 bytes of a text, in small hex. */
export function sha256Hex(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * Hash of a consent text, for a reviewer's signature (`reviewed.text_sha256`) and for the consent
 * ledger. Space around a text does not count.
 */
export function consentTextHash(text: {
  readonly title: string;
  readonly body: string;
  readonly agree: string;
  readonly decline: string;
}): string {
  const { title, body, agree, decline } = text;
  return sha256Hex(
    canonicalJson({
      title: title.trim(),
      body: body.trim(),
      agree: agree.trim(),
      decline: decline.trim(),
    }),
  );
}

function toJson(value: unknown, path: string, above: Set<object>): Json {
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw refusal(path, 'half of a surrogate pair');
      return value.normalize('NFC');
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw refusal(path, String(value));
      return value;
    case 'object':
      break;
    default:
      throw refusal(path, typeof value);
  }
  if (value === null) return null;
  if (above.has(value)) throw refusal(path, 'a reference to itself');
  above.add(value);
  const json = Array.isArray(value)
    ? listToJson(value, path, above)
    : mapToJson(value, path, above);
  above.delete(value);
  return json;
}

function listToJson(list: readonly unknown[], path: string, above: Set<object>): Json[] {
  // Array.from visits holes, which map() would skip.
  return Array.from(list, (entry, index) => toJson(entry, `${path}/${index}`, above));
}

function mapToJson(map: object, path: string, above: Set<object>): { [key: string]: Json } {
  const prototype: unknown = Object.getPrototypeOf(map);
  if (prototype !== Object.prototype && prototype !== null) {
    throw refusal(path, `an object of class ${map.constructor.name}`);
  }
  // Without a prototype a key named __proto__ is a key like any other.
  const json: { [key: string]: Json } = Object.create(null);
  for (const [key, entry] of Object.entries(map)) {
    if (!key.isWellFormed()) throw refusal(path, 'a key with half of a surrogate pair');
    const name = key.normalize('NFC');
    if (Object.hasOwn(json, name)) throw refusal(`${path}/${name}`, 'a key written twice');
    json[name] = toJson(entry, `${path}/${name}`, above);
  }
  return json;
}

function refusal(path: string, found: string): TypeError {
  return new TypeError(
    `Write canonical JSON: ${path === '' ? 'the value' : path} is ${found}; ` +
      'use text, finite numbers, true, false, null, lists and plain objects',
  );
}
