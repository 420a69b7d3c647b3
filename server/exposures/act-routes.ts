/** `POST /act`: what people choose on a reveal, a debrief or a page of their own. */
import { type Context, Hono } from 'hono';
import { BASIS } from '../participants/basis.ts';
import { EXIT_PATH, renderPeoplePage, trialValues } from '../participants/people-page.ts';
import {
  answerNotMine,
  type ParticipantContext,
  withdrawNow,
} from '../participants/registration-routes.ts';
import { supportList } from '../participants/support-list.ts';
import { ServiceError } from '../web/errors.ts';
import { readForm } from '../web/read-form.ts';
import { recordConcern } from './concern.ts';
import { type ExposureContext, findMet, type Met, personOf } from './context.ts';
import { formReport } from './form-report.ts';
import { logForm } from './offer-routes.ts';

const TAPS = { tap_heard: 3, tap_practice: 3, tap_feeling: 3 } as const;
type Tap = keyof typeof TAPS;

interface ActForm {
  readonly t?: string;
  readonly view?: string;
  readonly seq?: string;
  readonly do?: string;
  readonly value?: string;
}

export function actRoutes(context: ExposureContext & ParticipantContext): Hono {
  const app = new Hono();
  app.post('/act', (c) => takeAct(c, context));
  app.post('/reported', (c) => afterReport(c, context));
  return app;
}

async function takeAct(
  c: Context,
  context: ExposureContext & ParticipantContext,
): Promise<Response> {
  const form: ActForm = await readForm(c, ['t', 'view', 'seq', 'do', 'value']);
  if (form.do === 'withdraw') return withdrawNow(c, context, form.t ?? '');
  if (form.do === 'not_mine') return answerNotMine(c, context, form.t ?? '');
  const met = await findMet(context, form.t ?? '', 'reveal', 'training');
  if (!met) return renderPeoplePage(c, context, 'gone');
  const person = personOf(met);
  const { locale, exposureNo, wave } = met.exposure;
  switch (form.do) {
    case 'next':
      if (met.payload.purpose === 'training') {
        return renderPeoplePage(c, context, 'done', {
          locale,
          values: trialValues(met.running.protocol),
        });
      }
      // Deferred consent is asked for once people know what it was, and before anything of an arm.
      return c.redirect(
        met.exposure.basis === BASIS.provisional
          ? context.links.person(person)
          : context.links.training(person, exposureNo, wave),
        303,
      );
    case 'tap_heard':
    case 'tap_practice':
    case 'tap_feeling':
      await logForm(c, context, met, form, form.do, tapValue(form.do, form.value));
      return c.redirect(backTo(context, met), 303);
    case 'help_opened':
      await logForm(c, context, met, form, 'help_opened');
      return showHelp(c, context, met);
    case 'distressed':
    case 'complained':
      await recordConcern(
        context.database.db,
        met.running,
        form.do,
        formReport(c, met, form, form.do),
        met.now,
      );
      return form.do === 'distressed'
        ? showHelp(c, context, met, { upset: true })
        : showNoted(c, context, met);
    default:
      throw new ServiceError(
        'invalid_input',
        'Take the choice: it is not one of those on the page',
      );
  }
}

/** From the thanks for a report to the reveal. */
async function afterReport(c: Context, context: ExposureContext): Promise<Response> {
  const form = await readForm(c, ['t', 'do']);
  const met = await findMet(context, form.t ?? '', 'reveal');
  return met ? c.redirect(backTo(context, met), 303) : renderPeoplePage(c, context, 'gone');
}

function tapValue(tap: Tap, value: string | undefined): number {
  const answer = Number(value);
  if (!Number.isInteger(answer) || answer < 1 || answer > TAPS[tap]) {
    throw new ServiceError('invalid_input', 'Take the answer: it is not one of those on the page');
  }
  return answer;
}

function backTo(context: ExposureContext, met: Met): string {
  const person = personOf(met);
  const { exposureNo, wave } = met.exposure;
  return met.payload.purpose === 'training'
    ? context.links.training(person, exposureNo, wave)
    : context.links.reveal(person, exposureNo, wave);
}

function showHelp(
  c: Context,
  context: ExposureContext,
  met: Met,
  flags: { readonly upset: boolean } = { upset: false },
): Response {
  const { protocol } = met.running;
  return renderPeoplePage(c, context, 'help', {
    locale: met.exposure.locale,
    values: {
      ...trialValues(protocol),
      token: met.token,
      actUrl: '/act',
      exitUrl: EXIT_PATH,
      backUrl: backTo(context, met),
    },
    flags,
    lists: { contacts: supportList(protocol, { locale: met.exposure.locale }) },
  });
}

function showNoted(c: Context, context: ExposureContext, met: Met): Response {
  return renderPeoplePage(c, context, 'noted', {
    locale: met.exposure.locale,
    values: { ...trialValues(met.running.protocol), token: met.token, actUrl: '/act' },
  });
}
