import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { Logger } from 'pino';
import { isDatabaseAway, ServiceError } from './errors.ts';
import { PLAIN_HEADERS } from './headers.ts';

export const RETRY_AFTER_SECONDS = 2;

/** What a failed request is answered with: a status, a short reason, nothing from inside. */
export interface ErrorAnswer {
  readonly status: 400 | 403 | 404 | 409 | 410 | 413 | 421 | 429 | 500 | 503;
  readonly reason: string;
}

export function errorAnswer(error: unknown, log: Logger): ErrorAnswer {
  if (error instanceof ServiceError) return { status: error.status, reason: error.message };
  if (error instanceof HTTPException) {
    return {
      status: error.status as ErrorAnswer['status'],
      reason: error.message || 'The request could not be read',
    };
  }
  if (isDatabaseAway(error)) {
    log.warn({ code: (error as { code?: string }).code }, 'database away');
    return { status: 503, reason: 'The service is away for a moment; try again shortly' };
  }
  log.error(
    {
      err: {
        name: (error as Error)?.name,
        code: (error as { code?: string })?.code,
        stack: (error as Error)?.stack,
      },
    },
    'request failed',
  );
  return { status: 500, reason: 'Something went wrong here; nothing was lost, try again' };
}

/** The handler of last resort, for answers that are not pages. */
export function answerPlainly(c: Context, error: unknown, log: Logger): Response {
  const { status, reason } = errorAnswer(error, log);
  const headers: Record<string, string> = { ...PLAIN_HEADERS };
  if (status === 503) headers['retry-after'] = String(RETRY_AFTER_SECONDS);
  return c.json({ error: reason }, status, headers);
}
