/** The gallery over HTTP, on this machine only: pages answer their own forms, nothing is kept. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { flagsPage } from '../../landing-templates/gallery/flags-page.ts';
import {
  galleryEntries,
  galleryPage,
  MESSAGES_PAGE,
  messagePage,
} from '../../landing-templates/gallery/gallery-page.ts';
import { previewValues, renderPreview } from '../../landing-templates/gallery/previews.ts';
import type { Catalogue } from '../../landing-templates/types.ts';

export interface PreviewServer {
  readonly url: string;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

export async function servePreview(
  catalogue: Catalogue,
  slugs: readonly string[],
  port: number,
): Promise<PreviewServer> {
  const server = createAdaptorServer({ fetch: previewApp(catalogue, slugs).fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Routes of the gallery; exported for tests. */
export function previewApp(catalogue: Catalogue, slugs: readonly string[]): Hono {
  const app = new Hono();
  const entries = galleryEntries(catalogue, slugs);
  app.get('/', (c) => c.html(galleryPage(entries, true)));
  app.get('/pages/:name', (c) => showPage(c, catalogue));
  app.get('/a/:name', (c) => {
    const asset = catalogue.asset(c.req.param('name'));
    if (!asset) return c.notFound();
    return c.body(new Uint8Array(asset.bytes), 200, { 'content-type': asset.type });
  });
  app.post('/i', (c) => c.body(null, 204));
  app.post('/step', (c) => takeStep(c, catalogue));
  for (const path of ['/act', '/report', '/leave']) {
    app.post(path, (c) => c.redirect(pageAddress('reveal', 'told', localeFrom(c)), 303));
  }
  return app;
}

/** Names are `slug.page[.flags][.variant].locale`. */
function showPage(c: Context, catalogue: Catalogue): Response | Promise<Response> {
  const [slug = '', first = '', ...rest] = c.req.param('name')!.split('.');
  const locale = rest.pop() ?? 'en';
  const template = catalogue.get(slug);
  const page = template?.pages.find((key) => key === c.req.query('at')) ?? first;
  const variant = rest.find((word) => word !== 'flags');
  try {
    if (page === MESSAGES_PAGE && template?.pages.length === 0) {
      return c.html(messagePage(catalogue, slug, locale));
    }
    if (rest.includes('flags')) return c.html(flagsPage(catalogue, { slug, page, locale }));
    if (!template) return c.notFound();
    const { csp } = renderPreview(catalogue, { slug, page, locale, variant });
    const values = previewValues(catalogue, { slug, page, locale, variant });
    // The token names the page, so that its forms lead on.
    const html = template.render(page, locale, {
      ...values,
      values: { ...values.values, token: `${slug}.${locale}` },
    });
    // The gallery shows pages in frames; the service never lets them stand in one.
    const policy = csp.replace("frame-ancestors 'none'", "frame-ancestors 'self'");
    return c.html(html, 200, { 'content-security-policy': policy });
  } catch (error) {
    if (error instanceof RangeError) return c.text(error.message, 404);
    throw error;
  }
}

async function takeStep(c: Context, catalogue: Catalogue): Promise<Response> {
  const form = await c.req.parseBody();
  const [slug = '', locale = 'en'] = String(form.t).split('.');
  const to = String(form.to);
  const ends = !catalogue.get(slug)?.pages.includes(to);
  return c.redirect(
    ends ? pageAddress('reveal', 'told', locale) : pageAddress(slug, to, locale),
    303,
  );
}

function localeFrom(c: Context): string {
  return /\.([A-Za-z-]+)(?:$|\?)/.exec(c.req.header('referer') ?? '')?.[1] ?? 'en';
}

function pageAddress(slug: string, page: string, locale: string): string {
  return `/pages/${slug}.${page}.${locale}`;
}
