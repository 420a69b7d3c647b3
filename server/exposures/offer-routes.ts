/**
 * Offers. A GET changes no stage, debt, token or assignment. Every step of the funnel is a form
 * post, so that it works without script, and is answered once it is committed.
 */
import { type Context, Hono } from 'hono';
import { ANSWER_ID } from '../../landing-templates/chat.ts';
import type { OfferManifest } from '../../landing-templates/manifest.ts';
import { CHAT_FILE } from '../../landing-templates/open-template.ts';
import type { CompiledTemplate } from '../../landing-templates/types.ts';
import { admissibleBases } from '../participants/basis.ts';
import { renderPeoplePage, trialValues } from '../participants/people-page.ts';
import { ServiceError } from '../web/errors.ts';
import { PLAIN_HEADERS, pageHeaders } from '../web/headers.ts';
import { readForm } from '../web/read-form.ts';
import {
  type ExposureContext,
  findMet,
  type Met,
  offerStands,
  personOf,
  revealIsDue,
  templateOf,
} from './context.ts';
import { type FormPost, formReport } from './form-report.ts';
import { AGENTS, gradeAgent, isPrefetch } from './grading.ts';
import { type InteractionKind, isInteractionKind } from './interaction-kinds.ts';
import { newViewId } from './view-id.ts';

/** Says on every answer what this is; no setting removes it. */
export const SIMULATED_HEADER = 'simulated-exposure';
export const SIMULATED_PATH = '/.well-known/simulated-exposure';

export function offerRoutes(context: ExposureContext): Hono {
  const app = new Hono();
  app.get('/o/:form/:token', (c) => showOffer(c, context));
  app.get('/o/:form/:token/:page', (c) => showOffer(c, context));
  app.post('/step', (c) => takeStep(c, context));
  app.post('/report', (c) => takeReport(c, context));
  app.post('/leave', (c) => takeLeave(c, context));
  return app;
}

async function showOffer(c: Context, context: ExposureContext): Promise<Response> {
  const token = c.req.param('token') ?? '';
  const met = await findMet(context, token, 'offer');
  if (!met || met.exposure.form !== c.req.param('form'))
    return renderPeoplePage(c, context, 'gone');
  if (!offerStands(met, context.trials.stale())) return afterOffer(c, context, met);

  const template = await templateOf(context, met);
  const page = c.req.param('page') ?? template.pages[0]!;
  if (!template.pages.includes(page)) return c.redirect(offerPath(met), 303);
  const viewId = newViewId(met.now);
  noteMachine(c, context, met, page, viewId);
  const locale = template.localeFor(met.exposure.locale);
  const html = template.renderBytes(page, locale, {
    values: {
      token: met.token,
      view: viewId,
      stepUrl: '/step',
      reportUrl: '/report',
      leaveUrl: '/leave',
      interactionsUrl: '/i',
    },
  });
  return c.body(html, 200, offerHeaders(context, met, template, page, locale));
}

/** People's pages report for themselves; what fetches ahead of them or for them is listed here. */
function noteMachine(
  c: Context,
  context: ExposureContext,
  met: Met,
  page: string,
  viewId: string,
): void {
  const agent = gradeAgent(c.req.header('user-agent'));
  const prefetch = isPrefetch((name) => c.req.header(name));
  if (agent === AGENTS.browser && !prefetch) return;
  context.fetches.note({
    participantId: met.exposure.participantId,
    exposureNo: met.exposure.exposureNo,
    viewId,
    page,
    at: met.now,
    agent,
    prefetch,
  });
}

const headersOfPage = new Map<string, Record<string, string>>();

/** The same for every visitor of a page, so made once. */
function offerHeaders(
  context: ExposureContext,
  met: Met,
  template: CompiledTemplate,
  page: string,
  locale: string,
): Record<string, string> {
  const key = `${template.hash} ${page} ${locale} ${met.running.trial.slug}`;
  let headers = headersOfPage.get(key);
  if (!headers) {
    const reveal = new URL(context.links.reveal(personOf(met), 1, 0)).origin;
    headers = {
      ...pageHeaders(template.csp(page, locale, { formAction: ["'self'", reveal] })),
      [SIMULATED_HEADER]: simulatedHeader(met),
    };
    headersOfPage.set(key, headers);
  }
  return headers;
}

export function simulatedHeader(met: Pick<Met, 'running'>): string {
  return `trial=${met.running.trial.slug}; see=${SIMULATED_PATH}`;
}

/** Where a person goes whose offer is over: the reveal when it is due, else a neutral page. */
function afterOffer(c: Context, context: ExposureContext, met: Met): Response | Promise<Response> {
  c.header(SIMULATED_HEADER, simulatedHeader(met));
  if (revealIsDue(met) || context.trials.stale()) {
    return c.redirect(
      context.links.reveal(personOf(met), met.exposure.exposureNo, met.exposure.wave),
      303,
    );
  }
  return renderPeoplePage(c, context, 'closed', { locale: met.exposure.locale });
}

function offerPath(met: Met, page?: string): string {
  return `/o/${met.exposure.form}/${met.token}${page ? `/${page}` : ''}`;
}

async function takeStep(c: Context, context: ExposureContext): Promise<Response> {
  const form = await readForm(c, ['t', 'view', 'seq', 'to']);
  const met = await findMet(context, form.t ?? '', 'offer');
  if (!met) return renderPeoplePage(c, context, 'gone');
  const template = await templateOf(context, met);
  const manifest = template.manifest as OfferManifest;
  const kind = stepKind(manifest, form.to ?? '');
  if (!kind) throw new ServiceError('invalid_input', 'Take the step: the offer has no such page');
  if (!offerStands(met, context.trials.stale())) return afterOffer(c, context, met);
  const place = template.pages.indexOf(form.to ?? '') + 1;
  await logForm(c, context, met, form, kind, place > 0 ? place : null);
  if (kind !== 'compromised') {
    return c.redirect(offerPath(met, form.to) + whereTalkGoesOn(manifest, form.to ?? ''), 303);
  }
  c.header(SIMULATED_HEADER, simulatedHeader(met));
  // A lure is revealed at once; its twin ends on a neutral page and is revealed with the wave.
  if (met.exposure.role === 1) {
    return c.redirect(
      context.links.reveal(personOf(met), met.exposure.exposureNo, met.exposure.wave),
      303,
    );
  }
  return renderPeoplePage(c, context, 'closed', { locale: met.exposure.locale });
}

async function takeReport(c: Context, context: ExposureContext): Promise<Response> {
  const form = await readForm(c, ['t', 'view', 'seq', 'do']);
  const met = await findMet(context, form.t ?? '', 'offer');
  if (!met) return renderPeoplePage(c, context, 'gone');
  await logForm(c, context, met, form, 'reported');
  c.header(SIMULATED_HEADER, simulatedHeader(met));
  const { locale, role } = met.exposure;
  // A twin is revealed with its wave, whoever reports it.
  if (role !== 1) {
    return renderPeoplePage(c, context, 'done', {
      locale,
      values: trialValues(met.running.protocol),
    });
  }
  const next = context.links.afterReport();
  return renderPeoplePage(c, context, 'thanks_reported', {
    locale,
    values: { token: context.tokens.make({ ...met.payload, purpose: 'reveal' }), actUrl: next },
    formOrigin: new URL(next).origin,
  });
}

async function takeLeave(c: Context, context: ExposureContext): Promise<Response> {
  const form = await readForm(c, ['t', 'view', 'seq', 'do']);
  const met = await findMet(context, form.t ?? '', 'offer');
  if (!met) return renderPeoplePage(c, context, 'gone');
  await logForm(c, context, met, form, 'left');
  c.header(SIMULATED_HEADER, simulatedHeader(met));
  return renderPeoplePage(c, context, 'closed', { locale: met.exposure.locale });
}

/** A conversation is entered where the last answer stands. */
function whereTalkGoesOn(manifest: OfferManifest, to: string): string {
  const page = manifest.pages.find(({ key }) => key === to);
  return page?.file === CHAT_FILE ? `#${ANSWER_ID}` : '';
}

/** The step a page stands for; going to the compliance step is the compliance event. */
function stepKind(manifest: OfferManifest, to: string): InteractionKind | undefined {
  if (to === manifest.compliance_step) return 'compromised';
  const step = manifest.pages.find((page) => page.key === to)?.step;
  return step && isInteractionKind(step) ? step : undefined;
}

/** Logs what a form of a page says, once it is committed. */
export async function logForm(
  c: Context,
  context: ExposureContext,
  met: Met,
  form: FormPost,
  kind: InteractionKind,
  value: number | null = null,
): Promise<boolean> {
  return context.interactions.append(
    formReport(c, met, form, kind, value),
    admissibleBases(met.running.protocol.consent.mode),
    met.now,
  );
}

/** Answer for abuse desks and hosts: what stands here, who runs it, and until when. */
export function simulatedExposureRoute(
  context: ExposureContext,
  formsOf: (host: string) => readonly string[] | undefined,
): Hono {
  const app = new Hono();
  app.get(SIMULATED_PATH, (c) => {
    const forms = formsOf(c.req.header('host') ?? '');
    const trials = context.trials
      .all()
      .filter((running) => !forms || forms.some((form) => running.templateLock[form]))
      .map((running) => ({
        trial: running.trial.slug,
        purpose: running.trial.purpose,
        state: running.trial.state,
        owner: running.protocol.trial.owner,
        contact: running.protocol.trial.contact,
        ethics: running.protocol.trial.ethics.reference,
        ends_on: running.protocol.trial.ends_on,
      }));
    return c.json({ version: 1, simulated: true, trials }, 200, { ...PLAIN_HEADERS });
  });
  return app;
}
