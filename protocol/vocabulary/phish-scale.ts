/**
 * How hard a lure is to detect, after the NIST Phish Scale (Technical Note 2276).
 *
 * Adapted, not NIST: the two premise elements about the workplace are renamed for consumers, and
 * the element about earlier training is held at 0. Training differs by arm, so that counting it
 * would make the difficulty of a lure depend on the treatment.
 */
import type { DetectionDifficulty } from '../vocabulary.ts';

const CUES_SOURCE =
  'NIST TN 2276 as transcribed in two public sources that agree; the note itself was not read';

/** Cues by type. */
const PHISH_CUES = {
  error: ['spelling_and_grammar', 'inconsistency'],
  technical: ['attachment_type', 'sender_name_and_address', 'url_hyperlinking', 'domain_spoofing'],
  visual: [
    'no_or_minimal_branding',
    'logo_imitation_or_outdated',
    'unprofessional_design',
    'security_indicators',
  ],
  language_and_content: [
    'legal_language',
    'distracting_detail',
    'requests_for_sensitive_information',
    'sense_of_urgency',
    'threatening_language',
    'generic_greeting',
    'lack_of_signer_details',
  ],
  common_tactic: [
    'humanitarian_appeals',
    'too_good_to_be_true',
    'you_are_special',
    'limited_time_offer',
    'mimics_business_process',
    'poses_as_known_person_or_authority',
  ],
} as const;

export type PhishCue = (typeof PHISH_CUES)[keyof typeof PHISH_CUES][number];

export const PHISH_CUE_KEYS: readonly PhishCue[] = Object.values(PHISH_CUES).flat();

/** How well a lure fits the life of those who meet it; each 0, 2, 4, 6 or 8. */
export const PREMISE_ELEMENTS = {
  habit: {
    label: 'Looks like something they do anyway',
    nist: 'mimics a workplace process',
    adapted: true,
  },
  relevance: { label: 'Matters to them', nist: 'workplace relevance', adapted: true },
  fits_events: {
    label: 'Fits what happens around them',
    nist: 'aligns with other events',
    adapted: false,
  },
  worry: {
    label: 'They would worry about not acting',
    nist: 'concern over not clicking',
    adapted: false,
  },
} as const;

type PremiseElement = keyof typeof PREMISE_ELEMENTS;
export type PremiseScore = 0 | 2 | 4 | 6 | 8;

export const PHISH_SCALE_PROVENANCE = {
  cues: { verified: true, source: CUES_SOURCE },
  matrix: { verified: true, source: `${CUES_SOURCE}; the matrix agrees in four more files` },
  cueBands: { verified: true, source: CUES_SOURCE },
  alignmentBands: { verified: false, source: 'One of the two transcriptions only' },
  premise: {
    verified: false,
    source: 'Adapted, not NIST: two elements renamed, training held at 0',
  },
} as const;

export interface PhishScaleInput {
  /** Cue to how often it can be seen; whole numbers, absent means 0. */
  readonly cues: Readonly<Partial<Record<PhishCue, number>>>;
  readonly premise: Readonly<Record<PremiseElement, PremiseScore>>;
}

export interface PhishScaleRating {
  readonly label: 'adapted, not NIST';
  readonly cueCount: number;
  readonly cueBand: 'few' | 'some' | 'many';
  /** Sum of the four elements; the training element is 0. */
  readonly alignment: number;
  readonly alignmentBand: 'weak' | 'medium' | 'strong';
  readonly difficulty: DetectionDifficulty;
}

const MATRIX = {
  few: { weak: 'moderately', medium: 'very', strong: 'very' },
  some: { weak: 'moderately_to_least', medium: 'moderately', strong: 'very' },
  many: { weak: 'least', medium: 'moderately', strong: 'moderately' },
} as const;

/**
 * Rates a lure. Cues: few up to 8, some 9 to 14, many from 15. Alignment: weak up to 10, medium
 * 11 to 17, strong from 18.
 *
 * @throws RangeError if a count is not a whole number from 0, or a score not 0, 2, 4, 6 or 8.
 */
export function ratePhishScale({ cues, premise }: PhishScaleInput): PhishScaleRating {
  const counts = Object.entries(cues);
  for (const [cue, count] of counts) {
    if (Number.isInteger(count) && count >= 0) continue;
    throw new RangeError(`Rate a lure: ${cue} is ${count} and must be a whole number from 0`);
  }
  for (const [element, score] of Object.entries(premise)) {
    if ([0, 2, 4, 6, 8].includes(score)) continue;
    throw new RangeError(`Rate a lure: ${element} is ${score} and must be 0, 2, 4, 6 or 8`);
  }
  const cueCount = counts.reduce((sum, [, count]) => sum + count, 0);
  const cueBand = cueCount <= 8 ? 'few' : cueCount <= 14 ? 'some' : 'many';
  const { habit, relevance, fits_events, worry } = premise;
  const alignment = habit + relevance + fits_events + worry;
  const alignmentBand = alignment <= 10 ? 'weak' : alignment <= 17 ? 'medium' : 'strong';
  const difficulty = MATRIX[cueBand][alignmentBand];
  return { label: 'adapted, not NIST', cueCount, cueBand, alignment, alignmentBand, difficulty };
}
