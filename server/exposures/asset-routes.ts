import { Hono } from 'hono';
import type { Asset } from '../../landing-templates/types.ts';
import { ServiceError } from '../web/errors.ts';
import { assetHeaders } from '../web/headers.ts';
import type { ExposureContext } from './context.ts';

/** `GET /a/<hash>.<ext>`: pictures and media of templates, for ever the same under their name. */
export function assetRoutes(context: ExposureContext): Hono {
  const app = new Hono();
  app.get('/a/:name', async (c) => {
    const asset = await findAsset(context, c.req.param('name'));
    if (!asset) throw new ServiceError('not_found', 'There is no such picture');
    const bytes = new Uint8Array(asset.bytes);
    const headers = { ...assetHeaders(asset.type), 'accept-ranges': 'bytes' };
    const range = readRange(c.req.header('range'), bytes.length);
    if (range === 'whole') return c.body(bytes, 200, headers);
    if (range === 'none') {
      return c.body(null, 416, { ...headers, 'content-range': `bytes */${bytes.length}` });
    }
    return c.body(bytes.slice(range.from, range.to + 1), 206, {
      ...headers,
      'content-range': `bytes ${range.from}-${range.to}/${bytes.length}`,
    });
  });
  return app;
}

/** In the catalogue, else in a version of a template that a launched trial still shows. */
async function findAsset(context: ExposureContext, name: string): Promise<Asset | undefined> {
  const current = context.templates.asset(name);
  if (current) return current;
  for (const running of context.trials.all()) {
    for (const hash of Object.values(running.templateLock)) {
      const asset = (await context.templates.get(hash)).assets.get(name);
      if (asset) return asset;
    }
  }
  return undefined;
}

/** Some browsers play sound and film only where they may ask for a piece of it. */
function readRange(
  header: string | undefined,
  length: number,
): { readonly from: number; readonly to: number } | 'whole' | 'none' {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return 'whole';
  const from = first === '' ? Math.max(length - Number(last), 0) : Number(first);
  const to = first === '' || last === '' ? length - 1 : Math.min(Number(last), length - 1);
  return from < length && from <= to ? { from, to } : 'none';
}
