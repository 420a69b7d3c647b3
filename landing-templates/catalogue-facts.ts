import type {
  CatalogueFacts,
  OfferFacts,
  PageFacts,
  TextFacts,
} from '../protocol/catalogue-facts.ts';
import { ratePhishScale } from '../protocol/vocabulary/phish-scale.ts';
import type { OfferManifest } from './manifest.ts';
import type { Catalogue, CompiledTemplate } from './types.ts';

/** What the protocol's checks need to know of every template. */
export function catalogueFacts(catalogue: Catalogue): CatalogueFacts {
  const offers: Record<string, OfferFacts> = {};
  const debriefs: Record<string, TextFacts> = {};
  const pages: Record<string, PageFacts> = {};
  for (const [slug, template] of catalogue.templates) {
    const { kind } = template.manifest;
    if (kind === 'offer') offers[slug] = offerFacts(template);
    else if (kind === 'debrief') debriefs[slug] = textFacts(template);
    else pages[slug] = { kind, ...textFacts(template) };
  }
  return { offers, debriefs, pages };
}

function textFacts(template: CompiledTemplate): TextFacts {
  return {
    locales: Object.fromEntries(
      template.locales.map((locale) => [locale, { reviewed: template.isReviewed(locale) }]),
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
      words: Object.fromEntries(
        template.locales.map((locale) => [locale, wordsOf(template, locale)]),
      ),
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

/** Words a person meets in the offer; the explanations of its signs belong to the debrief. */
function wordsOf(template: CompiledTemplate, locale: string): number {
  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
  let words = 0;
  for (const [key, text] of template.texts(locale)) {
    if (/^(flags|signs|preview_title)/.test(key)) continue;
    for (const segment of segmenter.segment(text)) if (segment.isWordLike) words += 1;
  }
  return words;
}
