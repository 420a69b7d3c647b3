/** A view is one rendering of one page. Its id carries the time of rendering, as UUID v7 does. */
import { v7 } from 'uuid';

const VIEW_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function newViewId(now: Date): string {
  return v7({ msecs: now.getTime() });
}

export function isViewId(text: unknown): text is string {
  return typeof text === 'string' && VIEW_ID.test(text);
}

/** Milliseconds since the epoch at which the view was rendered. */
export function viewRenderedAt(viewId: string): number {
  return Number.parseInt(viewId.slice(0, 8) + viewId.slice(9, 13), 16);
}
