/**
 * The keys a protocol may use, one tuple a list. The tables that say what the keys mean and where
 * they come from are in the folder of the same name.
 */

/** Components of the COM-B model: Michie, van Stralen and West (2011). */
export const COM_B = [
  'capability.physical',
  'capability.psychological',
  'opportunity.physical',
  'opportunity.social',
  'motivation.reflective',
  'motivation.automatic',
] as const;

/** The nine intervention functions of the Behaviour Change Wheel. */
export const INTERVENTION_FUNCTIONS = [
  'education',
  'persuasion',
  'incentivisation',
  'coercion',
  'training',
  'restriction',
  'environmental_restructuring',
  'modelling',
  'enablement',
] as const;

/** The seven policy categories of the Behaviour Change Wheel. */
export const POLICY_CATEGORIES = [
  'communication_marketing',
  'guidelines',
  'fiscal',
  'regulation',
  'legislation',
  'environmental_social_planning',
  'service_provision',
] as const;

/** Codes of the BCT Taxonomy v1 that fit anti-scam training. In YAML they need quotes. */
export const BCT_CODES = [
  '1.2',
  '1.4',
  '1.9',
  '2.2',
  '2.7',
  '3.2',
  '4.1',
  '4.2',
  '4.4',
  '5.2',
  '5.3',
  '5.5',
  '6.1',
  '6.2',
  '7.1',
  '7.7',
  '8.1',
  '8.3',
  '8.6',
  '8.7',
  '9.1',
  '13.2',
] as const;

/** The four biases a training may be designed against. */
export const BIASES = ['confirmation', 'sunk_cost', 'information_avoidance', 'optimism'] as const;

/**
 * On which ground a person takes part: `prospective_full` (told everything first),
 * `prospective_general` (registers knowing that practice offers will come), `deferred` (asked after
 * the reveal; silence means no), `opt_out`, `waived`.
 */
export const CONSENT_MODES = [
  'prospective_full',
  'prospective_general',
  'deferred',
  'opt_out',
  'waived',
] as const;

/** In whose voice a training speaks. */
export const MESSENGERS = [
  'survivor',
  'peer',
  'family',
  'community_leader',
  'teacher',
  'health_worker',
  'ngo',
  'public_agency',
  'police',
  'bank',
  'researcher',
] as const;

/** Stages of an exposure, in the order of the ladder, then the two protective acts. */
export const OUTCOMES = [
  'seen',
  'engaged',
  'clicked',
  'started',
  'compromised',
  'reported',
  'help_opened',
] as const;

/** Stories an offer may not tell without a cited decision of the ethics body. */
export const PRETEXTS = [
  'employer_bonus',
  'health',
  'bereavement',
  'debt_threat',
  'immigration_threat',
] as const;

/** What an offer pretends to be. */
export const OFFER_FAMILIES = [
  'shop',
  'job',
  'chat',
  'parcel',
  'investment',
  'scholarship',
] as const;

/**
 * `everyday`: at stake is the price of a purchase. `livelihood`: a person may plan work, study,
 * travel or savings around the offer; job, scholarship and investment offers always are.
 */
export const HARM_CLASSES = ['everyday', 'livelihood'] as const;

const LIVELIHOOD_FAMILIES: ReadonlySet<string> = new Set(['job', 'investment', 'scholarship']);

/** Whether people may plan work, study, travel or savings around an offer, whatever it declares. */
export function isAboutLivelihood(harmClass: HarmClass, family: OfferFamily): boolean {
  return harmClass === 'livelihood' || LIVELIHOOD_FAMILIES.has(family);
}

/** How hard a lure is to detect, hardest first, in the words of the Phish Scale. */
const DETECTION_DIFFICULTIES = ['very', 'moderately', 'moderately_to_least', 'least'] as const;

export type ComB = (typeof COM_B)[number];
export type InterventionFunction = (typeof INTERVENTION_FUNCTIONS)[number];
export type PolicyCategory = (typeof POLICY_CATEGORIES)[number];
export type BctCode = (typeof BCT_CODES)[number];
export type Bias = (typeof BIASES)[number];
export type Outcome = (typeof OUTCOMES)[number];
export type Pretext = (typeof PRETEXTS)[number];
export type OfferFamily = (typeof OFFER_FAMILIES)[number];
export type HarmClass = (typeof HARM_CLASSES)[number];
export type DetectionDifficulty = (typeof DETECTION_DIFFICULTIES)[number];
