/**
 * A participant's own pages: being asked, saying yes or no, what is held, and leaving. The token in
 * the link or form is the authority; there is no session, no cookie, and a GET changes nothing.
 */
import { type Context, Hono } from 'hono';
import { addPeriod } from '../../protocol/periods.ts';
import type { Keyring } from '../config/keys.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import type { RunningTrials } from '../trials/running-trials.ts';
import type { TemplateStore } from '../trials/template-store.ts';
import type { ServiceBase } from '../web/context.ts';
import { ServiceError } from '../web/errors.ts';
import { pageHeaders } from '../web/headers.ts';
import { readForm } from '../web/read-form.ts';
import { asksFirst, confirmConsent, consentHash, giveConsent } from './consent.ts';
import { findHeld, type Held } from './held.ts';
import { leaveTrial } from './leave.ts';
import type { Links } from './links.ts';
import { optOut } from './opt-out.ts';
import { EXIT_PATH, renderPeoplePage, trialValues } from './people-page.ts';
import type { TokenPurpose, Tokens } from './tokens.ts';

export interface ParticipantContext extends ServiceBase {
  readonly keyring: Keyring;
  readonly tokens: Tokens;
  readonly links: Links;
  readonly trials: RunningTrials;
  readonly templates: TemplateStore;
}

export function registrationRoutes(context: ParticipantContext): Hono {
  const app = new Hono();
  app.get('/p/:token', (c) => showPerson(c, context));
  app.post('/register/:locale/:text', (c) => takeRegistration(c, context));
  app.get('/w/:token', (c) => showWithdraw(c, context));
  app.get('/u/:token', (c) => showOptOut(c, context));
  app.post('/u/:token', (c) => takeOptOut(c, context, c.req.param('token')));
  app.get('/n/:token', (c) => showNotMine(c, context));
  app.get(EXIT_PATH, (c) =>
    c.body(BLANK_PAGE, 200, pageHeaders("default-src 'none'; frame-ancestors 'none'")),
  );
  return app;
}

const BLANK_PAGE =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>Blank</title></html>';

/** Any link of ours may lead to leaving: what a person holds is enough to go. */
const ANY: readonly TokenPurpose[] = ['offer', 'reveal', 'training', 'person', 'optout'];

interface Known {
  readonly token: string;
  readonly participantId: string;
  readonly running: RunningTrial;
  readonly held: Held;
  readonly now: Date;
}

async function findKnown(
  context: ParticipantContext,
  token: string,
  ...purposes: readonly TokenPurpose[]
): Promise<Known | undefined> {
  const payload = context.tokens.read(token, ...purposes);
  const running = payload && context.trials.get(payload.trialNo);
  if (!payload || !running) return undefined;
  const held = await findHeld(context.database.db, payload.participantId);
  if (!held) return undefined;
  const now = context.clock.trialNow(running.trial);
  return { token, participantId: payload.participantId, running, held, now };
}

async function showPerson(c: Context, context: ParticipantContext): Promise<Response> {
  const known = await findKnown(context, c.req.param('token') ?? '', 'person');
  if (!known) return renderPeoplePage(c, context, 'gone');
  const { held } = known;
  const asked = held.state === 'invited' || (held.state === 'provisional' && held.revealed);
  return asked ? showConsent(c, context, known) : showHeld(c, context, known);
}

function showConsent(c: Context, context: ParticipantContext, known: Known): Response {
  const { protocol } = known.running;
  const locale = chosenLocale(c, known);
  const text = protocol.consent.texts[locale]!;
  return renderPeoplePage(c, context, 'consent', {
    locale,
    values: {
      ...trialValues(protocol),
      token: known.token,
      // The form is bound to the language and to the very text that was shown.
      actUrl: `/register/${locale}/${consentHash(protocol, locale)}`,
      consentTitle: text.title,
      agreeLabel: text.agree,
      declineLabel: text.decline,
      minimumAge: protocol.population.minimum_age,
    },
    lists: {
      consentParagraphs: paragraphs(text.body),
      leftOut: protocol.population.left_out.map((who) => ({ text: who })),
      languages: protocol.population.languages.map((code) => ({
        code,
        name: nameOf('language', code, code),
        url: `/p/${known.token}?lang=${code}`,
      })),
    },
  });
}

function paragraphs(text: string): { text: string }[] {
  return text
    .split(/\n\s*\n/)
    .map((paragraph) => ({ text: paragraph.replaceAll(/\s+/g, ' ').trim() }))
    .filter((paragraph) => paragraph.text !== '');
}

/** `?lang=` on the link when the protocol has that language, else the roster's. */
function chosenLocale(c: Context, known: Known): string {
  const wished = c.req.query('lang') ?? '';
  return known.running.protocol.population.languages.includes(wished) ? wished : known.held.locale;
}

function showHeld(c: Context, context: ParticipantContext, known: Known): Response {
  const { held, running } = known;
  return renderPeoplePage(c, context, 'held', {
    locale: held.locale,
    values: {
      ...trialValues(running.protocol),
      token: known.token,
      actUrl: '/act',
      since: longDay(held.since, held),
      consentHash: held.consentHash?.slice(0, 16) ?? '–',
      views: held.views,
      interactions: held.interactions,
      messages: held.messages,
      retainUntil: longDay(noonOf(running.protocol.consent.retain_until), held),
      ...placeValues(known),
    },
    flags: {
      cluster: held.cluster !== null,
      masked: held.arm !== null && !isClosed(known),
      drawn: held.arm !== null && isClosed(known),
    },
  });
}

/** Where a person was entered; the group drawn by chance stays masked until the trial is closed. */
function placeValues(known: Known): Record<string, string> {
  const { held, running } = known;
  const { population, arms } = running.protocol;
  const arm = isClosed(known) ? arms.find(({ key }) => key === held.arm) : undefined;
  return {
    language: nameOf('language', held.locale, held.locale),
    country: nameOf('region', held.country, held.locale),
    timeZone: held.timeZone,
    channel: held.channel.replaceAll('_', ' '),
    stratum: population.strata.find(({ key }) => key === held.stratum)?.label ?? held.stratum,
    clusterLabel: population.clusters?.label ?? '',
    cluster: held.cluster ?? '',
    arm: arm?.label ?? '',
  };
}

function isClosed({ running }: Known): boolean {
  return running.trial.state === 'closed';
}

function nameOf(type: 'language' | 'region', code: string, locale: string): string {
  return new Intl.DisplayNames([locale], { type }).of(code) ?? code;
}

/** Making one costs more than the rest of a page; there is one a language and time zone. */
const dayFormats = new Map<string, Intl.DateTimeFormat>();

function longDay(at: Date, person: Pick<Held, 'locale' | 'timeZone'>): string {
  const key = `${person.locale} ${person.timeZone}`;
  let format = dayFormats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(person.locale, {
      dateStyle: 'long',
      timeZone: person.timeZone,
    });
    dayFormats.set(key, format);
  }
  return format.format(at);
}

/** A calendar day as a moment that is the same day nearly everywhere. */
function noonOf(day: string): Date {
  return new Date(`${day}T12:00:00Z`);
}

async function takeRegistration(c: Context, context: ParticipantContext): Promise<Response> {
  const form = await readForm(c, ['t', 'do']);
  if (context.trials.stale()) {
    throw new ServiceError(
      'unavailable',
      'Register: the service is starting again, try once more in a moment',
    );
  }
  const known = await findKnown(context, form.t ?? '', 'person');
  if (!known) return renderPeoplePage(c, context, 'gone');
  const { running, held, participantId, now } = known;
  const { db } = context.database;
  if (form.do === 'decline') {
    await leaveTrial(db, running, participantId, 'declined', now);
    return renderPeoplePage(c, context, 'declined', {
      locale: held.locale,
      values: trialValues(running.protocol),
    });
  }
  if (form.do !== 'agree') throw new ServiceError('invalid_input', 'Register: choose yes or no');
  if (running.trial.state !== 'running' && asksFirst(running.protocol)) {
    return renderPeoplePage(c, context, 'closed', { locale: held.locale });
  }
  const agreement = {
    participantId,
    locale: c.req.param('locale') ?? '',
    textSha256: c.req.param('text') ?? '',
  };
  if (held.state === 'provisional') {
    await confirmConsent(db, running, agreement, now);
    if (held.met) {
      const { exposureNo, wave } = held.met;
      const person = { trialNo: running.trial.trial_no, participantId };
      return c.redirect(context.links.training(person, exposureNo, wave), 303);
    }
  }
  await giveConsent(db, running, agreement, now);
  const earliest = addPeriod(now, running.protocol.consent.gap);
  return renderPeoplePage(c, context, 'registered', {
    locale: agreement.locale,
    values: {
      ...trialValues(running.protocol),
      personUrl: `/p/${known.token}`,
      firstOffer: longDay(earliest, { ...held, locale: agreement.locale }),
    },
  });
}

async function showWithdraw(c: Context, context: ParticipantContext): Promise<Response> {
  const known = await findKnown(context, c.req.param('token') ?? '', ...ANY);
  if (!known) return renderPeoplePage(c, context, 'gone');
  return renderPeoplePage(c, context, 'withdraw', {
    locale: known.held.locale,
    values: { ...trialValues(known.running.protocol), token: known.token, actUrl: '/act' },
  });
}

/** One POST from any page or message. */
export async function withdrawNow(
  c: Context,
  context: ParticipantContext,
  token: string,
): Promise<Response> {
  const known = await findKnown(context, token, ...ANY);
  const receipt =
    known &&
    (await leaveTrial(
      context.database.db,
      known.running,
      known.participantId,
      'withdrawn',
      known.now,
    ));
  if (!known || !receipt) return renderPeoplePage(c, context, 'gone');
  return renderPeoplePage(c, context, 'receipt', {
    locale: known.held.locale,
    values: {
      ...trialValues(known.running.protocol),
      receipt: receipt.code,
      backupsExpireOn: longDay(noonOf(receipt.backupsExpireOn), known.held),
    },
    // Once closed, results were counted from anonymous groups and stand.
    flags: { locked: known.running.trial.state === 'closed' },
  });
}

async function showOptOut(c: Context, context: ParticipantContext): Promise<Response> {
  const token = c.req.param('token') ?? '';
  const known = await findKnown(context, token, 'optout');
  if (!known) return renderPeoplePage(c, context, 'gone');
  return renderPeoplePage(c, context, 'unsubscribe', {
    locale: known.held.locale,
    values: { ...trialValues(known.running.protocol), token, actUrl: `/u/${token}` },
  });
}

/** Mail programs post here by themselves (RFC 8058); it stops the mail and erases nothing. */
async function takeOptOut(
  c: Context,
  context: ParticipantContext,
  token: string,
): Promise<Response> {
  const known = await findKnown(context, token, 'optout');
  if (!known) return renderPeoplePage(c, context, 'gone');
  await optOut(context.database.db, known.participantId, known.now);
  return renderPeoplePage(c, context, 'unsubscribed', {
    locale: known.held.locale,
    values: { ...trialValues(known.running.protocol), token, actUrl: '/act' },
  });
}

async function showNotMine(c: Context, context: ParticipantContext): Promise<Response> {
  const known = await findKnown(context, c.req.param('token') ?? '', ...ANY);
  if (!known) return renderPeoplePage(c, context, 'gone');
  return renderPeoplePage(c, context, 'not_mine', {
    locale: known.held.locale,
    values: { ...trialValues(known.running.protocol), token: known.token, actUrl: '/act' },
  });
}

/** Somebody was forwarded a link. They are told what it is; its owner's record stays as it was. */
export async function answerNotMine(
  c: Context,
  context: ParticipantContext,
  token: string,
): Promise<Response> {
  const known = await findKnown(context, token, ...ANY);
  if (!known) return renderPeoplePage(c, context, 'gone');
  return renderPeoplePage(c, context, 'not_mine_done', {
    locale: known.held.locale,
    values: trialValues(known.running.protocol),
  });
}
