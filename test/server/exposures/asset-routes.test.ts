import { expect, it } from 'vitest';
import type { Asset } from '../../../landing-templates/types.ts';
import { assetRoutes } from '../../../server/exposures/asset-routes.ts';
import type { ExposureContext } from '../../../server/exposures/context.ts';

const SOUND: Asset = { type: 'audio/mp4', bytes: new TextEncoder().encode('0123456789') };

function get(range?: string): Promise<Response> {
  const context = {
    templates: { asset: (name: string) => (name === 'a.m4a' ? SOUND : undefined) },
    trials: { all: () => [] },
  } as unknown as ExposureContext;
  const headers = range === undefined ? {} : { range };
  return Promise.resolve(assetRoutes(context).request('/a/a.m4a', { headers }));
}

it('a file is served whole, cacheable for ever, and says that pieces may be had', async () => {
  const response = await get();
  expect(response.status).toBe(200);
  expect(await response.text()).toBe('0123456789');
  expect(response.headers.get('content-type')).toBe('audio/mp4');
  expect(response.headers.get('cache-control')).toContain('immutable');
  expect(response.headers.get('accept-ranges')).toBe('bytes');
});

it.each([
  ['bytes=0-3', '0123', 'bytes 0-3/10'],
  ['bytes=7-', '789', 'bytes 7-9/10'],
  ['bytes=-2', '89', 'bytes 8-9/10'],
  ['bytes=5-500', '56789', 'bytes 5-9/10'],
])('%s is answered with that piece', async (range, text, said) => {
  const response = await get(range);
  expect(response.status).toBe(206);
  expect(await response.text()).toBe(text);
  expect(response.headers.get('content-range')).toBe(said);
});

it('a piece beyond the end is refused, and what is no range is passed over', async () => {
  expect((await get('bytes=10-')).status).toBe(416);
  expect((await get('bytes=4-2')).status).toBe(416);
  expect((await get('bytes=1-2,4-5')).status).toBe(200);
  expect((await get('lines=1-2')).status).toBe(200);
});
