/** For whatever watches the service: is it alive, may it be sent work, what has it counted. */
import { Hono } from 'hono';
import { sql } from 'kysely';
import type { Registry } from 'prom-client';
import type { ServiceBase } from './context.ts';
import { PLAIN_HEADERS } from './headers.ts';

export interface HealthContext extends ServiceBase {
  readonly metrics: Registry;
  readonly trials: { stale(): boolean };
  readonly isDraining: () => boolean;
}

export function healthRoutes(context: HealthContext): Hono {
  const app = new Hono();
  app.get('/healthz', (c) => c.json({ alive: true }, 200, { ...PLAIN_HEADERS }));
  app.get('/readyz', async (c) => {
    const why = await whyNotReady(context);
    return why
      ? c.json({ ready: false, why }, 503, { ...PLAIN_HEADERS, 'retry-after': '2' })
      : c.json({ ready: true }, 200, { ...PLAIN_HEADERS });
  });
  app.get('/metrics', async (c) =>
    c.body(await context.metrics.metrics(), 200, {
      ...PLAIN_HEADERS,
      'content-type': context.metrics.contentType,
    }),
  );
  return app;
}

async function whyNotReady(context: HealthContext): Promise<string | undefined> {
  if (context.isDraining()) return 'stopping';
  try {
    await sql`select 1`.execute(context.database.db);
  } catch {
    return 'the database is away';
  }
  return context.trials.stale() ? 'trials could not be read for a while' : undefined;
}
