import type { Context } from 'hono';
import { errorAnswer, RETRY_AFTER_SECONDS } from '../web/answer-error.ts';
import type { ServiceBase } from '../web/context.ts';
import { PLAIN_HEADERS } from '../web/headers.ts';
import { type PeoplePageContext, renderPeoplePage } from './people-page.ts';

/** What went wrong, as a page for a browser that asked for one and as JSON for a script. */
export function answerPeople(
  c: Context,
  context: PeoplePageContext & Pick<ServiceBase, 'log'>,
  error: unknown,
): Response {
  const { status, reason } = errorAnswer(error, context.log);
  if (status === 503) c.header('retry-after', String(RETRY_AFTER_SECONDS));
  if (!(c.req.header('accept') ?? '').includes('text/html')) {
    return c.json({ error: reason }, status, { ...PLAIN_HEADERS });
  }
  const shown = status === 403 || status === 421 || status === 429 ? 400 : status;
  const response = renderPeoplePage(c, context, 'error', {
    status: shown,
    values: { code: status },
  });
  return shown === status
    ? response
    : new Response(response.body, { status, headers: response.headers });
}
