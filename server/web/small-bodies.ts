import type { MiddlewareHandler } from 'hono';
import { ServiceError } from './errors.ts';

/**
 * Refuses a body that is too large, or whose size is not told, before a byte of it is read. Every
 * browser tells the size of a form or of a text it sends; Node reads no more than was told. (Hono's
 * own limit opens the body as a stream first, which costs more than the rest of a small request.)
 */
export function smallBodies(mostBytes: number): MiddlewareHandler {
  return async function smallBodiesMiddleware(c, next) {
    const method = c.req.method;
    if (method !== 'GET' && method !== 'HEAD') {
      const length = c.req.header('content-length');
      if (length === undefined || c.req.header('transfer-encoding') !== undefined) {
        throw new ServiceError(
          'invalid_input',
          'Read the request: its length is not told, send Content-Length',
        );
      }
      if (Number(length) > mostBytes) {
        throw new ServiceError(
          'too_large',
          `Read the request: it is larger than ${mostBytes} bytes, send less at a time`,
        );
      }
    }
    await next();
  };
}
