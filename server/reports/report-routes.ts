import { type Context, Hono } from 'hono';
import type { Keyring } from '../config/keys.ts';
import type { OpenDatabase } from '../database/pool.ts';
import type { ServiceBase } from '../web/context.ts';
import { ServiceError } from '../web/errors.ts';
import { PLAIN_HEADERS, pageHeaders } from '../web/headers.ts';
import { buildTrialReport, type RehearsalTruth } from './build-trial-report.ts';
import { keptReports } from './kept-reports.ts';
import { REPORT_PAGE_CSP, reportPage } from './page/report-page.tsx';
import { renderJson } from './render-json.ts';
import { renderText } from './render-text.ts';
import type { TrialReport } from './schema/report-schema.ts';
import { readShareLink } from './share-link.ts';

export interface ReportContext extends ServiceBase {
  readonly keyring: Keyring;
  /** A replica to read reports from; the service's own database when absent. */
  readonly reportDatabase?: OpenDatabase;
  /** What the simulated people of a rehearsal were made to do, where this process knows. */
  readonly truthOf?: (trialNo: number) => RehearsalTruth | undefined;
}

/** Shared reports, for the staff's face: read-only, without an account, until the link expires. */
export function reportRoutes(context: ReportContext): Hono {
  const app = new Hono();
  const kept = keptReports();
  const find = (c: Context): Promise<TrialReport> => findReport(c.req.param('share') ?? '');

  async function findReport(share: string): Promise<TrialReport> {
    const link = readShareLink(context.keyring, share);
    if (!link) {
      throw new ServiceError(
        'not_found',
        'Open a report: the link is not complete; copy the whole of it',
      );
    }
    const now = context.clock.now();
    if (link.expires <= now) {
      throw new ServiceError(
        'gone',
        `Open a report: the link expired on ${link.expires.toISOString().slice(0, 10)}; ask for a new one`,
      );
    }
    const { db } = context.reportDatabase ?? context.database;
    const truth = context.truthOf?.(link.trialNo);
    return await kept.get(link.trialNo, now.getTime(), () =>
      buildTrialReport(
        db,
        { trialNo: link.trialNo },
        (trial) => context.clock.trialNow(trial),
        truth ? { truth } : {},
      ),
    );
  }

  app.get('/reports/:share', async (c) => {
    const share = c.req.param('share');
    const links = { json: `/reports/${share}/report.json`, text: `/reports/${share}/report.txt` };
    return c.body(reportPage(await find(c), links), 200, pageHeaders(REPORT_PAGE_CSP));
  });
  app.get('/reports/:share/report.json', async (c) =>
    c.body(renderJson(await find(c)), 200, {
      ...PLAIN_HEADERS,
      'content-type': 'application/json; charset=utf-8',
    }),
  );
  app.get('/reports/:share/report.txt', async (c) =>
    c.body(renderText(await find(c)), 200, {
      ...PLAIN_HEADERS,
      'content-type': 'text/plain; charset=utf-8',
    }),
  );
  return app;
}
