/** What a hand does to a page, and what the page's script notices of it. */
import type { Tab } from './browser.ts';
import type { PageForm } from './read-page.ts';
import { type Person, READING_MS } from './world.ts';

/** The script collects what it notices for a quarter of a second before it first speaks. */
const BEFORE_FIRST_REPORT_MS = 200;

/** The page has come up. Where a thumb is already scrolling, the script says so in its first report. */
export function arrive({ plan, browser }: Person, tab: Tab): Promise<void> {
  return browser.report(tab, [
    ['seen', 0],
    ...(plan.quickThumb ? [['engaged', BEFORE_FIRST_REPORT_MS] as const] : []),
  ]);
}

/**
 * Touching a button is noticed, posts its form and makes the page go; the script's last report and
 * the form leave together. Typing into a sensitive field posts the same form at its first input.
 */
export async function press(person: Person, tab: Tab, form: PageForm): Promise<Tab> {
  const [after] = await Promise.all([person.browser.submit(form), leave(person, tab)]);
  return after;
}

/** The page goes. */
export async function leave({ plan, browser }: Person, tab: Tab): Promise<void> {
  await browser.report(tab, [
    ...(plan.quickThumb ? [] : [['engaged', READING_MS * 0.9] as const]),
    ...(plan.saysGoodbye ? [['left', READING_MS] as const] : []),
  ]);
}
