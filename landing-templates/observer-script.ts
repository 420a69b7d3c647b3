import { readFileSync } from 'node:fs';

let script: string | undefined;

/** Text of `observer.js`, with comments and indentation removed, as it stands in the pages. */
export function observerScript(): string {
  script ??= compact(readFileSync(new URL('./observer.js', import.meta.url), 'utf8'));
  return script;
}

/** Whole-line comments and indentation only, so that no string is ever touched. */
function compact(source: string): string {
  return source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'))
    .join('\n');
}
