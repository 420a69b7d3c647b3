import { readFileSync } from 'node:fs';
import type { FaultList } from './faults.ts';

let known: readonly string[] | undefined;

/** Names in `known-brands.txt`. */
export function knownBrands(): readonly string[] {
  known ??= [
    ...new Set(
      readFileSync(new URL('./known-brands.txt', import.meta.url), 'utf8')
        .split('\n')
        .map((line) => line.trim().toLowerCase())
        .filter((line) => line !== '' && !line.startsWith('#')),
    ),
  ];
  return known;
}

/** First known brand in each line of a text, whole words only, unless the manifest excepts it. */
export function checkBrands(
  file: string,
  text: string,
  exceptions: readonly string[],
  faults: FaultList,
): void {
  const excepted = new Set(exceptions.map((word) => word.toLowerCase()));
  for (const [index, line] of text.split('\n').entries()) {
    const lower = line.toLowerCase();
    for (const brand of knownBrands()) {
      if (excepted.has(brand) || !lower.includes(brand) || !standsAlone(lower, brand)) continue;
      faults.add(
        'T070',
        file,
        index + 1,
        `Invent another name: "${brand}" is a known brand (brand_exceptions records another meaning)`,
      );
    }
  }
}

/** Letters on either side make another word; scripts without word spaces are met anywhere. */
function standsAlone(line: string, brand: string): boolean {
  if (!/^[\p{Script=Latin}\p{Script=Common}]+$/u.test(brand)) return true;
  for (let at = line.indexOf(brand); at >= 0; at = line.indexOf(brand, at + 1)) {
    const before = line[at - 1] ?? ' ';
    const after = line[at + brand.length] ?? ' ';
    if (!/[\p{L}\p{N}_]/u.test(before) && !/[\p{L}\p{N}_]/u.test(after)) return true;
  }
  return false;
}
