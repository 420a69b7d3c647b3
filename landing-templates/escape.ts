/** Escaping by context. Nothing reaches a page except through one of these. */
import { breakWords, isUnspaced } from './break-words.ts';
import type { Scalar } from './types.ts';

const TEXT = /[&<>]/;
const ATTRIBUTE = /[&<>"'`=]/;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
  '=': '&#61;',
};
/** Schemes a link may have; a path must not start like a host (`//`, or `/\` in old browsers). */
const ADDRESS = /^(?:https?:\/\/|tel:|mailto:|sms:|\/(?![/\\])|#|\?)/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop control characters from addresses, so none may pass
const CONTROL = /[\u0000-\u0020\u007f]/;

/** `title` is text that is never broken into lines, `query` part of an address in an attribute. */
export type Context = 'text' | 'title' | 'attribute' | 'url' | 'query';

/** Escapes for element content. */
export function escapeText(value: Scalar): string {
  const written = String(value);
  return TEXT.test(written) ? written.replace(/[&<>]/g, entity) : written;
}

/** Escapes for a double-quoted attribute. */
export function escapeAttribute(value: Scalar): string {
  const written = String(value);
  return ATTRIBUTE.test(written) ? written.replace(/[&<>"'`=]/g, entity) : written;
}

/**
 * Escapes an address for a double-quoted attribute. One that isn't http(s), tel, mailto, sms, a path
 * of the same host or a fragment becomes `#`.
 */
export function escapeUrl(value: Scalar): string {
  const written = String(value);
  return ADDRESS.test(written) && !CONTROL.test(written) ? escapeAttribute(written) : '#';
}

export function escapeFor(context: Context, value: Scalar): string {
  switch (context) {
    case 'text':
    case 'title':
      return escapeText(value);
    case 'url':
      return escapeUrl(value);
    case 'query':
      return escapeAttribute(encodeURIComponent(String(value)));
    default:
      return escapeAttribute(value);
  }
}

/** What a reader of this language sees: text gets the break points its script needs. */
export function writeFor(context: Context, locale: string, value: Scalar): string {
  const broken = context === 'text' && isUnspaced(locale);
  return escapeFor(context, broken ? breakWords(locale, String(value)) : value);
}

function entity(character: string): string {
  return ENTITIES[character] ?? '';
}
