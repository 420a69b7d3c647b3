import { readFileSync } from 'node:fs';

const lists = new Map<string, readonly string[]>();

/** Lines of a list beside this file, in small letters; those that begin with `#` are comments. */
export function readList(file: string): readonly string[] {
  const known = lists.get(file);
  if (known) return known;
  const lines = readFileSync(new URL(`./${file}`, import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.trim().toLowerCase())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const unique = [...new Set(lines)];
  lists.set(file, unique);
  return unique;
}
