/**
 * `story.yaml`: the slot for a survivor's own words. Nothing is invented: until a real story is
 * attached, with its provenance, consent, payment and terms of withdrawal, a labelled drawing stands
 * in its place and a launch refuses the template.
 */
import { z } from 'zod';
import { isDay } from '../protocol/checks/days.ts';
import { wordsOf } from './words-of.ts';

/** Fewest different words, and fewest letters, of a term that says something. */
const SENTENCE = { words: 5, letters: 12 } as const;

const name = z
  .string()
  .trim()
  .refine((value) => letters(value) >= 2, 'write a name of two letters or more');
const sentence = (what: string) =>
  z.string().trim().refine(isSentence, `write in a sentence ${what}`);
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'write a date as YYYY-MM-DD')
  .refine(isDay, 'write a day that is in the calendar');
const file = (endings: string) =>
  z
    .string()
    .regex(new RegExp(`^[a-z0-9-]+\\.(${endings})$`), `write a file name ending in ${endings}`);

const empty = z.strictObject({
  attached: z.literal(false),
  /** Drawing that stands in the place of the story. */
  drawing: file('svg|webp'),
});

const recording = {
  seconds: z.int().positive().max(180),
  /** Captions by language tag. */
  captions: z.record(z.string(), file('vtt')),
};
const sound = z.strictObject({ kind: z.literal('audio'), file: file('m4a|mp3|ogg'), ...recording });
const film = z.strictObject({ kind: z.literal('video'), file: file('webm|mp4'), ...recording });

const consent = z
  .strictObject({
    given_on: day,
    /** Who asked, in which language, and what was explained. */
    asked_by: sentence('who asked, in which language, and what was explained'),
    /** What the story may be used for. */
    covers: sentence('what the story may be used for, and where'),
    /** Last day on which it may be shown. */
    until: day,
  })
  .refine(({ given_on, until }) => until > given_on, {
    path: ['until'],
    message: 'write a day after the one on which consent was given',
  });

const payment = z.strictObject({
  amount: z.number().positive(),
  currency: z
    .string()
    .refine(
      (code) => Intl.supportedValuesOf('currency').includes(code),
      'write the code of a currency, such as THB',
    ),
  paid_by: name,
  paid_on: day,
});

const attached = z
  .strictObject({
    attached: z.literal(true),
    drawing: file('svg|webp'),
    media: z.discriminatedUnion('kind', [sound, film]),
    teller: z.strictObject({
      /** The name they chose to go by. */
      called: name,
      /** Whether face or voice were changed, and how. */
      shown_as: sentence('whether face and voice were changed, and how'),
    }),
    /** Who recorded it, where and when, and how it came here. */
    provenance: sentence('who recorded it, where and when, and how it came here'),
    consent,
    payment,
    withdrawal: z.strictObject({
      /** How the teller takes the story back, at any time and without a reason. */
      how: sentence('how the teller takes the story back, at any time and without a reason'),
      contact: z
        .string()
        .refine(
          (value) =>
            /[^\s@]@[^\s@]+\.[^\s@]/.test(value) || (value.match(/\p{Nd}/gu)?.length ?? 0) >= 6,
          'write a mail address or a telephone number',
        ),
      /** Days until it is gone from every page. */
      within_days: z.int().nonnegative().max(14),
    }),
  })
  .refine(({ consent: { given_on }, payment: { paid_on } }) => paid_on >= given_on, {
    path: ['payment', 'paid_on'],
    message: 'write a day not before the one on which consent was given',
  })
  .refine(({ teller, payment: { paid_by } }) => paid_by !== teller.called, {
    path: ['payment', 'paid_by'],
    message: 'write who paid: nobody is paid by themselves',
  });

export const storySchema = z.discriminatedUnion('attached', [empty, attached]);
export type Story = z.infer<typeof storySchema>;

/** Largest sound and film, in bytes; both load on a tap only. */
export const LARGEST_MEDIA_BYTES = { audio: 150_000, video: 1_500_000 } as const;

function isSentence(value: string): boolean {
  return (
    new Set(wordsOf(value.toLowerCase())).size >= SENTENCE.words &&
    letters(value) >= SENTENCE.letters
  );
}

function letters(value: string): number {
  return value.match(/\p{L}/gu)?.length ?? 0;
}
