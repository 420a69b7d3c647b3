import type {
  CatalogueFacts,
  DebriefFacts,
  OfferFacts,
  PageFacts,
  TextFacts,
} from '../protocol/catalogue-facts.ts';
import { ratePhishScale } from '../protocol/vocabulary/phish-scale.ts';
import type { OfferManifest } from './manifest.ts';
import { countWords } from './parity.ts';
import type { Catalogue, CompiledTemplate } from './types.ts';

/**
 * What the protocol's checks need to know of every template. Each is looked at when its entry is
 * read, so that a check costs what the protocol names.
 */
export function catalogueFacts(catalogue: Catalogue): CatalogueFacts {
  const offers: Record<string, OfferFacts> = {};
  const debriefs: Record<string, DebriefFacts> = {};
  const pages: Record<string, PageFacts> = {};
  for (const slug of catalogue.slugs) {
    const kind = catalogue.kindOf(slug);
    const template = (): CompiledTemplate => catalogue.get(slug)!;
    if (kind === 'offer') later(offers, slug, () => offerFacts(template()));
    else if (kind === 'debrief') later(debriefs, slug, () => debriefFacts(template()));
    else if (kind) later(pages, slug, () => ({ kind, ...textFacts(template()) }));
  }
  return { offers, debriefs, pages };
}

/** A property that is worked out at its first reading. */
function later<Value>(record: Record<string, Value>, key: string, work: () => Value): void {
  Object.defineProperty(record, key, {
    enumerable: true,
    configurable: true,
    get: () => {
      const value = work();
      Object.defineProperty(record, key, { enumerable: true, value });
      return value;
    },
  });
}

function textFacts(template: CompiledTemplate): TextFacts {
  const locales: Record<string, { reviewed: boolean }> = {};
  for (const locale of template.locales) {
    later(locales, locale, () => ({ reviewed: template.isReviewed(locale) }));
  }
  return { locales };
}

function debriefFacts(template: CompiledTemplate): DebriefFacts {
  const { manifest, story } = template;
  return {
    ...textFacts(template),
    variants: template.variants,
    printed: manifest.kind === 'debrief' && manifest.printed === true,
    awaitsStory: story?.attached === false,
    story: story?.attached
      ? {
          agreedOn: story.consent.given_on,
          agreedUntil: story.consent.until,
          paidOn: story.payment.paid_on,
        }
      : null,
    speaksForPartner: template.pages.some((page) =>
      template.needs(page).values.includes('partner'),
    ),
  };
}

function offerFacts(template: CompiledTemplate): OfferFacts {
  const { manifest } = template;
  if (manifest.kind !== 'offer') {
    throw new TypeError(`Read the facts of ${template.slug}: it is not an offer`);
  }
  return {
    ...textFacts(template),
    role: manifest.role,
    counterpart: manifest.twin,
    family: manifest.family,
    harmClass: manifest.harm_class,
    pretexts: manifest.pretexts,
    difficulty: difficultyOf(manifest),
    complianceStep: manifest.compliance_step,
    host: manifest.host,
    firm: manifest.entity.name,
    sender: manifest.entity.sender,
    measures: {
      pages: template.pages.length,
      images: template.assets.size,
      words: wordsByLocale(template),
    },
    sensitiveFields: manifest.fields.some(({ sensitive }) => sensitive),
    stopsAtIntent: manifest.stops_at_intent,
  };
}

function difficultyOf({ phish_scale: scale }: OfferManifest): OfferFacts['difficulty'] {
  if (!scale) return null;
  const counted = Object.entries(scale.cues).flatMap(([cue, count]) =>
    count === undefined ? [] : [[cue, count] as const],
  );
  return ratePhishScale({ cues: Object.fromEntries(counted), premise: scale.premise }).difficulty;
}

function wordsByLocale(template: CompiledTemplate): Record<string, number> {
  const words: Record<string, number> = {};
  for (const locale of template.locales) later(words, locale, () => countWords(template, locale));
  return words;
}
