/** No real brand, person or address: names that are known, and domains that are not `.example`. */
import type { FaultList } from './faults.ts';
import { readList } from './read-list.ts';

/** Names of `known-brands.txt`. */
export function knownBrands(): readonly string[] {
  return readList('known-brands.txt');
}

/** Names of `known-people.txt`. */
export function knownPeople(): readonly string[] {
  return readList('known-people.txt');
}

const KINDS = [
  { code: 'T070', names: knownBrands, what: 'is a known brand' },
  { code: 'T072', names: knownPeople, what: 'is a well-known person' },
] as const;

/** Endings under which real sites live; country codes are those of the languages shipped, and more. */
const DOMAIN =
  /(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|net|org|info|biz|shop|store|online|site|club|xyz|app|dev|io|ai|gov|edu|int|top|live|link|click|asia|co|cc|me|tv|th|vn|id|ph|kh|mm|la|my|sg|cn|hk|tw|in|bd|pk|np|lk|ke|tz|ug|et|fr|pt|br|mz|ao|uk|us|au|de|ru|eu)(?![\w-]|\.[a-z])/giu;

/** Tags of the template language and the name of SVG look like addresses and are none. */
const NO_ADDRESS = /\{\{[^}]*\}\}|xmlns="[^"]*"/g;

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
  const whole = text.toLowerCase();
  // Few names are in a text at all; only those are looked for line by line.
  const suspects = KINDS.map(({ code, names, what }) => ({
    code,
    what,
    names: names().filter((name) => !excepted.has(name) && whole.includes(name)),
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
    const written = lower.replace(NO_ADDRESS, ' ');
    for (const [domain] of written.matchAll(DOMAIN)) {
      if (excepted.has(domain)) continue;
      faults.add(
        'T071',
        file,
        index + 1,
        `Write an address that ends in .example: ${domain} may be real (brand_exceptions records another meaning)`,
      );
    }
  }
}

/** Letters on either side make another word; scripts without word spaces are met anywhere. */
function standsAlone(line: string, name: string): boolean {
  if (!/^[\p{Script=Latin}\p{Script=Common}]+$/u.test(name)) return true;
  for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
    const before = line[at - 1] ?? ' ';
    const after = line[at + name.length] ?? ' ';
    if (!/[\p{L}\p{N}_]/u.test(before) && !/[\p{L}\p{N}_]/u.test(after)) return true;
  }
  return false;
}
