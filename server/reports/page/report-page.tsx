import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { TrialReport } from '../schema/report-schema.ts';
import { holdsUp } from '../words/holds-up.ts';
import { countText } from '../words/numbers.ts';
import { FlowSection } from './flow-section.tsx';
import { GenuineSection } from './genuine-section.tsx';
import { HarmsSection } from './harms-section.tsx';
import { HoldsUpSection } from './holds-up-section.tsx';
import { LossSection } from './loss-section.tsx';
import { ChangesSection, MethodsSection } from './methods-section.tsx';
import { OtherSection } from './other-section.tsx';
import { REPORT_CSS } from './report-css.ts';
import { ResultSection } from './result-section.tsx';
import { ShortSection } from './short-section.tsx';
import { UptakeSection } from './uptake-section.tsx';

/** For the page's answer: nothing is loaded, nothing is sent, and only its own style applies. */
export const REPORT_PAGE_CSP: string = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(REPORT_CSS).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface ReportLinks {
  readonly json: string;
  readonly text: string;
}

/**
 * The report as one HTML file: style inside, no script, nothing fetched, so that it can be served,
 * saved, mailed and printed alike.
 *
 * @param links - Where the same report is as JSON and text, when it is served.
 */
export function reportPage(report: TrialReport, links?: ReportLinks): string {
  return `<!doctype html>${<Page report={report} {...(links ? { links } : {})} />}\n`;
}

function Page(props: { readonly report: TrialReport; readonly links?: ReportLinks }): JSX.Element {
  const { report, links } = props;
  const { effect } = report;
  const shown = effect && effect.notAnalysed === null ? effect : null;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`Effect report: ${report.trial.title}`}</title>
        <style>{raw(REPORT_CSS)}</style>
      </head>
      <body>
        <a class="skip" href="#short">
          To the summary
        </a>
        <Masthead report={report} />
        <Contents report={report} />
        <main>
          <RehearsalBanner report={report} />
          <ShortSection report={report} />
          {shown ? <ResultSection report={report} effect={shown} /> : null}
          {shown ? <GenuineSection report={report} effect={shown} /> : null}
          {shown ? <HoldsUpSection report={report} effect={shown} /> : null}
          <FlowSection report={report} />
          <LossSection report={report} />
          <HarmsSection report={report} />
          <UptakeSection report={report} />
          {shown ? <OtherSection report={report} effect={shown} /> : null}
          <ChangesSection report={report} />
          <MethodsSection report={report} />
        </main>
        <footer>
          <div class="wide">
            No one is named in this report, and nobody's rows can be reached from it.
            {links ? (
              <>
                {' '}
                The same as <a href={links.json}>JSON</a> or <a href={links.text}>plain text</a>.
              </>
            ) : null}
          </div>
        </footer>
      </body>
    </html>
  );
}

function Masthead({ report }: { readonly report: TrialReport }): JSX.Element {
  const { trial, dataThrough, flow } = report;
  const assigned = flow.reduce((sum, arm) => sum + arm.assigned, 0);
  return (
    <header class="masthead">
      <div class="wide">
        <p class="eyebrow">Effect report</p>
        <h1>{trial.title}</h1>
        <ul class="facts">
          <li>
            <b>{countText(assigned)}</b> people assigned
          </li>
          <li>
            <b>{flow.length}</b> arms
          </li>
          {trial.life ? (
            <li>
              trial <b>{trial.life.state}</b>
            </li>
          ) : null}
          {trial.about ? (
            <li>
              <b>{trial.about.slug}</b>
            </li>
          ) : null}
          {dataThrough === null ? null : (
            <li>
              data through <b>{dataThrough.slice(0, 10)}</b>
            </li>
          )}
        </ul>
      </div>
    </header>
  );
}

function Contents({ report }: { readonly report: TrialReport }): JSX.Element {
  const shown = report.effect !== null && report.effect.notAnalysed === null;
  const parts: (readonly [string, string, boolean])[] = [
    ['short', 'In short', true],
    ['result', 'Result', shown],
    ['genuine', 'Skill or suspicion', shown],
    ['holds', 'Does it hold up?', holdsUp(report).length > 0],
    ['flow', 'Who took part', true],
    ['loss', 'Losses', report.health.attrition.length > 0],
    ['harms', 'Harms', report.harms !== null],
    ['uptake', 'Uptake', report.uptake !== null],
    ['changes', 'Changes', report.changes !== null],
    ['methods', 'Methods', true],
  ];
  return (
    <nav class="contents" aria-label="Parts of the report">
      <ul class="wide">
        {parts
          .filter(([, , there]) => there)
          .map(([id, words]) => (
            <li>
              <a href={`#${id}`}>{words}</a>
            </li>
          ))}
      </ul>
    </nav>
  );
}

function RehearsalBanner({ report }: { readonly report: TrialReport }): JSX.Element | null {
  const { rehearsal } = report;
  if (!rehearsal) return null;
  const label = (arm: string): string =>
    report.trial.arms.find(({ key }) => key === arm)?.label ?? arm;
  const { truth } = rehearsal;
  return (
    <div class="wide">
      <div class="banner rehearsal">
        <strong>This is a rehearsal</strong>
        <p>{rehearsal.note}</p>
        {truth ? (
          <p>
            They were made to fall for the practice scam of {truth.wave} with these chances:{' '}
            {truth.arms
              .map(
                ({ arm, lureRisk }) => `${label(arm)} ${Math.round(lureRisk * 1000) / 10} in 100`,
              )
              .join('; ')}
            . The estimates below should come close.
          </p>
        ) : null}
      </div>
    </div>
  );
}
