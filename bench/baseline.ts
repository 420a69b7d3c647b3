/**
 * What we are compared with: node:http and pg, as little as does the same.
 *
 * BENCH_MODE insert  one prepared INSERT a request, of the columns and key of an interaction
 *            bytes   the bytes of BENCH_PAGE_FILE with its headers
 *            select  the same after one prepared SELECT by primary key
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { newId } from '../server/database/ids.ts';

const mode = process.env.BENCH_MODE;
const pool = new pg.Pool({ connectionString: process.env.BENCH_DATABASE_URL, max: 10 });

const handlers: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  insert: onBody(insertOne),
  insert_many: onBody(insertMany),
  bytes: (_request, response) => sendPage(response),
  select: (request, response) => void selectThenSend(request, response),
};

if (mode?.startsWith('insert')) {
  await pool.query(`
    create table if not exists bench_interactions (
      participant_id uuid not null, exposure_no smallint not null, view_id uuid not null,
      seq smallint not null, kind smallint not null, value smallint, page_ms integer not null,
      at timestamptz not null, basis smallint not null,
      primary key (participant_id, exposure_no, view_id, seq))`);
  await pool.query('truncate bench_interactions');
}
const page = process.env.BENCH_PAGE_FILE
  ? (JSON.parse(readFileSync(process.env.BENCH_PAGE_FILE, 'utf8')) as {
      headers: Record<string, string>;
      body: string;
    })
  : { headers: {}, body: '' };
const pageBytes = Buffer.from(page.body);

const server = createServer(handlers[mode ?? 'bytes']!);
server.listen(0, '127.0.0.1', () => {
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.send?.({ people: origin, staff: origin });
});
process.once('SIGTERM', () => process.exit(0));

interface Body {
  t: string;
  view: string;
  e: [number, string, number][];
}

function onBody(use: (body: Body) => Promise<unknown>) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      use(JSON.parse(text)).then(
        () => response.writeHead(204).end(),
        () => response.writeHead(500).end(),
      );
    });
  };
}

const INSERT = `insert into bench_interactions
  (participant_id, exposure_no, view_id, seq, kind, value, page_ms, at, basis)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`;

/** The participant is not in the body but in its token; any id of the right size costs the same. */
function insertOne(body: Body): Promise<unknown> {
  const [seq, , pageMs] = body.e[0]!;
  return pool.query({
    name: 'insert-one',
    text: INSERT,
    values: [newId(), 1, body.view, seq, 1, null, pageMs, new Date(), 1],
  });
}

async function insertMany(body: Body): Promise<void> {
  await Promise.all(
    body.e.map(([seq, , pageMs]) =>
      pool.query({
        name: 'insert-one',
        text: INSERT,
        values: [newId(), 1, body.view, seq, 1, null, pageMs, new Date(), 1],
      }),
    ),
  );
}

function sendPage(response: ServerResponse): void {
  response.writeHead(200, page.headers).end(pageBytes);
}

async function selectThenSend(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [participantId, exposureNo] = (request.url ?? '').slice(1).split('/');
  await pool.query({
    name: 'select-exposure',
    text: 'select form, template_hash, locale, opens_at, closes_at, ended_at from exposures where participant_id = $1 and exposure_no = $2',
    values: [participantId, exposureNo],
  });
  sendPage(response);
}
