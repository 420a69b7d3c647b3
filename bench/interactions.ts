/** Interactions, one and five a request, against one prepared INSERT per interaction. */

import { median } from 'simple-statistics';
import { type LoadRequest, runLoad } from './load.ts';
import type { BenchResult } from './results.ts';
import type { Stage } from './stage.ts';

export interface BenchOptions {
  readonly seconds: number;
  readonly rounds: number;
}

export const CONNECTIONS = 64;
export const BROWSER =
  'Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36';
const WARM_UP_SECONDS = 2;

export async function benchInteractions(
  stage: Stage,
  options: BenchOptions,
): Promise<BenchResult[]> {
  const ours = await stage.serve();
  const one = await stage.baseline({ BENCH_MODE: 'insert' });
  const five = await stage.baseline({ BENCH_MODE: 'insert_many' });
  return [
    await compare('interactions, one a request', stage, options, ours.people, one.people, 1, 1.5),
    await compare('interactions, five a request', stage, options, ours.people, five.people, 5, 4),
  ];
}

async function compare(
  name: string,
  stage: Stage,
  options: BenchOptions,
  ours: string,
  theirs: string,
  perRequest: number,
  atLeast: number,
): Promise<BenchResult> {
  const request = (url: string, seconds: number): LoadRequest => ({
    url,
    method: 'POST',
    seconds,
    connections: CONNECTIONS,
    headers: { 'content-type': 'text/plain;charset=UTF-8', 'user-agent': BROWSER },
    requests: stage.offers.map((offer) => ({
      path: '/i',
      body: body(offer.token, offer.viewId, perRequest),
    })),
    numbered: true,
  });
  await runLoad(request(ours, WARM_UP_SECONDS));
  await runLoad(request(theirs, WARM_UP_SECONDS));
  const rounds = [];
  for (let round = 0; round < options.rounds; round++) {
    const a = await runLoad(request(ours, options.seconds));
    // Five a request is compared in events: theirs sends its five as five INSERTs.
    const b = await runLoad(request(theirs, options.seconds));
    if (a.failed + b.failed > 0)
      console.error(`${name}: ${a.failed} of ours and ${b.failed} of theirs failed`);
    rounds.push({ a, b });
  }
  return {
    name,
    ratio: median(rounds.map(({ a, b }) => a.perSecond / b.perSecond)),
    atLeast,
    ours: `${Math.round(median(rounds.map(({ a }) => a.perSecond * perRequest)))}/s`,
    theirs: `${Math.round(median(rounds.map(({ b }) => b.perSecond * perRequest)))}/s  node:http + pg INSERT`,
    oursP99Ms: median(rounds.map(({ a }) => a.p99Ms)),
    theirsP99Ms: median(rounds.map(({ b }) => b.p99Ms)),
  };
}

/** Each interaction has a number of its own; `"#"` is the first one's, written by the load. */
export function body(token: string, view: string, count: number): string {
  const events = ['"#"', ...Array.from({ length: count - 1 }, (_, i) => String(32_001 + i))].map(
    (seq) => `[${seq},"engaged",1234]`,
  );
  return `{"v":1,"t":"${token}","view":"${view}","e":[${events.join(',')}]}`;
}
