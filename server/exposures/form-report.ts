import type { Context } from 'hono';
import { ServiceError } from '../web/errors.ts';
import type { Met } from './context.ts';
import { AGENTS, FORM_GESTURE_MS, gradeAgent } from './grading.ts';
import type { InteractionKind } from './interaction-kinds.ts';
import type { ViewReport } from './interaction-log.ts';
import { isViewId, viewRenderedAt } from './view-id.ts';

/** The hidden fields every form of a page carries. */
export interface FormPost {
  readonly view?: string;
  readonly seq?: string;
}

const MOST_SEQ = 32_767;
const MOST_PAGE_MS = 2_147_483_647;

/** What a form's post says about its view. Posting takes a person a moment; a machine none. */
export function formReport(
  c: Context,
  met: Met,
  form: FormPost,
  kind: InteractionKind,
  value: number | null = null,
): ViewReport {
  const seq = Number(form.seq);
  if (!isViewId(form.view) || !Number.isInteger(seq) || seq < 0 || seq > MOST_SEQ) {
    throw new ServiceError(
      'invalid_input',
      'Read the form: its view or number is missing, load the page again',
    );
  }
  const pageMs = Math.max(0, met.now.getTime() - viewRenderedAt(form.view));
  return {
    participantId: met.exposure.participantId,
    exposureNo: met.exposure.exposureNo,
    viewId: form.view,
    place: met.payload.purpose === 'offer' ? 'offer' : 'debrief',
    machine: gradeAgent(c.req.header('user-agent')) !== AGENTS.browser,
    gesture: pageMs >= FORM_GESTURE_MS,
    interactions: [{ kind, seq, pageMs: Math.min(pageMs, MOST_PAGE_MS), value }],
  };
}
