/** Serves the shipped pages as the service would, and keeps what they send. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Catalogue } from '../../landing-templates/types.ts';
import type { ShippedPage } from './shipped.ts';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

export interface PageServer {
  readonly url: string;
  readonly received: Received[];
  /** Answer to interactions, so that a test can refuse them for a while. */
  status: number;
  close(): Promise<void>;
}

/** Place of the page that a form or a link leads to; undefined for the plain answer. */
export type Lead = (request: Received) => number | undefined;

export async function servePages(
  catalogue: Catalogue,
  pages: readonly ShippedPage[],
  lead: Lead = () => undefined,
): Promise<PageServer> {
  const received: Received[] = [];
  const state = { status: 204 };
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '/';
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const asked = { method: request.method ?? '', path, body };
      received.push(asked);
      const next = lead(asked);
      const asset = catalogue.asset(path.replace('/a/', ''));
      const page = pages[next ?? Number(/^\/page\/(\d+)/.exec(path)?.[1] ?? -1)];
      if (asset) response.writeHead(200, { 'content-type': asset.type }).end(asset.bytes);
      else if (next !== undefined && asked.method === 'POST') {
        response.writeHead(303, { location: `/page/${next}` }).end();
      } else if (page) {
        response
          .writeHead(200, {
            'content-type': 'text/html; charset=utf-8',
            'content-security-policy': page.csp,
          })
          .end(page.html);
      } else if (path === '/i') response.writeHead(state.status).end();
      else response.writeHead(200, { 'content-type': 'text/html' }).end('<title>after</title>');
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    get status() {
      return state.status;
    },
    set status(status: number) {
      state.status = status;
    },
    close: () => new Promise((done) => server.close(() => done())),
  };
}
