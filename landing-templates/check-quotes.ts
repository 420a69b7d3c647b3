/** What the explanation of a sign puts in quotation marks stands on every page it is shown with. */
import { readLocale } from './copy-set.ts';
import type { FaultList } from './faults.ts';
import { fillPlain } from './fill-plain.ts';
import { link, type Words } from './link.ts';
import type { OfferManifest } from './manifest.ts';
import type { Structure } from './open-template.ts';
import { signTextKey } from './sign-text.ts';

/** Pairs of quotation marks of every language there is; Urdu opens with the mark that others close with. */
const QUOTED = /“([^“”]+)”|”([^“”]+)“|«([^«»]+)»|「([^「」]+)」|"([^"]+)"/gu;
/** A quote begins and ends as its sentence needs it. */
const OUTER = /^[\s\p{P}]+|[\s\p{P}]+$/gu;
const UNSEEN = /[\u00ad\u200b\u2060\u200e\u200f\u2066-\u2069]/g;

/** @param locales - Languages whose words are checked; by default all there are. */
export function checkQuotes(
  structure: Structure,
  offer: OfferManifest,
  faults: FaultList,
  locales: readonly string[] = structure.copies.locales,
): void {
  for (const locale of locales) {
    // What can't be read is said by the check of the words.
    const copy = readLocale(structure.files, locale, faults);
    if (!copy) continue;
    const words: Words = { locale, manifest: offer, copy: (key) => copy.text.get(key) };
    for (const { key, at } of offer.red_flags) {
      for (const page of new Set(at.map((place) => place.page))) {
        const text = signTextKey(key, page, words.copy);
        const quotes = quotesIn(fillPlain(words.copy(text) ?? '', words));
        if (quotes.length === 0) continue;
        const met = wordsOn(structure, page, words);
        for (const quote of quotes) {
          if (met.includes(alike(quote))) continue;
          faults.add(
            'T038',
            copy.own.file,
            copy.own.lines.get(text) ?? 1,
            `Quote what stands on the page: ${text} says “${quote}”, page ${page} doesn't`,
          );
        }
      }
    }
  }
}

function quotesIn(text: string): string[] {
  return [...text.matchAll(QUOTED)].map(([, ...groups]) =>
    (groups.find((group) => group !== undefined) ?? '').replace(OUTER, ''),
  );
}

/** Everything that a page shows or has read out, with the address above it. */
function wordsOn({ built }: Structure, page: string, words: Words): string {
  const ops = built.get(page)?.ops ?? [];
  const html = link(ops, words)
    .nodes.map((node) => (typeof node === 'string' ? node : ' '))
    .join('');
  const spoken = [...html.matchAll(/ (?:alt|aria-label)="([^"]*)"/g)].map(([, text]) => text);
  const shown = html.replace(/<[^>]*>/g, ' ');
  const { host } = words.manifest as OfferManifest;
  return alike(`${shown} ${spoken.join(' ')} ${host}`);
}

function alike(text: string): string {
  return text
    .replace(/&(amp|lt|gt|quot|#39);/g, (_, name: keyof typeof ENTITIES) => ENTITIES[name])
    .replace(UNSEEN, '')
    .replace(/\s+/g, ' ')
    .toLowerCase();
}

const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" } as const;
