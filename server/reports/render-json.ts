import { canonicalJson } from '../../protocol/canonical.ts';
import type { TrialReport } from './schema/report-schema.ts';

/** Canonical JSON (RFC 8785) and a line end: the same report is the same bytes. */
export function renderJson(report: TrialReport): string {
  return `${canonicalJson(report)}\n`;
}
