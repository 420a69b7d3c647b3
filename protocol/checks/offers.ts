import type { OfferFacts } from '../catalogue-facts.ts';
import type { DocumentPath } from '../fault.ts';
import { isAboutLivelihood } from '../vocabulary.ts';
import type { CheckContext } from './context.ts';

/** One mention of an offer in the waves. */
export interface NamedOffer {
  readonly slug: string;
  readonly role: 'lure' | 'twin';
  readonly path: DocumentPath;
  /** Undefined when the catalogue has no such offer. */
  readonly facts: OfferFacts | undefined;
}

/** Every mention of an offer, in the order of the document. */
export function namedOffers({ protocol, facts }: CheckContext): NamedOffer[] {
  return protocol.waves.flatMap((wave, w) =>
    wave.pairs.flatMap((pair, p) =>
      (['lure', 'twin'] as const).map((role) => ({
        slug: pair[role],
        role,
        path: ['waves', w, 'pairs', p, role],
        facts: lookUp(facts.offers, pair[role]),
      })),
    ),
  );
}

/** The first mention of every offer. */
export function distinctOffers(context: CheckContext): NamedOffer[] {
  const seen = new Set<string>();
  return namedOffers(context).filter(({ slug }) => !seen.has(slug) && seen.add(slug));
}

/** The first offer a person may plan work, study, travel or savings around, if there is one. */
export function findLivelihoodOffer(context: CheckContext): NamedOffer | undefined {
  return distinctOffers(context).find(
    ({ facts }) => facts !== undefined && isAboutLivelihood(facts.harmClass, facts.family),
  );
}

export function lookUp<Entry>(
  record: Readonly<Record<string, Entry>>,
  slug: string,
): Entry | undefined {
  return Object.hasOwn(record, slug) ? record[slug] : undefined;
}

/** Names for a sentence: in order, or `none`. */
export function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : [...names].sort().join(', ');
}
