/** `copy/<locale>.yaml`: the words of a template or a part in one language. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { FaultList } from './faults.ts';
import { readYaml } from './read-yaml.ts';

const reviewSchema = z.union([
  z.literal(false),
  z.strictObject({
    by: z.string().trim().min(1),
    on: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
    text_sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
]);

export interface Copy {
  readonly locale: string;
  readonly file: string;
  /** Text by dotted key. */
  readonly text: ReadonlyMap<string, string>;
  /** For particular audiences: the words that differ, by dotted key. */
  readonly variants: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** By dotted key; those of a variant as `variant/key`. */
  readonly lines: ReadonlyMap<string, number>;
  readonly reviewed: boolean;
  readonly hash: string;
}

export function readCopy(file: string, source: string, faults: FaultList): Copy | undefined {
  const locale = /(?:^|\/)copy\/([^/]+)\.yaml$/.exec(file)?.[1] ?? '';
  const yaml = readYaml(source, file, faults);
  if (!yaml) return undefined;
  const document = yaml.value as Record<string, unknown> | null;
  if (typeof document !== 'object' || document === null || typeof document.text !== 'object') {
    faults.add('T032', file, 1, 'Write locale, reviewed and text: text is missing');
    return undefined;
  }
  if (document.locale !== locale) {
    faults.add(
      'T032',
      file,
      yaml.lineOf(['locale']),
      `Write the locale of the file's name: it says ${String(document.locale)}, the name ${locale}`,
    );
  }
  for (const name of Object.keys(document)) {
    if (!['locale', 'reviewed', 'text', 'variants'].includes(name)) {
      faults.add('T032', file, yaml.lineOf([name]), `Leave out the key: ${name} is not known`);
    }
  }
  const lines = new Map<string, number>();
  const read = (from: unknown, path: readonly string[], prefix: string): Map<string, string> => {
    const text = new Map<string, string>();
    flatten(from, path, (place, value) => {
      const key = place.slice(path.length).join('.');
      const line = yaml.lineOf(place);
      if (typeof value === 'string' && value.trim() !== '') {
        text.set(key, value.normalize('NFC').trim());
        lines.set(prefix + key, line);
      } else {
        const what = value === '' ? 'empty' : String(value);
        faults.add('T032', file, line, `Write text: ${key} is ${what}`);
      }
    });
    return text;
  };
  const text = read(document.text, ['text'], '');
  const variants = new Map(
    Object.entries((document.variants as object | undefined) ?? {}).map(([name, words]) => [
      name,
      read(words, ['variants', name], `${name}/`),
    ]),
  );
  const hash = copyTextHash(text, variants);
  const review = reviewSchema.safeParse(document.reviewed);
  const at = yaml.lineOf(['reviewed']);
  if (!review.success) {
    faults.add('T032', file, at, 'Write reviewed: false, or by, on and text_sha256 of the review');
  } else if (review.data && review.data.text_sha256 !== hash) {
    faults.add('T033', file, at, `Have the changed text reviewed again: its hash is ${hash}`);
  }
  const reviewed = review.success && review.data !== false && review.data.text_sha256 === hash;
  return { locale, file, text, variants, lines, hash, reviewed };
}

/** SHA-256 hex of a file's words: keys in order, without the review itself. */
export function copyTextHash(
  text: ReadonlyMap<string, string>,
  variants: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(),
): string {
  const entries = [
    ...text,
    ...[...variants].flatMap(([name, words]) =>
      [...words].map(([key, value]): [string, string] => [`${name}/${key}`, value]),
    ),
  ].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex');
}

function flatten(
  value: unknown,
  path: readonly string[],
  visit: (path: readonly string[], value: unknown) => void,
): void {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, [...path, key], visit);
  } else visit(path, value);
}
