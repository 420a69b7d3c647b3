import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { REPORT_PAGE_CSP, reportPage } from '../../../server/reports/page/report-page.tsx';
import { renderText } from '../../../server/reports/render-text.ts';
import type { TrialReport } from '../../../server/reports/schema/report-schema.ts';
import { columnsOf } from '../../../server/reports/text/layout.ts';
import { madeUpReport } from './made-up-report.ts';

const REPORTS: Readonly<Record<string, TrialReport>> = {
  'an effect': madeUpReport({ people: 900, seed: 1, risk: (arm) => (arm === 'told' ? 0.25 : 0.1) }),
  'no effect': madeUpReport({ people: 900, seed: 2, risk: () => 0.2 }),
  'rare events': madeUpReport({
    people: 3000,
    seed: 3,
    risk: (arm) => (arm === 'told' ? 0.006 : 0.002),
  }),
  'four arms with long and Thai names': madeUpReport({
    people: 800,
    seed: 4,
    arms: ['told', 'a', 'b', 'c'],
    labels: {
      told: 'Told that it was practice and nothing else at all, whatever was done at the offer',
      a: 'ดูหน้าเดิมอีกครั้งพร้อมคำอธิบายสัญญาณเตือนทุกข้อ',
      b: 'Verylongnamewithoutanyspacethatnevercomestoanendandgoesonandon',
      c: 'C',
    },
    risk: () => 0.3,
  }),
  'nobody with an outcome': madeUpReport({ people: 40, seed: 5, risk: () => 0.5, lost: 1 }),
  'nobody who falls': madeUpReport({ people: 60, seed: 6, risk: () => 0 }),
};

describe.each(Object.entries(REPORTS))('a report with %s', (_name, report) => {
  const text = renderText(report);
  const page = reportPage(report);

  it('fits 80 columns as text', () => {
    const wide = text.split('\n').filter((line) => columnsOf(line) > 80);
    expect(wide).toEqual([]);
  });

  it('has no relative figure without both its absolute ones', () => {
    for (const paragraph of paragraphs(text).filter((one) => /ratio|Number needed/.test(one))) {
      for (const sentence of paragraph.split(/\.\s+(?=[A-Z])/)) {
        if (!/ratio \d|Number needed/.test(sentence)) continue;
        expect(sentence).toMatch(/\d of [\d,]+.* against .*\d of [\d,]+/);
      }
    }
    for (const row of page.match(/<tr>.*?<\/tr>/gs) ?? []) {
      if (!/data-label="(Risk ratio|Number needed)"/.test(row)) continue;
      expect(row.match(/[\d,.]+ of [\d,]+/g)!.length).toBeGreaterThanOrEqual(2);
    }
  });

  it('has no percentage but that of an interval, and every share has its fraction beside it', () => {
    for (const shown of [text.replace(/\s+/g, ' '), visible(page)]) {
      for (const [percentage] of shown.matchAll(/[\d.]+\s*%/g)) expect(percentage).toBe('95 %');
      for (const [frequency] of shown.matchAll(/(?<![\d.])\d+ in 1(?:00|,000)\b.{0,100}/g)) {
        expect(frequency).toMatch(/\(\d[\d,]* of [\d,]+\)/);
      }
      for (const [figure, before] of shown.matchAll(/(.{0,24})(?<![\d.])\d+\.\d in 100/g)) {
        // Differences, which have a sign unless they are nothing.
        if (/[±−+]$|beyond $|matters \($|more than $/.test(before!)) continue;
        if (figure.endsWith(' 0.0 in 100')) continue;
        expect(figure).toMatch(/\d of [\d,]+ \(?\d+\.\d in 100/);
      }
    }
  });

  it('is a page without script, without inline style, with each id once', () => {
    expect(page).not.toMatch(/<script|\sstyle=|\son\w+=|javascript:/i);
    expect(page).not.toMatch(/(?:src|href)="(?!#)/);
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
    expect(text).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });
});

describe('the page', () => {
  it('has a policy that lets its own style through and nothing else', () => {
    const [, style] = /<style>(.*?)<\/style>/s.exec(reportPage(REPORTS['an effect']!))!;
    const hash = createHash('sha256').update(style!).digest('base64');
    expect(REPORT_PAGE_CSP).toContain(`style-src 'sha256-${hash}'`);
    expect(REPORT_PAGE_CSP).toContain("default-src 'none'");
  });

  it('escapes whatever a protocol holds', () => {
    const report = structuredClone(REPORTS['an effect']!);
    const hostile = {
      ...report,
      trial: { ...report.trial, title: '<img src=x onerror=alert(1)>' },
    };
    expect(reportPage(hostile)).not.toContain('<img');
  });

  it('draws as many dots as the risk has hundredths', () => {
    const report = REPORTS['an effect']!;
    const { arm, comparator } = report.effect!.comparisons[0]!.primary!.people;
    const filled = [...reportPage(report).matchAll(/<svg viewBox="0 0 100 100".*?<\/svg>/gs)].map(
      ([drawing]) => drawing.match(/class="dot did"/g)?.length ?? 0,
    );
    expect(filled).toEqual([Math.round(comparator.risk! * 100), Math.round(arm.risk! * 100)]);
  });
});

/** What a reader sees: no tags, no style, no axis. */
function visible(page: string): string {
  return page
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<svg[^>]*aria-hidden="true".*?<\/svg>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');
}

function paragraphs(text: string): string[] {
  return text.split('\n\n').map((one) => one.replace(/\s+/g, ' '));
}
