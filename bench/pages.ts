/** Offer pages with their token check, against the same bytes from node:http, bare and after a SELECT. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from 'simple-statistics';
import { type BenchOptions, BROWSER, CONNECTIONS } from './interactions.ts';
import { type LoadRequest, type LoadResult, runLoad } from './load.ts';
import type { BenchResult } from './results.ts';
import type { Served, Stage } from './stage.ts';

export async function benchPages(stage: Stage, options: BenchOptions): Promise<BenchResult[]> {
  const ours = await stage.serve();
  const file = await capture(ours, stage);
  const bytes = await stage.baseline({ BENCH_MODE: 'bytes', BENCH_PAGE_FILE: file });
  const select = await stage.baseline({ BENCH_MODE: 'select', BENCH_PAGE_FILE: file });
  const form = stage.offers[0]!.form;
  const offers = stage.offers.filter((offer) => offer.form === form);
  const request = (url: string, paths: readonly string[], seconds: number): LoadRequest => ({
    url,
    method: 'GET',
    seconds,
    connections: CONNECTIONS,
    headers: { 'user-agent': BROWSER, accept: 'text/html' },
    requests: paths.map((path) => ({ path })),
  });
  const ourPaths = offers.map((offer) => `/o/${offer.form}/${offer.token}`);
  const theirPaths = offers.map((offer) => `/${offer.participantId}/${offer.exposureNo}`);
  await runLoad(request(ours.people, ourPaths, 2));
  const rounds: Record<'ours' | 'bytes' | 'select', LoadResult>[] = [];
  for (let round = 0; round < options.rounds; round++) {
    rounds.push({
      ours: await runLoad(request(ours.people, ourPaths, options.seconds)),
      bytes: await runLoad(request(bytes.people, theirPaths, options.seconds)),
      select: await runLoad(request(select.people, theirPaths, options.seconds)),
    });
  }
  const against = (name: 'bytes' | 'select', words: string, atLeast: number): BenchResult => ({
    name: `offer pages, ${words}`,
    ratio: median(rounds.map((round) => round.ours.perSecond / round[name].perSecond)),
    atLeast,
    ours: `${Math.round(median(rounds.map((round) => round.ours.perSecond)))}/s`,
    theirs: `${Math.round(median(rounds.map((round) => round[name].perSecond)))}/s  ${words}`,
    oursP99Ms: median(rounds.map((round) => round.ours.p99Ms)),
    theirsP99Ms: median(rounds.map((round) => round[name].p99Ms)),
  });
  return [
    against('bytes', 'node:http, same bytes', 0.25),
    against('select', 'node:http + one SELECT', 1.2),
  ];
}

/** One of our own answers, so that the comparison sends the same bytes under the same headers. */
async function capture(ours: Served, stage: Stage): Promise<string> {
  const offer = stage.offers[0]!;
  const answer = await fetch(`${ours.people}/o/${offer.form}/${offer.token}`, {
    headers: { 'user-agent': BROWSER },
  });
  const body = await answer.text();
  if (answer.status !== 200) throw new Error(`Fetch an offer: it answered ${answer.status}`);
  const headers = Object.fromEntries(
    [...answer.headers].filter(
      ([name]) => !['connection', 'date', 'keep-alive', 'transfer-encoding'].includes(name),
    ),
  );
  const file = join(stage.folder, 'page.json');
  writeFileSync(file, JSON.stringify({ headers, body }));
  return file;
}
