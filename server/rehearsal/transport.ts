/** HTTP as a phone speaks it: kept-alive connections, redirects followed, a lost answer asked again. */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Answer {
  readonly status: number;
  /** After redirects. */
  readonly url: string;
  readonly body: string;
}

export interface Sent {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Transport {
  send(sent: Sent): Promise<Answer>;
  /** Requests answered so far. */
  readonly requests: () => number;
  close(): void;
}

const MOST_REDIRECTS = 5;
const MOST_TRIES = 5;
const FIRST_WAIT_MS = 200;

/**
 * @param peopleUrl - Where the service listens. Every address is asked there, whatever its host
 *   name: names of offers need not be known to anybody for a rehearsal.
 * @param atOnce - Most connections open at the same time.
 */
export function openTransport(peopleUrl: string, atOnce: number): Transport {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce, maxFreeSockets: atOnce });
  const { hostname, port } = new URL(peopleUrl);
  let requests = 0;

  function once(sent: Sent): Promise<RawAnswer> {
    const { host, pathname, search } = new URL(sent.url);
    return new Promise((resolve, reject) => {
      const call = request(
        {
          agent,
          host: hostname,
          port,
          method: sent.method,
          path: pathname + search,
          headers: {
            ...sent.headers,
            host,
            ...(sent.body === undefined ? {} : { 'content-length': Buffer.byteLength(sent.body) }),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            requests += 1;
            resolve({
              status: response.statusCode ?? 0,
              location: response.headers.location,
              body: Buffer.concat(chunks).toString('utf8'),
            });
          });
        },
      );
      call.on('error', reject);
      call.end(sent.body);
    });
  }

  /** Everything sent carries a number of its own, so that asking again repeats nothing. */
  async function patiently(sent: Sent): Promise<RawAnswer> {
    for (let tries = 1; ; tries += 1) {
      try {
        const answer = await once(sent);
        if (answer.status !== 503 || tries === MOST_TRIES) return answer;
      } catch (error) {
        if (tries === MOST_TRIES) throw error;
      }
      await sleep(FIRST_WAIT_MS * 2 ** tries);
    }
  }

  return {
    async send(first) {
      let sent = first;
      for (let hops = 0; ; hops += 1) {
        const answer = await patiently(sent);
        const isRedirect =
          answer.location !== undefined && answer.status >= 300 && answer.status < 400;
        if (!isRedirect || hops === MOST_REDIRECTS) {
          return { status: answer.status, url: sent.url, body: answer.body };
        }
        const { 'content-type': _type, ...headers } = sent.headers;
        sent = { method: 'GET', url: new URL(answer.location!, sent.url).href, headers };
      }
    },
    requests: () => requests,
    close: () => agent.destroy(),
  };
}

interface RawAnswer {
  readonly status: number;
  readonly location: string | undefined;
  readonly body: string;
}
