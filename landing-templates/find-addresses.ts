/** Words of a text that a reader, or a phone, takes for an address of the web or of mail. */
import { readList } from './read-list.ts';

/** Endings that everybody knows: no sentence begins with them. */
const WELL_KNOWN =
  /^(?:com|net|org|info|biz|shop|store|online|site|xyz|app|io|gov|edu|co|ly|gl|th|vn|ph|kh|mm|lk|bd|pk|np|ke|tz|cn|hk|br|mz|ao)$/;

const RESERVED = /(?:^|\.)example$/;

/** `https://` and what follows; the host is all up to a path, a port or a query. */
const WITH_SCHEME = /\b([a-z][a-z0-9+-]*):\/\/([^\s/?#:"'<>()]*)/giu;

/** Labels with full stops between them, after `@` too; a script without word spaces may go on. */
const LABELS =
  /(?<![\p{L}\p{M}\p{N}.-])(?:[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*[.。])+(?:[a-z]{2,}(?![\p{Script=Latin}\p{N}\p{M}-])|\p{L}[\p{L}\p{M}]+)(?:\/[^\s"'<>]*)?/giu;

/** What stands in a text and isn't seen: it must not hide an address. */
export const UNSEEN = /[\u00AD\u200B-\u200D\u2060\uFEFF]/g;

/** Every address in a text that doesn't end in `.example`, as it is written there. */
export function findAddresses(text: string): string[] {
  const line = text.normalize('NFKC').replace(UNSEEN, '');
  const found = new Set<string>();
  for (const [, scheme = '', host = ''] of line.matchAll(WITH_SCHEME)) {
    if (!RESERVED.test(host.toLowerCase())) found.add(`${scheme}://${host}`);
  }
  for (const [written] of line.replaceAll(WITH_SCHEME, ' ').matchAll(LABELS)) {
    if (isAddress(written)) found.add(written);
  }
  return [...found];
}

function isAddress(written: string): boolean {
  const [host = '', ...path] = written.split('/');
  const labels = host.split(/[.。]/);
  const ending = labels.at(-1)!;
  const small = ending.toLowerCase();
  if (small === 'example') return false;
  const real = readList('top-level-endings.txt').includes(small);
  if (/^www$/i.test(labels[0]!)) return true;
  if (!/^[a-z]+$/i.test(ending)) return real;
  if (WELL_KNOWN.test(small)) return !host.includes('。') || ending === small;
  // A full stop of Chinese begins no address but before such an ending.
  if (host.includes('。')) return false;
  const before = labels.slice(0, -1);
  // Initials such as p.ex and numbers such as 3.5 or 2.in.
  if (before.every((label) => /^(?:\p{L}|\p{N}+)$/u.test(label))) return path.length > 0 && real;
  // A sentence that begins without a space before it begins with a capital.
  if (/^[A-Z]/.test(ending))
    return real && small.length > 2 && /^[\p{Lu}\p{N}]/u.test(before.at(-1)!);
  return true;
}
