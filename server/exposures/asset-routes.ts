import { Hono } from 'hono';
import type { Asset } from '../../landing-templates/types.ts';
import { ServiceError } from '../web/errors.ts';
import { assetHeaders } from '../web/headers.ts';
import type { ExposureContext } from './context.ts';

/** `GET /a/<hash>.<ext>`: pictures of templates, for ever the same under their name. */
export function assetRoutes(context: ExposureContext): Hono {
  const app = new Hono();
  app.get('/a/:name', async (c) => {
    const asset = await findAsset(context, c.req.param('name'));
    if (!asset) throw new ServiceError('not_found', 'There is no such picture');
    return c.body(new Uint8Array(asset.bytes), 200, assetHeaders(asset.type));
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
