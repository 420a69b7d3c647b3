import { readFileSync } from 'node:fs';
import { consentTextHash } from '../../protocol/canonical.ts';
import type { DebriefFacts } from '../../protocol/catalogue-facts.ts';
import type { CatalogueFacts, OfferFacts } from '../../protocol/checks.ts';
import { readProtocol } from '../../protocol/read.ts';

export const TODAY = '2026-11-22';

export const EXAMPLE = readFileSync(
  new URL('../../examples/discount-shop.yaml', import.meta.url),
  'utf8',
);

/** The example as it would be after two speakers read its consent texts. */
export function reviewedExample(): string {
  const { protocol } = readProtocol(EXAMPLE);
  if (!protocol) throw new Error('Read the example: it has faults');
  const hashes = ['en', 'th'].map((locale) => consentTextHash(protocol.consent.texts[locale]!));
  return EXAMPLE.replaceAll('reviewed: false', () => {
    return `reviewed: { by: A Speaker, on: 2026-11-20, text_sha256: ${hashes.shift()} }`;
  });
}

const READ = { en: { reviewed: true }, th: { reviewed: true } };

/** What a catalogue with the example's templates, all reviewed, would say. */
export function exampleFacts(): CatalogueFacts {
  return {
    offers: {
      'coffee-corner-sale': offer('coffee-corner', 'lure'),
      'coffee-corner-clearance': offer('coffee-corner', 'twin'),
      'lamp-loft-sale': offer('lamp-loft', 'lure'),
      'lamp-loft-clearance': offer('lamp-loft', 'twin'),
    },
    debriefs: {
      'awareness-message': debrief(),
      'red-flag-replay': debrief({ variants: ['students'] }),
      'talk-sheets': debrief({ printed: true }),
      'a-story': debrief({ awaitsStory: true }),
      'told-story': debrief({
        story: { agreedOn: '2026-10-01', agreedUntil: '2028-12-31', paidOn: '2026-10-01' },
      }),
      'partners-word': debrief({ speaksForPartner: true }),
    },
    pages: {
      reveal: { kind: 'reveal', locales: READ },
      'participant-pages': { kind: 'page', locales: READ },
      messages: { kind: 'message', locales: READ },
    },
  };
}

export function debrief(change: Partial<DebriefFacts> = {}): DebriefFacts {
  return {
    ...{ locales: READ, variants: [], printed: false },
    ...{ awaitsStory: false, story: null, speaksForPartner: false },
    ...change,
  };
}

function offer(shop: string, role: 'lure' | 'twin'): OfferFacts {
  const ending = role === 'lure' ? 'clearance' : 'sale';
  return {
    role,
    counterpart: `${shop}-${ending}`,
    family: 'shop',
    harmClass: 'everyday',
    pretexts: [],
    difficulty: role === 'lure' ? 'moderately' : null,
    complianceStep: 'pay',
    host: `${shop}-${role}.example`,
    firm: `${shop} ${role}`,
    sender: `${shop} ${role} news`,
    measures: { pages: 3, images: 2, words: { en: 200, th: 220 } },
    sensitiveFields: true,
    stopsAtIntent: false,
    locales: READ,
  };
}

/** The facts with some of one offer's changed. */
export function withOffer(slug: string, change: Partial<OfferFacts>): CatalogueFacts {
  const facts = exampleFacts();
  const before = facts.offers[slug];
  if (!before) throw new Error(`Change an offer: there is no ${slug}`);
  return { ...facts, offers: { ...facts.offers, [slug]: { ...before, ...change } } };
}
