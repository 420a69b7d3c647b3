/** Every route of the service, by face. */
import { Hono } from 'hono';
import type { Config } from './config/config.ts';
import { actRoutes } from './exposures/act-routes.ts';
import { assetRoutes } from './exposures/asset-routes.ts';
import type { ExposureContext } from './exposures/context.ts';
import { debriefRoutes } from './exposures/debrief-routes.ts';
import { interactionRoutes } from './exposures/interaction-routes.ts';
import { offerRoutes, simulatedExposureRoute } from './exposures/offer-routes.ts';
import { answerPeople } from './participants/answer-people.ts';
import type { ParticipantContext } from './participants/registration-routes.ts';
import { registrationRoutes } from './participants/registration-routes.ts';
import { type ReportContext, reportRoutes } from './reports/report-routes.ts';
import { answerPlainly } from './web/answer-error.ts';
import { ServiceError } from './web/errors.ts';
import { hostOf, onlyFace } from './web/faces.ts';
import { PLAIN_HEADERS } from './web/headers.ts';
import { type HealthContext, healthRoutes } from './web/health-routes.ts';
import { smallBodies } from './web/small-bodies.ts';

export type AppContext = ExposureContext & ParticipantContext & ReportContext & HealthContext;

const MOST_BODY_BYTES = 16 * 1024;

/** Offers, debriefs and participants' own pages: everything a participant can meet. */
export function peopleApp(context: AppContext, faces: Pick<Config, 'people' | 'offerHosts'>): Hono {
  const app = new Hono();
  const offerOrigins = Object.values(faces.offerHosts);
  app.use(onlyFace({ origins: [faces.people.url, ...offerOrigins] }));
  app.use(smallBodies(MOST_BODY_BYTES));

  const formsOfHost = formsByHost(faces);
  app.use('/o/:form/*', offersOnTheirHost(faces));
  app.route('/', offerRoutes(context));
  app.route('/', interactionRoutes(context));
  app.route('/', assetRoutes(context));
  app.route(
    '/',
    simulatedExposureRoute(context, (host) => formsOfHost.get(host)),
  );

  const own = new Hono();
  if (offerOrigins.length > 0) own.use(onlyFace({ origins: [faces.people.url] }));
  own.route('/', debriefRoutes(context));
  own.route('/', actRoutes(context));
  own.route('/', registrationRoutes(context));
  app.route('/', own);

  app.notFound((c) =>
    answerPeople(c, context, new ServiceError('not_found', 'There is no such page')),
  );
  app.onError((error, c) => answerPeople(c, context, error));
  return app;
}

/** Reports, health and metrics: nothing here is for participants. */
export function staffApp(context: AppContext, faces: Pick<Config, 'staff'>): Hono {
  const app = new Hono();
  app.route('/', healthRoutes(context));
  const pages = new Hono();
  pages.use(onlyFace({ origins: [faces.staff.url] }));
  pages.route('/', reportRoutes(context));
  app.route('/', pages);
  app.notFound((c) => c.json({ error: 'There is no such page' }, 404, { ...PLAIN_HEADERS }));
  app.onError((error, c) => answerPlainly(c, error, context.log));
  return app;
}

/** A form with a host of its own is served there and nowhere else. */
function offersOnTheirHost(faces: Pick<Config, 'people' | 'offerHosts'>) {
  const hostOfForm = new Map(
    Object.entries(faces.offerHosts).map(([form, origin]) => [form, hostOf(origin)]),
  );
  const peopleHost = hostOf(faces.people.url);
  return async function offersOnTheirHostMiddleware(
    c: Parameters<Parameters<Hono['use']>[1]>[0],
    next: () => Promise<void>,
  ): Promise<void> {
    const host = c.req.header('host')?.toLowerCase() ?? '';
    if (host !== (hostOfForm.get(c.req.param('form') ?? '') ?? peopleHost)) {
      throw new ServiceError('misdirected', 'Show the offer: it belongs to another host name');
    }
    await next();
  };
}

/** The participants' own host answers for every form. */
function formsByHost(faces: Pick<Config, 'offerHosts'>): ReadonlyMap<string, string[]> {
  const forms = new Map<string, string[]>();
  for (const [form, origin] of Object.entries(faces.offerHosts)) {
    const host = hostOf(origin);
    forms.set(host, [...(forms.get(host) ?? []), form]);
  }
  return forms;
}
