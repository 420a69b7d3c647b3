/** A view is one rendering of one page. Its id carries the time of rendering, as UUID v7 does. */
import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const VIEW_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const BYTES_PER_ID = 16;
/** Asking for random bytes costs by the call: a page served for every one is too many. */
const pool = new Uint8Array(BYTES_PER_ID * 512);
let used = pool.length;

export function newViewId(now: Date): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.slice(used, used + BYTES_PER_ID);
  used += BYTES_PER_ID;
  return v7({ msecs: now.getTime(), random });
}

export function isViewId(text: unknown): text is string {
  return typeof text === 'string' && VIEW_ID.test(text);
}

/** Milliseconds since the epoch at which the view was rendered. */
export function viewRenderedAt(viewId: string): number {
  return Number.parseInt(viewId.slice(0, 8) + viewId.slice(9, 13), 16);
}
