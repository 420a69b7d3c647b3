/**
 * The report of a trial as it leaves: what `report.json` holds, and what the text and the page
 * show. `report.schema.json` beside it is made from here.
 */
import { z } from 'zod';
import { armFlow, effectSchema, list, trialHealth } from './effect-schema.ts';

/** Counts the changes of this shape that a reader of the JSON must know of. */
export const REPORT_VERSION = 1;

const text = z.string().min(1);
const people = z.int().nonnegative();
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const time = z.iso.datetime();
const hash = z.string().regex(/^[0-9a-f]{64}$/);

const arm = z.strictObject({
  key: text,
  label: text,
  kind: z.enum(['reveal_only', 'training', 'delayed', 'unexposed']).nullable(),
  comparator: z.boolean(),
  share: z.number().gt(0).max(1).describe('Planned share of those assigned'),
});

const uptake = z.strictObject({
  wave: text,
  role: z.enum(['lure', 'twin']),
  arm: text,
  sent: people.describe('The denominator of every count in this row'),
  seen: people,
  engaged: people,
  clicked: people,
  started: people,
  compromised: people,
  reported: people,
  left: people,
  helpOpened: people,
  revealSeen: people,
  trainingSeen: people,
  trainingFinished: people,
});

export const trialReportSchema = z.strictObject({
  report: z.literal('scampaign trial report'),
  version: z.literal(REPORT_VERSION),
  source: z
    .enum(['service', 'file'])
    .describe('Counted by the service that ran the trial, or read from a file of participants'),
  versions: z.strictObject({
    code: text,
    query: z.strictObject({ name: text, sha256: hash }).nullable(),
    protocolHash: hash.nullable(),
    protocolsAssignedUnder: list(z.strictObject({ protocolHash: text, algorithm: text, people })),
    saltSha256: z.string().nullable(),
    saltDisclosed: z.string().nullable().describe('Set once the trial is closed'),
    dataSha256: hash.nullable().describe('Of the file of participants'),
  }),
  dataThrough: time
    .nullable()
    .describe('Latest time in the data, not the time the report was made: same data, same report'),
  trial: z.strictObject({
    title: text,
    /** Where the data of a file come from, when no protocol says it. */
    citation: text.nullable(),
    /** From the protocol; null when a file was analysed by a plan alone. */
    about: z
      .strictObject({
        slug: text,
        hypothesis: text,
        owner: text,
        contact: text,
        ethics: z.strictObject({ body: text, reference: text, expires_on: day }),
        consentMode: text,
        livedExperience: z.strictObject({ advice: text, paid: z.boolean() }),
        power: text,
        languages: list(text),
        strata: list(z.strictObject({ key: text, label: text })),
      })
      .nullable(),
    /** From the service that ran it; null when a file was analysed. */
    life: z
      .strictObject({
        purpose: z.enum(['field', 'rehearsal']),
        state: text,
        launchedAt: time.nullable(),
        stoppedAt: time.nullable(),
        stoppedWhy: z.string().nullable(),
        closedAt: time.nullable(),
      })
      .nullable(),
    arms: list(arm),
    waves: list(
      z.strictObject({
        key: text,
        primary: z.boolean(),
        startsDays: z.number().nullable().describe('From assignment to the first offer'),
        windowDays: z.number().nullable(),
        forms: list(z.strictObject({ lure: text, twin: text })),
      }),
    ),
  }),
  masked: z
    .strictObject({ look: z.enum(['after_primary_wave', 'at_close']), because: text })
    .nullable()
    .describe('Set until the planned look; `effect` and `uptake` are then null'),
  rehearsal: z
    .strictObject({
      note: text,
      truth: z
        .strictObject({
          outcome: text,
          wave: text,
          arms: list(
            z.strictObject({
              arm: text,
              lureRisk: z.number().min(0).max(1),
              twinAcceptance: z.number().min(0).max(1).nullable(),
            }),
          ),
        })
        .nullable(),
    })
    .nullable(),
  enrolment: z
    .strictObject({
      invited: people.describe('Entered a roster or were handed a link, and have not answered'),
      registered: people,
      awaitingConfirmation: people,
      awaitingAssignment: people,
      declined: people,
      steppedAside: people,
      leftBeforeAssignment: people.describe('Withdrew or expired before being assigned'),
      assigned: people,
      openOffers: list(z.strictObject({ wave: text, role: z.enum(['lure', 'twin']), people })),
    })
    .nullable(),
  flow: list(armFlow),
  health: trialHealth,
  telling: list(
    z.strictObject({
      wave: text,
      kind: z.enum(['reveal', 'training']),
      owed: people,
      told: people,
      settled: people.describe('Seen by a person, or told in person'),
      neverReached: people.describe('Neither told nor settled so far'),
    }),
  ).nullable(),
  answers: list(
    z.strictObject({
      wave: text,
      question: z
        .enum(['heard', 'practice', 'feeling'])
        .describe(
          'Heard of such offers before? Thought it might be practice? How do you feel now?',
        ),
      choices: list(
        z.strictObject({
          choice: z.enum(['yes', 'no', 'not_sure', 'fine', 'surprised', 'upset']),
          people,
        }),
      ),
    }),
  )
    .nullable()
    .describe('To the optional questions of the reveal, last answers, over all arms'),
  harms: list(
    z.strictObject({
      kind: z.enum(['distressed', 'complained', 'withdrawn']),
      arms: list(z.strictObject({ arm: text, label: text, people, assigned: people })),
      otherPeople: people.describe('Before being assigned, or where the arm is not known'),
    }),
  ).nullable(),
  machines: z
    .strictObject({
      offersSent: people,
      offersVisitedByMachines: people,
      offersWithUnsureViews: people,
      fetchesByKnownMachines: people,
      fetchesAhead: people,
      messagesOfUnknownFate: people,
    })
    .nullable(),
  changes: list(z.strictObject({ at: time, what: text, why: z.string().nullable() }))
    .nullable()
    .describe('Since launch, oldest first; empty means none'),
  uptake: list(uptake).nullable(),
  effect: effectSchema.nullable(),
  notes: list(text),
});

export type TrialReport = z.infer<typeof trialReportSchema>;
export type ReportedEffect = NonNullable<TrialReport['effect']>;
export type ReportedComparison = ReportedEffect['comparisons'][number];
