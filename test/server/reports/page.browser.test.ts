import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPORT_PAGE_CSP, reportPage } from '../../../server/reports/page/report-page.tsx';
import { launchBrowser } from '../../helpers/browser.ts';
import { madeUpReport } from './made-up-report.ts';

const report = madeUpReport({
  people: 900,
  seed: 1,
  arms: ['told', 'a', 'b'],
  labels: {
    told: 'Told that it was practice',
    a: 'General awareness message',
    b: 'ดูหน้าเดิมอีกครั้งพร้อมคำอธิบายสัญญาณเตือนทุกข้อ',
  },
  risk: (arm) => (arm === 'told' ? 0.25 : 0.1),
});
const html = reportPage(report);

describe('the report page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  /** Served from memory under the page's own policy, on a site that answers nothing else. */
  async function open(width: number, javaScriptEnabled = true) {
    const context = await browser.newContext({
      viewport: { width, height: 800 },
      javaScriptEnabled,
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    await page.route('**/*', (route) =>
      route.request().url().endsWith('/report')
        ? route.fulfill({
            body: html,
            headers: {
              'content-type': 'text/html; charset=utf-8',
              'content-security-policy': REPORT_PAGE_CSP,
            },
          })
        : route.abort(),
    );
    await page.goto('http://report.example/report');
    return { page, problems, close: () => context.close() };
  }

  it.each([320, 360, 1280])('does not scroll sideways at %i px', async (width) => {
    const { page, close } = await open(width);
    const [content, shown] = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, window.innerWidth]',
    );
    expect(content).toBeLessThanOrEqual(shown);
    await close();
  });

  it('keeps to its own policy and has no fault that axe knows of', async () => {
    const { page, problems, close } = await open(1280);
    const found = await new AxeBuilder({ page }).analyze();
    expect(found.violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
    expect(
      problems.filter((text) => !text.includes('favicon') && !text.includes('ERR_FAILED')),
    ).toEqual([]);
    await close();
  });

  it('switches the readings by keyboard, without script', async () => {
    const { page, close } = await open(1280, false);
    const visible = (panel: string) => page.locator(`.panel.${panel}`).isVisible();
    expect(await visible('people')).toBe(true);
    await focusReading(page);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    expect(await visible('everything')).toBe(true);
    expect(await visible('people')).toBe(false);
    await close();
  });

  it('prints its summary on one A4 page', async () => {
    const { page, close } = await open(690);
    await page.emulateMedia({ media: 'print' });
    const bottom = await page.evaluate<number>(
      'document.querySelector("#short").getBoundingClientRect().bottom',
    );
    // 297 mm less two margins of 14 mm, at 96 dots an inch.
    expect(bottom).toBeLessThan(((297 - 28) / 25.4) * 96);
    await close();
  });
});

async function focusReading(page: Page): Promise<void> {
  await page.locator('#reading-people').focus();
}
