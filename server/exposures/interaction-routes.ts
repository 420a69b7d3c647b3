/** `POST /i`: what a page's script reports. The body holds enumerated keys, small integers and ids. */
import { type Context, Hono } from 'hono';
import { admissibleBases } from '../participants/basis.ts';
import { ServiceError } from '../web/errors.ts';
import { readText } from '../web/read-form.ts';
import type { ExposureContext } from './context.ts';
import { AGENTS, gradeAgent } from './grading.ts';
import { INTERACTION_KINDS, isInteractionKind } from './interaction-kinds.ts';
import type { LoggedInteraction } from './interaction-log.ts';
import { isViewId } from './view-id.ts';

/** Nothing is shown, so nothing needs a policy. */
const KEPT_HEADERS = { 'cache-control': 'no-store' };
const MOST_BODY_BYTES = 8_192;
const MOST_INTERACTIONS = 64;
const MOST_SEQ = 32_767;
const MOST_PAGE_MS = 2_147_483_647;
const MOST_VALUE = 99;

export function interactionRoutes(context: ExposureContext): Hono {
  const app = new Hono();
  app.post('/i', (c) => takeInteractions(c, context));
  return app;
}

async function takeInteractions(c: Context, context: ExposureContext): Promise<Response> {
  const report = parseReport(await readText(c, MOST_BODY_BYTES));
  const payload = context.tokens.read(report.token, 'offer', 'reveal', 'training');
  const running = payload && context.trials.get(payload.trialNo);
  if (!payload || !running) throw gone();
  const kept = await context.interactions.append(
    {
      participantId: payload.participantId,
      exposureNo: payload.exposureNo,
      viewId: report.view,
      place: payload.purpose === 'offer' ? 'offer' : 'debrief',
      machine: gradeAgent(c.req.header('user-agent')) !== AGENTS.browser,
      gesture: report.interactions.some((interaction) => interaction.kind === 'engaged'),
      interactions:
        payload.purpose === 'offer'
          ? report.interactions
          : report.interactions.map((interaction) => onDebrief(interaction, payload.purpose)),
    },
    admissibleBases(running.protocol.consent.mode),
    context.clock.trialNow(running.trial),
  );
  if (!kept) throw gone();
  return c.body(null, 204, KEPT_HEADERS);
}

function gone(): ServiceError {
  return new ServiceError(
    'gone',
    'Keep the report: this link stands for nobody any more, nothing was kept',
  );
}

/** Seeing a debrief is a kind of its own: the page says `seen`, the token says of what. */
function onDebrief(interaction: LoggedInteraction, purpose: string): LoggedInteraction {
  if (interaction.kind !== 'seen') return interaction;
  return { ...interaction, kind: purpose === 'training' ? 'training_seen' : 'reveal_seen' };
}

interface ParsedReport {
  readonly token: string;
  readonly view: string;
  readonly interactions: readonly LoggedInteraction[];
}

function parseReport(text: string): ParsedReport {
  let body: { v?: unknown; t?: unknown; view?: unknown; e?: unknown };
  try {
    body = JSON.parse(text);
  } catch {
    throw malformed('it is not JSON');
  }
  if (typeof body !== 'object' || body === null || body.v !== 1)
    throw malformed('its version is unknown, 1 is needed');
  if (typeof body.t !== 'string' || !isViewId(body.view))
    throw malformed('the token or the view is missing');
  const { e } = body;
  if (!Array.isArray(e) || e.length === 0 || e.length > MOST_INTERACTIONS) {
    throw malformed(`it needs 1 to ${MOST_INTERACTIONS} interactions`);
  }
  return { token: body.t, view: body.view, interactions: e.map(parseInteraction) };
}

function parseInteraction(entry: unknown): LoggedInteraction {
  if (!Array.isArray(entry) || entry.length < 3 || entry.length > 4) {
    throw malformed('an interaction is [number, kind, milliseconds] or has a value as its fourth');
  }
  const [seq, kind, pageMs, value] = entry as unknown[];
  if (!isSmall(seq, MOST_SEQ)) throw malformed(`a number must be an integer from 0 to ${MOST_SEQ}`);
  if (typeof kind !== 'string' || !isInteractionKind(kind) || !INTERACTION_KINDS[kind].observed) {
    throw malformed('a kind is unknown');
  }
  if (!isSmall(pageMs, MOST_PAGE_MS)) throw malformed('milliseconds must be an integer from 0');
  if (value !== undefined && !isSmall(value, MOST_VALUE))
    throw malformed(`a value must be an integer from 0 to ${MOST_VALUE}`);
  return { seq, kind, pageMs, value: value === undefined ? null : value };
}

function isSmall(number: unknown, most: number): number is number {
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= most;
}

function malformed(what: string): ServiceError {
  return new ServiceError('invalid_input', `Read the report: ${what}`);
}
