/**
 * Signals by which a view is graded `person`, `unsure` or `machine`. Only pages that are the same
 * in every arm feed them. The grade itself is a generated column of `views`.
 */
import { isbot } from 'isbot';

/** As stored in `fetches.agent`. */
export const AGENTS = { browser: 0, machine: 1, unnamed: 2 } as const;
export type Agent = (typeof AGENTS)[keyof typeof AGENTS];

/** A page opened sooner than this after it was sent was opened by whatever scans the mail. */
export const QUICK_SECONDS = 5;
/** A form posted sooner than this after its page was rendered shows no gesture by itself. */
export const FORM_GESTURE_MS = 2_000;

const known = new Map<string, Agent>();
const KNOWN_AGENTS_KEPT = 5_000;

export function gradeAgent(userAgent: string | undefined): Agent {
  if (!userAgent) return AGENTS.unnamed;
  const before = known.get(userAgent);
  if (before !== undefined) return before;
  const agent = isbot(userAgent) ? AGENTS.machine : AGENTS.browser;
  if (known.size >= KNOWN_AGENTS_KEPT) known.clear();
  known.set(userAgent, agent);
  return agent;
}

/** Whether the browser says it fetches ahead of a person, by any of the headers in use. */
export function isPrefetch(header: (name: string) => string | undefined): boolean {
  return (
    /prefetch|prerender|preview/i.test(header('sec-purpose') ?? '') ||
    /prefetch|preview/i.test(header('purpose') ?? '') ||
    /prefetch|preview/i.test(header('x-purpose') ?? '') ||
    /prefetch/i.test(header('x-moz') ?? '')
  );
}
