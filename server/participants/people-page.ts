/** Pages a participant can meet outside an offer, from the template `participant-pages`. */
import type { Context } from 'hono';
import type { Item, Scalar } from '../../landing-templates/types.ts';
import type { Protocol } from '../../protocol/schema.ts';
import type { TemplateStore } from '../trials/template-store.ts';
import { pageHeaders } from '../web/headers.ts';

export const PEOPLE_TEMPLATE = 'participant-pages';

export interface PeoplePageContext {
  readonly templates: TemplateStore;
}

/** Leads away from the page in one tap, to a page that shows nothing. */
export const EXIT_PATH = '/away';

/**
 * What every page of a trial may say: who runs it, its title, where to write. A partner is given
 * where one is named: nobody else speaks in their place.
 */
export function trialValues({ trial }: Protocol): Record<string, string> {
  const { owner, title, contact, local_partner: partner } = trial;
  return { owner, trial: title, contact, ...(partner === undefined ? {} : { partner }) };
}

export interface PeoplePage {
  /** The person's language when it is known, else the browser's is asked. */
  readonly locale?: string;
  readonly values?: Readonly<Record<string, Scalar>>;
  readonly lists?: Readonly<Record<string, readonly Item[]>>;
  readonly flags?: Readonly<Record<string, boolean>>;
  /** Another origin the page's forms may post to, besides its own. */
  readonly formOrigin?: string;
  readonly status?: 200 | 400 | 404 | 409 | 410 | 413 | 500 | 503;
}

export function renderPeoplePage(
  c: Context,
  context: PeoplePageContext,
  page: string,
  shown: PeoplePage = {},
): Response {
  const template = context.templates.bySlug(PEOPLE_TEMPLATE);
  const locale = template.localeFor(shown.locale ?? browserLocale(c));
  const html = template.render(page, locale, {
    values: shown.values ?? {},
    // A link that is nobody's leads to the generic reveal, which knows no trial's contacts.
    lists: { contacts: [], ...shown.lists },
    ...(shown.flags ? { flags: shown.flags } : {}),
  });
  return c.body(
    html,
    shown.status ?? 200,
    pageHeaders(
      template.csp(
        page,
        locale,
        shown.formOrigin ? { formAction: ["'self'", shown.formOrigin] } : {},
      ),
    ),
  );
}

/** First language the browser asks for; the template falls back to English. */
function browserLocale(c: Context): string {
  const first = (c.req.header('accept-language') ?? '').split(/[,;]/)[0]?.trim() ?? '';
  return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(first) ? first : 'en';
}
