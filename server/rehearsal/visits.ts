/**
 * Simulated people's side of HTTP, in a thread of its own: the service they visit has the main one
 * to itself, as it would with people who are somewhere else.
 */
import { Worker } from 'node:worker_threads';
import type { Page } from './read-page.ts';
import type { Sent } from './transport.ts';

export interface VisitSettings {
  /** Where the service listens. */
  readonly peopleUrl: string;
  /** Most connections open at the same time. */
  readonly atOnce: number;
}

export interface VisitRequest {
  readonly id: number;
  readonly sent: Sent;
  /** Whether what comes back is a page to be read. */
  readonly reads: boolean;
}

export interface VisitAnswer {
  readonly id: number;
  readonly page?: Page | undefined;
  readonly failed?: string;
  /** Requests answered so far. */
  readonly requests: number;
}

export interface Visits {
  /** Asks for a page and reads it. */
  visit(sent: Sent): Promise<Page>;
  /** Sends what is answered by no page. */
  tell(sent: Sent): Promise<void>;
  /** Requests answered so far, redirects among them. */
  requests(): number;
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (page: Page | undefined) => void;
  readonly reject: (error: Error) => void;
}

export function openVisits(settings: VisitSettings): Visits {
  const worker = new Worker(new URL('./visits-worker.ts', import.meta.url), {
    workerData: settings,
  });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let requests = 0;
  let broken: Error | undefined;

  function fail(error: Error): void {
    broken ??= error;
    for (const { reject } of waiting.values()) reject(broken);
    waiting.clear();
  }

  worker.on('message', (answer: VisitAnswer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    requests = answer.requests;
    if (answer.failed === undefined) asked?.resolve(answer.page);
    else asked?.reject(new Error(`Visit the service: ${answer.failed}`));
  });
  worker.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => fail(new Error('Visit the service: the visits have been closed')));

  function ask(sent: Sent, reads: boolean): Promise<Page | undefined> {
    if (broken) return Promise.reject(broken);
    lastId += 1;
    const request: VisitRequest = { id: lastId, sent, reads };
    return new Promise((resolve, reject) => {
      waiting.set(request.id, { resolve, reject });
      worker.postMessage(request);
    });
  }

  return {
    visit: async (sent) => (await ask(sent, true))!,
    tell: async (sent) => void (await ask(sent, false)),
    requests: () => requests,
    close: async () => {
      await worker.terminate();
    },
  };
}
