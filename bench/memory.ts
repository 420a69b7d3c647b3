/** Resident memory of the serving process before and after a hundred thousand interactions. */
import { BROWSER, body, CONNECTIONS } from './interactions.ts';
import { runLoad } from './load.ts';
import type { BenchResult } from './results.ts';
import type { Served, Stage } from './stage.ts';

const INTERACTIONS = 100_000;

export async function benchMemory(stage: Stage): Promise<BenchResult[]> {
  const ours = await stage.serve();
  const send = async (atLeast: number): Promise<void> => {
    for (let done = 0; done < atLeast; ) {
      const load = await runLoad({
        url: ours.people,
        method: 'POST',
        seconds: 3,
        connections: CONNECTIONS,
        headers: { 'content-type': 'text/plain;charset=UTF-8', 'user-agent': BROWSER },
        requests: stage.offers.map((offer) => ({
          path: '/i',
          body: body(offer.token, offer.viewId, 5),
        })),
        numbered: true,
      });
      done += load.done * 5;
    }
  };
  // Code is compiled and pools are filled first; what is asked is whether it goes on growing.
  await send(INTERACTIONS);
  const before = await residentBytes(ours);
  await send(INTERACTIONS);
  const after = await residentBytes(ours);
  const mib = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MiB`;
  return [
    {
      name: 'resident memory, 100,000 interactions more',
      ratio: after / before,
      atMost: 1.05,
      ours: mib(after),
      theirs: `${mib(before)}  before them`,
    },
  ];
}

async function residentBytes(served: Served): Promise<number> {
  const text = await (await fetch(`${served.staff}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1]);
}
