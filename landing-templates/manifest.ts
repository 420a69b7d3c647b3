/** `template.yaml`: what a template declares about itself. */
import { z } from 'zod';
import { PERSUASION_PRINCIPLES } from '../protocol/vocabulary/persuasion.ts';
import { PHISH_CUE_KEYS } from '../protocol/vocabulary/phish-scale.ts';
import {
  BCT_CODES,
  BIASES,
  COM_B,
  HARM_CLASSES,
  INTERVENTION_FUNCTIONS,
  MESSENGERS,
  OFFER_FAMILIES,
  PRETEXTS,
} from '../protocol/vocabulary.ts';

const key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'write a key of small letters, digits and _');
const slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,59}$/, 'write a slug of small letters, digits and -');
const text = z.string().trim().min(1);
const elementId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'write an element id of small letters, digits and -');

/** Steps of an offer's funnel, lowest first. `compromised` ends the offer. */
export const FUNNEL_STEPS = ['seen', 'clicked', 'started', 'compromised'] as const;

export const EVENTS = [
  'seen',
  'engaged',
  'clicked',
  'started',
  'compromised',
  'reported',
  'left',
  'reveal_seen',
  'training_seen',
  'flag_opened',
  'training_finished',
  'help_opened',
  'distressed',
  'complained',
  'tap_heard',
  'tap_practice',
  'tap_feeling',
] as const;

const place = z.strictObject({
  /** A page, or `chat`: every page of a conversation on which the element stands. */
  page: key,
  /** Id of an element in that page, or `address` for the address bar. */
  element: elementId,
});

const page = z.strictObject({
  key,
  /** HTML file of the folder; the body's content only. */
  file: z.string().regex(/^[a-z0-9-]+\.html$/, 'write a file name such as product.html'),
  /** Offers: the step a person has taken on arriving here. */
  step: z.enum(FUNNEL_STEPS).optional(),
  /** Whether the observer runs here; participants' pages run no script. */
  observed: z.boolean(),
});

const field = z.strictObject({
  key,
  /** Sensitive fields exist only under script, are emptied at the first input and end the offer. */
  sensitive: z.boolean(),
  /** One sentence: what it stands for. */
  about: text,
});

const flag = z.strictObject({ key, at: z.array(place).min(1) });

const entity = z.strictObject({
  name: text,
  sender: text,
  /** In whose name mail comes, where the sender is a telephone number. */
  mail_sender: text.optional(),
  /** Registration number or the like, when the offer shows one; fictional. */
  registration: text.optional(),
});

const score = z.union([z.literal(0), z.literal(2), z.literal(4), z.literal(6), z.literal(8)]);

const phishScale = z.strictObject({
  /** Cue -> how many times it stands in the offer. */
  cues: z.partialRecord(z.enum(PHISH_CUE_KEYS), z.int().positive()),
  premise: z.strictObject({
    habit: score,
    relevance: score,
    fits_events: score,
    worry: score,
  }),
});

const common = {
  title: text,
  /** One or two sentences for a designer choosing a template. */
  about: text,
  /** Shared pieces it is built on: pages, style, words of a folder in `parts/`. */
  parts: z.array(slug).optional(),
  /** Pages; none for `message`. */
  pages: z.array(page),
  /** Plain-text messages whose copy stands under `messages.<key>`. */
  messages: z.array(key),
  /** Events the template may record, each with a sentence. */
  events: z.partialRecord(z.enum(EVENTS), text),
  /** Words that stand in the list of known brands and are meant otherwise here. */
  brand_exceptions: z.array(z.strictObject({ word: text, reason: text })).optional(),
  /** How the pictures were made. */
  pictures: z.record(text, text).optional(),
};

const offer = z.strictObject({
  ...common,
  kind: z.literal('offer'),
  role: z.enum(['lure', 'twin']),
  twin: slug,
  family: z.enum(OFFER_FAMILIES),
  harm_class: z.enum(HARM_CLASSES),
  pretexts: z.array(z.enum(PRETEXTS)),
  entity,
  host: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*\.example$/, 'write a host name that ends in .example'),
  currency: z.string().regex(/^[A-Z]{3}$/, 'write a currency code such as THB'),
  /** Amounts by key, in the currency; `{{money.x}}` writes them in the reader's way. */
  amounts: z.record(key, z.number()),
  /** Other numbers by key; `{{number.x}}`, `{{percent.x}}` and `{{plural.x}}` write them. */
  numbers: z.record(key, z.number().nonnegative()).optional(),
  /** Key of the page-less step that ends the offer, such as `pay`. */
  compliance_step: key,
  /** The compliance step is a button of intent, asked before any personal data. */
  stops_at_intent: z.boolean(),
  fields: z.array(field),
  /** Lures: what gives the offer away. Twins: the honest counterparts, under the same keys. */
  red_flags: z.array(flag),
  good_signs: z.array(flag),
  /** Picture of the advertisement's card; its words are `card.title` and `card.text`. */
  card: z
    .string()
    .regex(/^[a-z0-9-]+\.(webp|svg)$/, 'write a picture such as machine.webp')
    .optional(),
  persuasion: z.array(z.enum(PERSUASION_PRINCIPLES)),
  /** Lures only: a twin is not rated. */
  phish_scale: phishScale.optional(),
});

/** Copy for one audience: the words that differ from the general ones. */
const variant = z.strictObject({
  /** Whom it is for, in a sentence. */
  about: text,
  biases: z.array(z.enum(BIASES)),
  techniques: z.array(z.enum(BCT_CODES)),
  messenger: z.enum(MESSENGERS).optional(),
  rationale: text,
});

const debrief = z.strictObject({
  ...common,
  kind: z.literal('debrief'),
  com_b: z.array(z.enum(COM_B)).min(1),
  functions: z.array(z.enum(INTERVENTION_FUNCTIONS)).min(1),
  /** Biases the content answers. */
  biases: z.array(z.enum(BIASES)).min(1),
  /** BCT codes it uses. */
  techniques: z.array(z.enum(BCT_CODES)).min(1),
  /** In whose voice it speaks; an arm may name another. */
  messenger: z.enum(MESSENGERS),
  /** Why it may work, naming its evidence. */
  rationale: text,
  /** Copy for particular audiences, by key. */
  variants: z.record(key, variant).optional(),
  /** Printed sheets for whoever gives the training; they are not shown by a link. */
  printed: z.boolean().optional(),
});

const reveal = z.strictObject({ ...common, kind: z.literal('reveal') });
const plain = z.strictObject({ ...common, kind: z.literal('page') });
const message = z.strictObject({ ...common, kind: z.literal('message') });

export const templateManifestSchema = z.discriminatedUnion('kind', [
  offer,
  debrief,
  reveal,
  plain,
  message,
]);

export type TemplateManifest = z.infer<typeof templateManifestSchema>;
export type OfferManifest = z.infer<typeof offer>;
