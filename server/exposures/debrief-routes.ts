/**
 * Reveal, the arm's own content, and what people do there. Old links debrief for ever: a link whose
 * person has left, or that is nobody's, gets the generic reveal.
 */
import { type Context, Hono } from 'hono';
import type { OfferManifest } from '../../landing-templates/manifest.ts';
import { type ReplayPair, renderReplayPair } from '../../landing-templates/replay.ts';
import type { CompiledTemplate } from '../../landing-templates/types.ts';
import type { Arm } from '../../protocol/schema.ts';
import { EXIT_PATH, renderPeoplePage, trialValues } from '../participants/people-page.ts';
import { licensedWays, supportList, supportWays } from '../participants/support-list.ts';
import { pageHeaders } from '../web/headers.ts';
import { type ExposureContext, findMet, type Met, revealIsDue, templateOf } from './context.ts';
import { INTERACTION_KINDS } from './interaction-kinds.ts';
import { newViewId } from './view-id.ts';

export const REVEAL_TEMPLATE = 'reveal';

type Content = NonNullable<Arm['content']>;

export function debriefRoutes(context: ExposureContext): Hono {
  const app = new Hono();
  app.get('/r/:token', (c) => showReveal(c, context));
  app.get('/t/:token', (c) => showTraining(c, context));
  return app;
}

async function showReveal(c: Context, context: ExposureContext): Promise<Response> {
  const met = await findMet(context, c.req.param('token') ?? '', 'reveal');
  if (!met) return renderPeoplePage(c, context, 'gone');
  if (!revealIsDue(met) && !context.trials.stale()) {
    return renderPeoplePage(c, context, 'closed', { locale: met.exposure.locale });
  }
  const template = await lockedTemplate(context, met, REVEAL_TEMPLATE);
  return renderDebrief(c, met, template);
}

async function showTraining(c: Context, context: ExposureContext): Promise<Response> {
  const met = await findMet(context, c.req.param('token') ?? '', 'training');
  if (!met) return renderPeoplePage(c, context, 'gone');
  const content = trainingFor(met, await armOf(context, met));
  if (!content)
    return renderPeoplePage(c, context, 'done', {
      locale: met.exposure.locale,
      values: trialValues(met.running.protocol),
    });
  const template = await lockedTemplate(context, met, content.template);
  return renderDebrief(c, met, template, {
    variant: content.variant,
    page: c.req.query('at'),
    replay: await replayFor(context, met, template),
  });
}

/**
 * The content the person may see now: the arm's own at or after its time, and once the trial has
 * closed the best training for everybody.
 */
function trainingFor(met: Met, armKey: string): Content | undefined {
  const { protocol, trial } = met.running;
  const arm = protocol.arms.find((candidate) => candidate.key === armKey);
  const closing = protocol.arms.find((candidate) => candidate.kind === 'training')?.content;
  if (arm?.content && arm.content.delivery !== 'in_person' && arm.kind !== 'delayed') {
    const waveIsOver = met.now.getTime() >= met.exposure.waveClosesAt;
    if (arm.content.when === 'at_reveal' || waveIsOver) return arm.content;
  }
  if (trial.state === 'closed') return arm?.content ?? closing;
  return undefined;
}

async function armOf(context: ExposureContext, met: Met): Promise<string> {
  const { arm } = await context.database.db
    .selectFrom('assignments')
    .select('arm')
    .where('participant_id', '=', met.exposure.participantId)
    .executeTakeFirstOrThrow();
  return arm;
}

async function lockedTemplate(
  context: ExposureContext,
  met: Met,
  slug: string,
): Promise<CompiledTemplate> {
  const hash = met.running.templateLock[slug];
  return hash ? context.templates.get(hash) : context.templates.bySlug(slug);
}

/** The page the person met and its twin's, made inert with their signs numbered. */
async function replayFor(
  context: ExposureContext,
  met: Met,
  debrief: CompiledTemplate,
): Promise<ReplayPair | undefined> {
  if (debrief.needs(debrief.pages[0]!).fragments.length === 0) return undefined;
  const shown = await templateOf(context, met);
  const manifest = shown.manifest as OfferManifest;
  const counterpart = await lockedTemplate(context, met, manifest.twin);
  const [lure, twin] = manifest.role === 'lure' ? [shown, counterpart] : [counterpart, shown];
  const page = mostTelling(lure, await pagesSeen(context, met, shown));
  return renderReplayPair(lure, twin, page, lure.localeFor(met.exposure.locale));
}

/** Pages of the offer the person came to, in its order; the first one where none is known of. */
async function pagesSeen(
  { database }: ExposureContext,
  { exposure }: Met,
  shown: CompiledTemplate,
): Promise<readonly string[]> {
  const rows = await database.db
    .selectFrom('interactions')
    .select('value')
    .distinct()
    .where('participant_id', '=', exposure.participantId)
    .where('exposure_no', '=', exposure.exposureNo)
    .where('kind', 'in', REACHES_A_PAGE)
    .where('value', 'is not', null)
    .execute();
  const places = new Set(rows.map(({ value }) => value));
  const seen = shown.pages.filter((_, index) => places.has(index + 1));
  return seen.length > 0 ? seen : shown.pages.slice(0, 1);
}

/** Their value is the place of the page in its offer. */
const REACHES_A_PAGE = [
  INTERACTION_KINDS.seen.code,
  INTERACTION_KINDS.clicked.code,
  INTERACTION_KINDS.started.code,
];

/** Of these pages the one on which most of the lure's signs stand, the later one of equals. */
function mostTelling(lure: CompiledTemplate, pages: readonly string[]): string {
  const { red_flags: flags } = lure.manifest as OfferManifest;
  const signs = (page: string): number =>
    flags.filter((flag) => flag.at.some((place) => place.page === page)).length;
  return pages.toReversed().sort((a, b) => signs(b) - signs(a))[0]!;
}

interface Shown {
  /** Audience whose words are used where the template has some. */
  readonly variant?: string | undefined;
  /** Page asked for; the first one when it is none of the template's. */
  readonly page?: string | undefined;
  readonly replay?: ReplayPair | undefined;
}

function renderDebrief(
  c: Context,
  met: Met,
  template: CompiledTemplate,
  { variant, page: wished, replay }: Shown = {},
): Response {
  const { protocol } = met.running;
  const reader = { locale: met.exposure.locale };
  const locale = template.localeFor(reader.locale);
  const page = template.pages.find((key) => key === wished) ?? template.pages[0]!;
  const alternatives = licensedWays(protocol, reader);
  const html = template.render(page, locale, {
    // An audience's words may have gone with an amendment; the general ones stay.
    variant: variant !== undefined && template.variants.includes(variant) ? variant : undefined,
    values: {
      token: met.token,
      view: newViewId(met.now),
      actUrl: '/act',
      interactionsUrl: '/i',
      ...trialValues(protocol),
      ...supportWays(protocol, reader),
      exitUrl: EXIT_PATH,
    },
    flags: { alternatives: alternatives.length > 0 },
    lists: { contacts: supportList(protocol, reader), alternatives, ...replay?.lists },
    ...(replay ? { fragments: replay.fragments } : {}),
  });
  return c.body(
    html,
    200,
    pageHeaders(template.csp(page, locale, { fragments: Object.values(replay?.fragments ?? {}) })),
  );
}
