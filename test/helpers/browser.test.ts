import { expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';

it('launchBrowser() opens a page of its own', async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent('<title>Here</title>');
    expect(await page.title()).toBe('Here');
  } finally {
    await browser.close();
  }
});
