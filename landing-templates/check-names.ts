/** No real brand, person or address: names that are known, and addresses not of `.example`. */
import type { FaultList } from './faults.ts';
import { findAddresses, UNSEEN } from './find-addresses.ts';
import { readList } from './read-list.ts';

const BRANDS = 'known-brands.txt';
const PEOPLE = 'known-people.txt';

const KINDS = [
  { code: 'T070', list: BRANDS, what: 'is a known brand' },
  { code: 'T072', list: PEOPLE, what: 'is a well-known person' },
] as const;

/** Tags of the template language, the name of SVG and files shown look like addresses and are none. */
const NO_ADDRESS =
  /\{\{[^}]*\}\}|xmlns(?::xlink)?="[^"]*"|\b(?:src|poster)="[a-z0-9-]+\.[a-z0-9]+"/g;
const FILE_NAME = /\b(?:file|card|photo|drawing): ?[a-z0-9-]+\.(?:html|webp|svg)\b/g;

/**
 * First known name of each kind in each line of a text, whole words only, unless the manifest
 * excepts it, and every address that doesn't end in `.example`.
 */
export function checkNames(
  file: string,
  text: string,
  exceptions: readonly string[],
  faults: FaultList,
): void {
  const excepted = new Set(exceptions.map((word) => word.toLowerCase()));
  const whole = plain(text);
  // Few names are in a text at all; only those are looked for line by line.
  const suspects = KINDS.map(({ code, list, what }) => ({
    code,
    what,
    names: namesOf(list).filter((name) => !excepted.has(name) && whole.includes(name)),
  }));
  for (const [index, lower] of whole.split('\n').entries()) {
    for (const { code, names, what } of suspects) {
      for (const name of names) {
        if (!standsAlone(lower, name)) continue;
        faults.add(
          code,
          file,
          index + 1,
          `Invent another name: "${name}" ${what} (brand_exceptions records another meaning)`,
        );
      }
    }
  }
  for (const [index, line] of text.split('\n').entries()) {
    for (const address of findAddresses(readable(file, line))) {
      if (excepted.has(address.toLowerCase())) continue;
      faults.add(
        'T071',
        file,
        index + 1,
        `Write an address that ends in .example, or a space after a full stop: ${address} may be real (brand_exceptions records another meaning)`,
      );
    }
  }
}

/** One form of letters that look alike, small, without what isn't seen. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replace(UNSEEN, '')
    .replace(/[^\S\n]+/g, ' ')
    .toLowerCase();
}

/** A line without what is written for the program: tags, keys, names of files. */
function readable(file: string, line: string): string {
  const text = line.replace(NO_ADDRESS, ' ');
  if (!file.endsWith('.yaml')) return text;
  return text.replace(FILE_NAME, ' ').replace(/^ *[\w.]+:(?= |$)/, ' ');
}

const folded = new Map<string, readonly string[]>();

function namesOf(list: string): readonly string[] {
  const known = folded.get(list) ?? readList(list).map(plain);
  folded.set(list, known);
  return known;
}

/** Scripts that put no space between words. */
const UNSPACED =
  /[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Han}\p{Script=Kana}]/u;

/**
 * Letters on either side make another word. In a script without word spaces a name is met anywhere;
 * in others that aren't Latin what follows may be an ending, in Ethiopic a letter before it a prefix.
 */
function standsAlone(line: string, name: string): boolean {
  const latin = /^[\p{Script=Latin}\p{Script=Common}]+$/u.test(name);
  for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
    if (UNSPACED.test(name)) return true;
    const before = /\p{Script=Ethiopic}/u.test(name)
      ? /^.?$|[^\p{L}].?$/u
      : /^$|[^\p{L}\p{M}\p{N}_]$/u;
    const after = line[at + name.length] ?? ' ';
    if (before.test(line.slice(0, at)) && !(latin && /[\p{L}\p{N}_]/u.test(after))) return true;
  }
  return false;
}
