/** Start-up and shutdown of the service. */

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type ServerType } from '@hono/node-server';
import type { Hono } from 'hono';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { type AppContext, peopleApp, staffApp } from './app.ts';
import type { Config } from './config/config.ts';
import { ConfigError } from './config/config-error.ts';
import { type Jobs, openJobs } from './database/jobs.ts';
import type { Engine } from './engine.ts';
import { openFetchLog } from './exposures/fetch-log.ts';
import { openExposureReader } from './exposures/find-exposure.ts';
import { openInteractionLog } from './exposures/interaction-log.ts';
import { followUpJobs } from './follow-up/follow-up-jobs.ts';
import { openLinkListMessenger } from './follow-up/link-list.ts';
import type { Messenger } from './follow-up/messenger.ts';
import { openSmtpMessenger } from './follow-up/smtp.ts';
import type { FollowUpContext } from './follow-up/types.ts';
import { openLinks } from './participants/links.ts';
import { openTokens } from './participants/tokens.ts';
import { rehearsalTruth } from './rehearsal/truth.ts';
import { RunningTrials } from './trials/running-trials.ts';
import { TemplateStore } from './trials/template-store.ts';

export interface Service {
  readonly context: AppContext & { readonly followUp: FollowUpContext };
  /** Where the two faces listen; a port of 0 in the configuration is a free one here. */
  readonly staffUrl: string;
  readonly peopleUrl: string;
  /** Drains what is under way, then closes everything but the engine. */
  stop(): Promise<void>;
}

export interface ServiceOptions {
  /** Whether this process takes work from the job queue. */
  readonly jobs: boolean;
}

const DRAIN_MS = 10_000;

export async function startService(
  engine: Engine,
  config: Config,
  options: ServiceOptions,
): Promise<Service> {
  const { database, keyring, clock, catalogue, log } = engine;
  let draining = false;
  const trials = new RunningTrials(database.db, keyring, {
    onError: (error) =>
      log.warn({ code: (error as { code?: string }).code }, 'trials could not be read'),
  });
  await trials.refresh();
  trials.start();
  const tokens = openTokens(keyring);
  // Bound to a free port, a face knows its own address only once it listens.
  const [staffServer, peopleServer] = await listenBoth(config);
  const faces = {
    staff: { ...config.staff, url: addressOf(config.staff, staffServer.port) },
    people: { ...config.people, url: addressOf(config.people, peopleServer.port) },
    offerHosts: config.offerHosts,
  };
  const metrics = new Registry();
  collectDefaultMetrics({ register: metrics });
  const templates = new TemplateStore(database.db, catalogue);
  const links = openLinks(tokens, { peopleUrl: faces.people.url, offerHosts: faces.offerHosts });
  const followUp: FollowUpContext = {
    db: database.db,
    keyring,
    trials,
    templates,
    links,
    messengers: openMessengers(config),
    clock,
    log,
  };
  const context = {
    database,
    reportDatabase: engine.reportDatabase,
    clock,
    log,
    keyring,
    tokens,
    links,
    trials,
    templates,
    exposures: openExposureReader(database.pool),
    interactions: openInteractionLog(database.pool),
    fetches: openFetchLog(database.pool, log),
    metrics,
    isDraining: () => draining,
    followUp,
    truthOf: (trialNo: number) => {
      const running = trials.get(trialNo);
      return running?.trial.purpose === 'rehearsal' ? rehearsalTruth(running.protocol) : undefined;
    },
  };
  peopleServer.use(peopleApp(context, faces));
  staffServer.use(staffApp(context, faces));
  const jobs = options.jobs ? await startJobs(engine, followUp) : undefined;

  return {
    context,
    staffUrl: faces.staff.url,
    peopleUrl: faces.people.url,
    stop: async () => {
      draining = true;
      await Promise.all([peopleServer.close(), staffServer.close()]);
      await jobs?.stop();
      await Promise.all([
        context.interactions.close(),
        context.exposures.close(),
        context.fetches.close(),
      ]);
      trials.stop();
      for (const messenger of Object.values(followUp.messengers)) messenger?.close();
    },
  };
}

function openMessengers(config: Config): FollowUpContext['messengers'] {
  const messengers: Partial<Record<'mail' | 'link_list', Messenger>> = {
    link_list: openLinkListMessenger(),
  };
  if (config.smtp) messengers.mail = openSmtpMessenger(config.smtp);
  return messengers;
}

async function startJobs(engine: Engine, followUp: FollowUpContext): Promise<Jobs> {
  const jobs = await openJobs(engine.settings, { warn: (message) => engine.log.warn(message) });
  await followUpJobs(jobs, followUp, engine.owner.db);
  return jobs;
}

/** A server that listens before its routes exist, and answers 503 until then. */
interface Listener {
  readonly port: number;
  use(app: Hono): void;
  close(): Promise<void>;
}

async function listenBoth(config: Config): Promise<[Listener, Listener]> {
  const staff = await listen(config.staff.host, config.staff.port, 'SCAMPAIGN_STAFF_PORT');
  try {
    return [staff, await listen(config.people.host, config.people.port, 'SCAMPAIGN_PEOPLE_PORT')];
  } catch (error) {
    await staff.close();
    throw error;
  }
}

function listen(host: string, port: number, setting: string): Promise<Listener> {
  let app: Hono | undefined;
  const server = createAdaptorServer({
    fetch: (request, env) =>
      app
        ? app.fetch(request, env)
        : new Response(null, { status: 503, headers: { 'retry-after': '1' } }),
  }) as ServerType & Server;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? `port ${port} is in use; stop what uses it, or set ${setting} to another one`
          : `${error.message}; set another host or port`;
      reject(new ConfigError(`Listen on ${host}: ${why}`, [], error));
    });
    server.listen(port, host, () => {
      resolve({
        port: (server.address() as AddressInfo).port,
        use: (routes) => {
          app = routes;
        },
        close: () => closeServer(server),
      });
    });
  });
}

/** Lets requests under way finish; connections that only wait are closed at once. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function addressOf(face: Config['staff'], port: number): string {
  return face.port === 0 ? `http://${face.host}:${port}` : face.url;
}
