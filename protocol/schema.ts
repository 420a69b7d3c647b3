/**
 * The trial document: its shape, and the types the rest of the project infers from it.
 *
 * Keys are snake_case because people write them in YAML. Periods are ISO 8601 durations in whole
 * days or hours (`P14D`, `PT12H`). Nothing here fills in a default: what is hashed and approved is
 * what was written.
 */
import { z } from 'zod';
import {
  BCT_CODES,
  BIASES,
  COM_B,
  CONSENT_MODES,
  INTERVENTION_FUNCTIONS,
  MESSENGERS,
  OUTCOMES,
  PRETEXTS,
} from './vocabulary.ts';

const text = z.string().trim().min(1);
const key = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,39}$/,
    'write a key of small letters, digits and _, starting with a letter',
  );
const slug = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{1,59}$/,
    'write a slug of small letters, digits and -, starting with a letter',
  );
const locale = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$/, 'write a language tag such as en or th');
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'write a date as YYYY-MM-DD');
const period = z
  .string()
  .regex(/^P(\d+D|T\d+H|\d+DT\d+H)$/, 'write a period in days or hours, such as P14D or PT12H');
const perLocale = z.record(locale, text);

const review = z.strictObject({
  /** Named speaker who read the text. */
  by: text,
  on: day,
  /** SHA-256 of the text as reviewed; `scampaign check` prints it. */
  text_sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const consentText = z.strictObject({
  title: text,
  body: text,
  agree: text,
  decline: text,
  reviewed: z.union([z.literal(false), review]),
});

/** A licensed way to find what an offer promised: work, study, a place for savings. */
const alternative = z.strictObject({
  name: text,
  /** Licence or register in which a reader can find it. */
  licence: text,
  locale,
  country: z.string().regex(/^[A-Z]{2}$/, 'write a two-letter country code'),
  url: z.url({ protocol: /^https?$/ }),
});

/** A decision of the ethics body, cited so that a reader can find it. */
const decision = z.strictObject({ reference: text, decided_on: day });

const content = z.strictObject({
  /** Template slug of kind `debrief`. */
  template: slug,
  /** Audience whose words the template uses where it has some; by default the general ones. */
  variant: key.optional(),
  delivery: z.enum(['page', 'message', 'in_person']),
  when: z.enum(['at_reveal', 'after_wave']),
});

const arm = z.strictObject({
  key,
  label: text,
  kind: z.enum(['reveal_only', 'training', 'delayed', 'unexposed']),
  description: text.optional(),
  content: content.optional(),
  com_b: z.array(z.enum(COM_B)).optional(),
  functions: z.array(z.enum(INTERVENTION_FUNCTIONS)).optional(),
  techniques: z.array(z.enum(BCT_CODES)).optional(),
  biases: z.array(z.enum(BIASES)).optional(),
  messenger: z.enum(MESSENGERS).optional(),
});

const pair = z.strictObject({
  /** Template slug of kind `offer`, role lure. */
  lure: slug,
  /** Template slug of kind `offer`, role twin. */
  twin: slug,
});

const wave = z.strictObject({
  key,
  /** Time from assignment until the first offer of this wave is due. */
  starts: period,
  /** Time between the first and the second offer of a person. */
  spacing: period,
  /** How long an offer stays open and its outcome counts, from its due time. */
  window: period,
  pairs: z.array(pair).min(1),
});

const support = z.strictObject({
  name: text,
  kind: z.enum(['helpline', 'ngo', 'embassy', 'police', 'consumer_agency']),
  locale,
  country: z.string().regex(/^[A-Z]{2}$/, 'write a two-letter country code'),
  serves: text,
  phone: text.optional(),
  url: z.url({ protocol: /^https?$/ }).optional(),
  tested_on: day,
});

const stopRule = z.strictObject({
  when: z.enum(['distressed', 'complained', 'withdrawn']),
  /** People, not events. */
  people: z.int().positive(),
});

export const protocolSchema = z.strictObject({
  scampaign: z.literal(1),
  trial: z.strictObject({
    slug,
    title: text,
    hypothesis: text,
    owner: text,
    contact: z.email(),
    ends_on: day,
    ethics: z.strictObject({ body: text, reference: text, expires_on: day }),
    deception: z.strictObject({
      why_needed: text,
      alternatives_rejected: z.array(text).min(1),
      who_was_told: z.array(text).min(1),
    }),
    lived_experience: z.strictObject({ advice: text, paid: z.boolean() }),
    fictional_names: z.literal(true),
    local_partner: text.optional(),
    /** Decisions that allow a pretext which is refused by default. */
    pretext_decisions: z
      .array(z.strictObject({ pretext: z.enum(PRETEXTS), decision: text, decided_on: day }))
      .optional(),
  }),
  population: z.strictObject({
    languages: z.array(locale).min(1),
    countries: z.array(z.string().regex(/^[A-Z]{2}$/)).min(1),
    time_zone: text,
    minimum_age: z.int().min(16),
    /** Needed when people under 18 may take part. */
    minimum_age_decision: decision.optional(),
    left_out: z.array(text),
    strata: z.array(z.strictObject({ key, label: text })).min(1),
    clusters: z.strictObject({ label: text }).optional(),
  }),
  channels: z
    .array(
      z.strictObject({
        key,
        kind: z.enum(['roster', 'qr', 'panel', 'advertisement']),
        delivery: z.enum(['mail', 'sms', 'link_list']),
        permission: text,
        forbids: z.array(z.enum(['simulated_personal_data'])).optional(),
      }),
    )
    .min(1),
  consent: z.strictObject({
    mode: z.enum(CONSENT_MODES),
    /** From registration to the first offer; with `deferred`, ignored before the reveal. */
    gap: period,
    /** Needed with `opt_out` and `waived`. */
    decision: decision.optional(),
    /** With `deferred`: how long a provisional record waits for a confirmation. */
    confirm_within: period.optional(),
    texts: z.record(locale, consentText),
    data_lock: text,
    retain_until: day,
  }),
  arms: z.array(arm).min(2),
  waves: z.array(wave).min(1),
  randomisation: z.strictObject({
    unit: z.enum(['participant', 'cluster']),
    method: z.enum(['simple', 'stratified_blocks']),
    /** Weights by arm; they must sum to 1. */
    allocation: z.record(key, z.number().positive().max(1)),
    block_sizes: z.array(z.int().min(2).max(48)).optional(),
    namespace: z
      .strictObject({ name: slug, from: z.number().min(0).max(1), to: z.number().min(0).max(1) })
      .optional(),
  }),
  analysis: z.strictObject({
    comparator: key,
    primary: z.strictObject({
      outcome: z.enum(OUTCOMES),
      good: z.enum(['lower', 'higher']),
      wave: key,
      window: period,
      population: z.literal('assigned'),
    }),
    covariates: z.array(key),
    alpha: z.number().gt(0).lt(0.5),
    looks: z.union([z.literal('at_close'), z.literal('after_primary_wave')]),
    multiplicity: z.enum(['none', 'holm', 'hochberg']),
    /** Smallest difference in risk, as a proportion, that would change a decision. */
    smallest_effect: z.number().gt(0).lt(1),
    /** Largest fall in acceptance of genuine twins, as a proportion, still called harmless. */
    twin_margin: z.number().gt(0).lt(1),
    power: text,
  }),
  stop_rules: z.array(stopRule).min(1),
  support: z.array(support).min(1),
  /** Needed where offers are about work, study or savings. */
  alternatives: z.array(alternative).min(1).optional(),
  sending: z.strictObject({
    /** Local hours, 24-hour clock; nothing is sent outside them. */
    from_hour: z.int().min(6).max(20),
    to_hour: z.int().min(8).max(21),
    from_name: perLocale.optional(),
  }),
});

export type Protocol = z.infer<typeof protocolSchema>;
export type Arm = Protocol['arms'][number];
export type Wave = Protocol['waves'][number];
export type ConsentMode = Protocol['consent']['mode'];
