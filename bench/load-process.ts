import autocannon from 'autocannon';
import type { LoadRequest, LoadResult } from './load.ts';

process.once('message', async (request: LoadRequest) => {
  process.send?.(await load(request));
});

async function load(request: LoadRequest): Promise<LoadResult> {
  const { connections, requests } = request;
  let client = 0;
  let number = 0;
  const result = await autocannon({
    url: request.url,
    connections,
    duration: request.seconds,
    method: request.method,
    headers: { ...request.headers },
    setupClient(one) {
      const share = requests.filter((_, i) => i % connections === client % connections);
      client += 1;
      one.setRequests(
        share.map(({ path, body }) => ({
          path,
          ...(body === undefined ? {} : { body }),
          ...(request.numbered && body !== undefined
            ? {
                setupRequest: (prepared) => {
                  number += 1;
                  return { ...prepared, body: body.replace('"#"', String(number % 32_000)) };
                },
              }
            : {}),
        })),
      );
    },
  });
  const failed = result.non2xx + result.errors + result.timeouts;
  return {
    perSecond: result['2xx'] / result.duration,
    p99Ms: result.latency.p99,
    failed,
    done: result['2xx'],
  };
}
