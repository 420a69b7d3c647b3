/** How alike a lure and its genuine twin are, measured: what differs tells them apart. */
import { ratePhishScale } from '../protocol/vocabulary/phish-scale.ts';
import type { OfferManifest } from './manifest.ts';
import { readingAge } from './reading-age.ts';
import type { Catalogue, CompiledTemplate } from './types.ts';
import { wordsOf } from './words-of.ts';

/** The bands outside which a pair is refused. */
export const PARITY_BANDS = {
  /** Words of the longer over those of the shorter, in every language. */
  words: 1.25,
  /** Years between their reading ages, in English. */
  readingAge: 1.5,
  /** Bytes of the heaviest page of the heavier over those of the lighter. */
  weight: 1.4,
  /** The larger over the smaller of each count that says how many others take part. */
  popularity: 1.1,
} as const;

/** Numbers of a manifest that say how many others take part; a pair that has one of them is measured by it. */
const POPULARITY = ['likes', 'comments', 'reviews', 'members'] as const;

export interface PairMeasures {
  readonly lure: string;
  readonly twin: string;
  readonly family: string;
  readonly pages: readonly [lure: number, twin: number];
  readonly pictures: readonly [lure: number, twin: number];
  /** Heaviest page with its pictures, in bytes. */
  readonly weight: readonly [lure: number, twin: number];
  /** Years, in English. */
  readonly readingAge: readonly [lure: number, twin: number];
  /** Counts of how many others take part, by their names in the manifest. */
  readonly popularity: Readonly<Record<string, readonly [lure: number, twin: number]>>;
  /** Words by language tag. */
  readonly words: Readonly<Record<string, readonly [lure: number, twin: number]>>;
  /** How hard the lure is to detect, by the adapted Phish Scale. */
  readonly difficulty: string;
  readonly cues: number;
  readonly alignment: number;
}

export function measurePair(lure: CompiledTemplate, twin: CompiledTemplate): PairMeasures {
  const { family, phish_scale: scale } = lure.manifest as OfferManifest;
  const rating = scale && ratePhishScale({ cues: definedCues(scale.cues), premise: scale.premise });
  const both = <T>(measure: (template: CompiledTemplate) => T): readonly [T, T] => [
    measure(lure),
    measure(twin),
  ];
  const languages = lure.locales.filter((tag) => twin.locales.includes(tag));
  return {
    lure: lure.slug,
    twin: twin.slug,
    family,
    pages: both(({ pages }) => pages.length),
    pictures: both(({ assets }) => assets.size),
    weight: both(({ weights }) => Math.max(...Object.values(weights))),
    readingAge: both((template) => readingAge(wordsMet(template, 'en'))),
    popularity: Object.fromEntries(
      POPULARITY.filter((name) => numberOf(lure, name) > 0 && numberOf(twin, name) > 0).map(
        (name) => [name, both((template) => numberOf(template, name))],
      ),
    ),
    words: Object.fromEntries(
      languages.map((tag) => [tag, both((template) => countWords(template, tag))]),
    ),
    difficulty: rating?.difficulty ?? 'not rated',
    cues: rating?.cueCount ?? 0,
    alignment: rating?.alignment ?? 0,
  };
}

/** What is out of its band, in words; empty for a pair that is alike. */
export function unlikeness(measures: PairMeasures): string[] {
  const found: string[] = [];
  for (const what of ['pages', 'pictures'] as const) {
    const [a, b] = measures[what];
    if (a !== b) found.push(`${what} (${a} and ${b})`);
  }
  for (const [tag, [a, b]] of Object.entries(measures.words)) {
    if (ratio(a, b) > PARITY_BANDS.words) found.push(`words in ${tag} (${a} and ${b})`);
  }
  for (const [name, [a, b]] of Object.entries(measures.popularity)) {
    if (ratio(a, b) > PARITY_BANDS.popularity) found.push(`${name} (${a} and ${b})`);
  }
  const [younger, older] = measures.readingAge;
  if (Math.abs(younger - older) > PARITY_BANDS.readingAge) {
    found.push(`reading age (${younger.toFixed(1)} and ${older.toFixed(1)})`);
  }
  const [light, heavy] = measures.weight;
  if (ratio(light, heavy) > PARITY_BANDS.weight) found.push(`weight (${light} and ${heavy} bytes)`);
  return found;
}

/** Every pair of a catalogue, by family and slug. */
export function measurePairs(catalogue: Catalogue): PairMeasures[] {
  return catalogue.slugs
    .flatMap((slug) => {
      const lure = catalogue.kindOf(slug) === 'offer' ? catalogue.get(slug) : undefined;
      if (lure?.manifest.kind !== 'offer' || lure.manifest.role !== 'lure') return [];
      const twin = catalogue.get(lure.manifest.twin);
      return twin ? [measurePair(lure, twin)] : [];
    })
    .sort((a, b) => compare(a.family, b.family) || compare(a.lure, b.lure));
}

/** Words a person meets in an offer; the explanations of its signs belong to the debrief. */
export function countWords(template: CompiledTemplate, locale: string): number {
  return wordsMet(template, locale).reduce((sum, text) => sum + wordsOf(text, locale).length, 0);
}

/** A number of the manifest; 0 where it has none of the name. */
function numberOf({ manifest }: CompiledTemplate, name: string): number {
  return (manifest.kind === 'offer' && manifest.numbers?.[name]) || 0;
}

function wordsMet(template: CompiledTemplate, locale: string): string[] {
  return [...template.texts(locale)].flatMap(([key, text]) =>
    /^(flags|signs|preview_title|plurals)\b/.test(key) ? [] : [text],
  );
}

function definedCues(cues: NonNullable<OfferManifest['phish_scale']>['cues']) {
  return Object.fromEntries(
    Object.entries(cues).flatMap(([cue, count]) => (count === undefined ? [] : [[cue, count]])),
  );
}

function ratio(a: number, b: number): number {
  return Math.max(a, b) / Math.min(a, b);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
