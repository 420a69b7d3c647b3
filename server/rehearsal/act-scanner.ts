/** What looks into mail before its reader does: it opens links, and sometimes presses every button. */
import { type Browser, openBrowser } from './browser.ts';
import { fieldOf } from './find-form.ts';
import type { Scanner } from './people.ts';
import type { Page } from './read-page.ts';
import type { Transport } from './transport.ts';
import type { Person, World } from './world.ts';

const AGENTS: Readonly<Record<Scanner, string>> = {
  named: 'Mozilla/5.0 (compatible; ExampleMailGuard-bot/2.1; +https://mailguard.example/bot)',
  headless:
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/139.0.0.0 Safari/537.36',
  // Gives itself out for a person's browser; it comes within a second of the message.
  disguised:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
};
const MOST_STEPS = 4;

export function scannerBrowser(scanner: Scanner, transport: Transport): Browser {
  return openBrowser({
    transport,
    agent: AGENTS[scanner],
    locale: 'en',
    script: scanner === 'headless',
  });
}

/** Follows an offer's link and, unless it goes by its name, every step it finds. */
export async function scanOffer(
  world: World,
  person: Person,
  browser: Browser,
  link: string,
): Promise<void> {
  const { scanner } = person.plan;
  if (!scanner) return;
  world.deeds.scans += 1;
  let tab = await browser.open(link);
  await browser.report(tab, [['seen', 0]]);
  if (scanner === 'named') return;
  for (let steps = 0; steps < MOST_STEPS && tab.page.kind === 'offer'; steps += 1) {
    const step = firstStep(tab.page);
    if (!step) return;
    tab = await browser.submit(step);
    await browser.report(tab, [['seen', 0]]);
  }
}

function firstStep(page: Page) {
  return page.forms.find((form) => fieldOf(form.fields, 'to') !== undefined);
}
