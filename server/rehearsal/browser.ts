/** A simulated person's browser: opens pages, posts their own forms and sends what their script sends. */
import { FIRST_OBSERVED_SEQ, type ObservedKind } from '../../landing-templates/slots.ts';
import { type Page, type PageForm, readPage } from './read-page.ts';
import type { Answer, Transport } from './transport.ts';

export interface BrowserOptions {
  readonly transport: Transport;
  readonly agent: string;
  readonly locale: string;
  readonly script: boolean;
}

/** What the observer has noticed: kind, milliseconds since the page loaded, number of a sign or answer. */
export type Noticed = readonly [kind: ObservedKind, pageMs: number, value?: number];

/** A page with the sequence of what its script has sent. */
export interface Tab {
  readonly page: Page;
  seq: number;
}

export interface Browser {
  open(url: string): Promise<Tab>;
  /** Posts a form of the page and shows what comes back. */
  submit(form: PageForm, press?: readonly (readonly [string, string])[]): Promise<Tab>;
  /** Sends what the script noticed, until it is acknowledged; nothing where no script runs. */
  report(tab: Tab, noticed: readonly Noticed[]): Promise<void>;
}

export function openBrowser(options: BrowserOptions): Browser {
  const { transport, agent, locale, script } = options;
  const common = {
    'user-agent': agent,
    'accept-language': locale === 'en' ? 'en' : `${locale},en;q=0.7`,
    'accept-encoding': 'identity',
  };
  const navigation = {
    ...common,
    accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'upgrade-insecure-requests': '1',
  };
  const shown = ({ url, status, body }: Answer): Tab => ({
    page: readPage(url, status, body),
    seq: FIRST_OBSERVED_SEQ,
  });
  return {
    open: async (url) => shown(await transport.send({ method: 'GET', url, headers: navigation })),
    submit: async (form, press = []) =>
      shown(
        await transport.send({
          method: 'POST',
          url: form.action,
          // Pages ask for no referrer, and browsers then name no origin either.
          headers: {
            ...navigation,
            'content-type': 'application/x-www-form-urlencoded',
            origin: 'null',
          },
          body: new URLSearchParams(
            [...form.fields, ...press].map(([name, value]): [string, string] => [name, value]),
          ).toString(),
        }),
      ),
    async report(tab, noticed) {
      const { observer } = tab.page;
      if (!script || !observer || noticed.length === 0) return;
      const e = noticed.map(([kind, pageMs, value]) => {
        const entry: (number | string)[] = [tab.seq, kind, Math.round(pageMs)];
        tab.seq += 1;
        const told = kind === 'seen' ? observer.place : value;
        if (told !== undefined) entry.push(told);
        return entry;
      });
      await transport.send({
        method: 'POST',
        url: observer.url,
        headers: { ...common, accept: '*/*', 'content-type': 'text/plain;charset=UTF-8' },
        body: JSON.stringify({ v: 1, t: observer.token, view: observer.view, e }),
      });
    },
  };
}
