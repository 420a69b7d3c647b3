import type { TrialReport } from './schema/report-schema.ts';
import { effectSections } from './text/effect-sections.ts';
import { columnsOf, heading, WIDTH, wrap } from './text/layout.ts';
import { trialSections } from './text/trial-sections.ts';
import { type Summary, summarise } from './words/summary.ts';

/** The report for a terminal: plain words and a forest plot, no line wider than 80 columns. */
export function renderText(report: TrialReport): string {
  const lines = [
    ...title(report),
    ...inShort(report),
    ...(report.effect ? effectSections(report) : []),
    ...trialSections(report),
  ];
  return `${lines.join('\n')}\n`;
}

function title(report: TrialReport): string[] {
  const { trial, dataThrough, rehearsal } = report;
  const name = wrap(trial.title);
  const facts = [
    trial.about?.slug,
    trial.life?.state,
    dataThrough === null
      ? undefined
      : `data through ${dataThrough.slice(0, 16).replace('T', ' ')} UTC`,
  ].filter((fact) => fact !== undefined);
  return [
    ...name,
    '═'.repeat(Math.min(WIDTH, Math.max(...name.map(columnsOf)))),
    ...(facts.length > 0 ? wrap(facts.join(' · ')) : []),
    ...(trial.citation === null ? [] : wrap(trial.citation)),
    ...(rehearsal ? ['', ...wrap(`THIS IS A REHEARSAL. ${rehearsal.note}`)] : []),
  ];
}

function inShort(report: TrialReport): string[] {
  const summary = summarise(report);
  const banner = summary.banner === null ? [] : ['', ...boxed(summary.banner)];
  const arms = summary.arms.flatMap((arm) => [
    '',
    ...wrap(`${arm.label}.`),
    ...wrap(arm.result, '  '),
    ...(arm.genuine === '' ? [] : wrap(arm.genuine, '  ')),
    ...wrap(`${arm.verdict}. ${arm.certainty}.`, '  '),
    ...wrap(`Next step by rule: ${arm.next}`, '  '),
  ]);
  return [
    ...heading('In short'),
    ...wrap(summary.people),
    ...banner,
    ...arms,
    '',
    ...wrap(summary.harms),
  ];
}

function boxed({ title, text }: NonNullable<Summary['banner']>): string[] {
  const inside = [title.toUpperCase(), ...wrap(text, '', WIDTH - 4)];
  const width = Math.max(...inside.map(columnsOf));
  return [
    `╔${'═'.repeat(width + 2)}╗`,
    ...inside.map((line) => `║ ${line}${' '.repeat(width - columnsOf(line))} ║`),
    `╚${'═'.repeat(width + 2)}╝`,
  ];
}
