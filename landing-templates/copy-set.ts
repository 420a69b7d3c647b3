/** A template's words in every language, read when a language is first asked for. */
import { FaultList, TemplateError } from './faults.ts';
import { type Copy, readCopy } from './read-copy.ts';
import type { TemplateFiles } from './template-files.ts';

/** One language: the template's own words over those of its parts. */
export interface LocaleCopy {
  readonly locale: string;
  readonly own: Copy;
  readonly parts: readonly Copy[];
  /** Text by dotted key. */
  readonly text: ReadonlyMap<string, string>;
  /** All of it by dotted key, for one audience. */
  forVariant(variant: string | undefined): ReadonlyMap<string, string>;
  /** Whether a named speaker reviewed the very words there are, the parts' included. */
  readonly reviewed: boolean;
}

export class CopySet {
  readonly locales: readonly string[];
  readonly #slug: string;
  readonly #files: TemplateFiles;
  readonly #read = new Map<string, LocaleCopy>();

  constructor(slug: string, files: TemplateFiles) {
    this.#slug = slug;
    this.#files = files;
    this.locales = files.locales();
  }

  has(locale: string): boolean {
    return this.locales.includes(locale);
  }

  /** @throws TemplateError if the file is malformed. */
  get(locale: string): LocaleCopy {
    const before = this.#read.get(locale);
    if (before) return before;
    const faults = new FaultList();
    const copy = readLocale(this.#files, locale, faults);
    if (!copy) throw new TemplateError(this.#slug, faults.faults);
    this.#read.set(locale, copy);
    return copy;
  }
}

/** Undefined when the template's own file is missing or can't be read. */
export function readLocale(
  files: TemplateFiles,
  locale: string,
  faults: FaultList,
): LocaleCopy | undefined {
  const found = files.everyText(`copy/${locale}.yaml`);
  const copies = found.flatMap(({ name, text }) => readOnce(name, text, faults) ?? []);
  const own = copies.at(-1);
  if (own?.file !== `copy/${locale}.yaml`) return undefined;
  const parts = copies.slice(0, -1);
  const text = new Map(copies.flatMap((copy) => [...copy.text]));
  const variants = new Map<string, ReadonlyMap<string, string>>();
  for (const [name, words] of own.variants) variants.set(name, new Map([...text, ...words]));
  return {
    locale,
    own,
    parts,
    text,
    forVariant: (variant) => (variant === undefined ? text : (variants.get(variant) ?? text)),
    reviewed: copies.every(({ reviewed }) => reviewed) && parts.length === withCopy(files),
  };
}

const shared = new Map<string, Copy>();

/** The words of a part are read once, however many templates stand on it. */
function readOnce(name: string, text: string, faults: FaultList): Copy | undefined {
  if (!name.startsWith('parts/')) return readCopy(name, text, faults);
  const key = `${name}\n${text}`;
  const known = shared.get(key);
  if (known) return known;
  const before = faults.faults.length;
  const copy = readCopy(name, text, faults);
  // One with faults is read again, so that each template that has it says so.
  if (copy && faults.faults.length === before) shared.set(key, copy);
  return copy;
}

/** Parts that have words at all, and so need them in every language. */
function withCopy(files: TemplateFiles): number {
  return files.everyText('copy/en.yaml').length - 1;
}
