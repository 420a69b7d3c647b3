/**
 * Each host name is one face: staff, participants, or one offer form. A request whose Host belongs
 * to another face is answered 421, so that no page of a participant shares a site with a session.
 */
import type { MiddlewareHandler } from 'hono';
import { ServiceError } from './errors.ts';

export interface FaceSettings {
  /** Origins that may ask this face, such as http://127.0.0.1:8081. */
  readonly origins: readonly string[];
}

export function onlyFace(settings: FaceSettings): MiddlewareHandler {
  const hosts = new Set(settings.origins.map(hostOf));
  return async function onlyFaceMiddleware(c, next) {
    const host = c.req.header('host')?.toLowerCase() ?? '';
    if (!hosts.has(host)) {
      throw new ServiceError(
        'misdirected',
        'Answer the request: this host name belongs to another part of the service',
      );
    }
    await next();
  };
}

/** Host header value a browser sends to this origin. */
export function hostOf(origin: string): string {
  return new URL(origin).host;
}
