/**
 * `story.yaml`: the slot for a survivor's own words. Nothing is invented: until a real story is
 * attached, with its provenance, consent, payment and terms of withdrawal, a labelled drawing stands
 * in its place and a launch refuses the template.
 */
import { z } from 'zod';

const text = z.string().trim().min(1);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'write a date as YYYY-MM-DD');
const file = (endings: string) =>
  z
    .string()
    .regex(new RegExp(`^[a-z0-9-]+\\.(${endings})$`), `write a file name ending in ${endings}`);

const empty = z.strictObject({
  attached: z.literal(false),
  /** Drawing that stands in the place of the story. */
  drawing: file('svg|webp'),
});

const attached = z.strictObject({
  attached: z.literal(true),
  drawing: file('svg|webp'),
  media: z.strictObject({
    kind: z.enum(['audio', 'video']),
    file: file('m4a|mp3|ogg|webm|mp4'),
    seconds: z.int().positive().max(180),
    /** Captions by language tag. */
    captions: z.record(z.string(), file('vtt')),
  }),
  teller: z.strictObject({
    /** The name they chose to go by. */
    called: text,
    /** Whether face or voice were changed, and how. */
    shown_as: text,
  }),
  /** Who recorded it, where and when, and how it came here. */
  provenance: text,
  consent: z.strictObject({
    given_on: day,
    /** Who asked, in which language, and what was explained. */
    asked_by: text,
    /** What the story may be used for, and until when. */
    covers: text,
    until: day,
  }),
  payment: z.strictObject({ amount: z.number().positive(), currency: text, paid_on: day }),
  withdrawal: z.strictObject({
    /** How the teller takes the story back, at any time and without a reason. */
    how: text,
    contact: text,
    /** Days until it is gone from every page. */
    within_days: z.int().nonnegative().max(14),
  }),
});

export const storySchema = z.discriminatedUnion('attached', [empty, attached]);
export type Story = z.infer<typeof storySchema>;

/** Largest sound and film, in bytes; both load on a tap only. */
export const LARGEST_MEDIA_BYTES = { audio: 150_000, video: 1_500_000 } as const;
