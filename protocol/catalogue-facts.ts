import type { DetectionDifficulty, HarmClass, OfferFamily, Pretext } from './vocabulary.ts';

/**
 * What the checks of a protocol need to know of the templates it names. The caller fills it from
 * its catalogue; every record is keyed by template slug.
 */
export interface CatalogueFacts {
  /** Templates of kind `offer`. */
  readonly offers: Readonly<Record<string, OfferFacts>>;
  /** Templates of kind `debrief`: the content an arm may name. */
  readonly debriefs: Readonly<Record<string, DebriefFacts>>;
  /**
   * What every trial shows, whatever its arms: the templates of kind `reveal`, `page` (consent,
   * withdrawal, help, receipts) and `message`.
   */
  readonly pages: Readonly<Record<string, PageFacts>>;
}

/** Language tag to whether a named speaker reviewed the very text that is in the catalogue. */
export interface TextFacts {
  readonly locales: Readonly<Record<string, { readonly reviewed: boolean }>>;
}

export interface DebriefFacts extends TextFacts {
  /** Audiences with words of their own. */
  readonly variants: readonly string[];
  /** Sheets to be printed for whoever gives the training in person. */
  readonly printed: boolean;
  /** Has an empty slot for a survivor's story. */
  readonly awaitsStory: boolean;
  /** Days of the story it shows; null without one. */
  readonly story: StoryDays | null;
  /** Speaks in the name of the trial's local partner. */
  readonly speaksForPartner: boolean;
}

/** Days on which a story was agreed to and paid for, and the last on which it may be shown. */
export interface StoryDays {
  readonly agreedOn: string;
  readonly agreedUntil: string;
  readonly paidOn: string;
}

export interface PageFacts extends TextFacts {
  readonly kind: 'reveal' | 'page' | 'message';
}

export interface OfferFacts extends TextFacts {
  readonly role: 'lure' | 'twin';
  /** Slug of the twin of a lure, of the lure of a twin. */
  readonly counterpart: string;
  readonly family: OfferFamily;
  readonly harmClass: HarmClass;
  readonly pretexts: readonly Pretext[];
  /** Rating by `ratePhishScale`; null for a twin, which is not rated. */
  readonly difficulty: DetectionDifficulty | null;
  /** Step of the funnel that counts as compliance. */
  readonly complianceStep: string;
  readonly host: string;
  /** Name of the fictional firm. */
  readonly firm: string;
  readonly sender: string;
  readonly measures: {
    readonly pages: number;
    readonly images: number;
    /** Language tag to words of the copy (segments of `Intl.Segmenter` that are words). */
    readonly words: Readonly<Record<string, number>>;
  };
  /** Has at least one sensitive field (card, account, passport, password). */
  readonly sensitiveFields: boolean;
  /** The compliance step is a button of intent, before any personal data is asked for. */
  readonly stopsAtIntent: boolean;
}
