/** The thread in which simulated people's requests are made and their pages read. */
import { parentPort, workerData } from 'node:worker_threads';
import { readPage } from './read-page.ts';
import { openTransport } from './transport.ts';
import type { VisitAnswer, VisitRequest, VisitSettings } from './visits.ts';

const { peopleUrl, atOnce } = workerData as VisitSettings;
const transport = openTransport(peopleUrl, atOnce);

async function answer({ id, sent, reads }: VisitRequest): Promise<VisitAnswer> {
  try {
    const { status, url, body } = await transport.send(sent);
    const page = reads ? readPage(url, status, body) : undefined;
    return { id, page, requests: transport.requests() };
  } catch (error) {
    return { id, failed: String(error), requests: transport.requests() };
  }
}

parentPort?.on('message', async (request: VisitRequest) => {
  parentPort?.postMessage(await answer(request));
});
