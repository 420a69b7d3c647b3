import { readFileSync } from 'node:fs';
import type { PageScript } from './build-page.ts';

const texts = new Map<string, string>();

/** Text of `observer.js`, with comments and indentation removed, as it stands in the pages. */
export function observerScript(): string {
  return scriptText('observer');
}

/** The same of `chat.js` and `keep.js`, which only pages that need them carry. */
export function scriptText(name: PageScript | 'observer'): string {
  const known = texts.get(name);
  if (known !== undefined) return known;
  const text = compact(readFileSync(new URL(`./${name}.js`, import.meta.url), 'utf8'));
  texts.set(name, text);
  return text;
}

/** Whole-line comments and indentation only, so that no string is ever touched. */
function compact(source: string): string {
  return source
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'))
    .join('\n');
}
