/**
 * `npm run templates:proof`: a real browser opens every template in every language at four widths.
 * Nothing may scroll sideways, be cut off, miss a text, load from elsewhere, weigh too much, keep the
 * keyboard out or need a script; axe must find nothing (WCAG 2.2 AA). Screenshots go to a folder.
 * Entry cards are drawn too: no text may leave its card, nor lie over the picture or the QR code.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openCatalogue } from '../../landing-templates/catalogue.ts';
import { previewName } from '../../landing-templates/gallery/previews.ts';
import type { Catalogue, CompiledTemplate } from '../../landing-templates/types.ts';
import { openProgress } from '../../server/cli/terminal.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { dividedWords, inspect, inspectCard, isDrawn, toldAt, unreached } from './inspect.ts';
import { servePages } from './serve.ts';
import { type ShippedCard, type ShippedPage, shippedCards, shippedPages } from './shipped.ts';

const WIDTHS = [320, 360, 768, 1280];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const AT_ONCE = 2;
const SMALLEST = { width: 320, height: 568 };
const MOST_BYTES = { offer: 50_000, other: 80_000 };

const { values: options } = parseArgs({
  options: {
    out: { type: 'string', default: 'screenshots' },
    only: { type: 'string' },
    language: { type: 'string' },
    widths: { type: 'string', default: WIDTHS.join() },
    quick: { type: 'boolean', default: false },
    'no-pictures': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (options.help) {
  process.stdout.write(`npm run templates:proof -- [--only WORD] [--language TAG] [--widths 320,1280]
  [--out FOLDER] [--no-pictures] [--quick]

--quick leaves out axe, keyboard and audiences. Exit code 1 when a page has a fault.
`);
} else process.exitCode = await prove();

interface Fault {
  readonly page: string;
  readonly width: number;
  readonly what: string;
}

async function prove(): Promise<number> {
  const widths = options.widths.split(',').map(Number);
  if (widths.some((width) => !Number.isInteger(width) || width < 1)) {
    process.stderr.write(
      `Prove templates: --widths ${options.widths} are no widths; write 320,1280\n`,
    );
    return 2;
  }
  const catalogue = openCatalogue();
  const pages = shippedPages(
    catalogue,
    (one) =>
      previewName(one).includes(options.only ?? '') &&
      (options.language === undefined || one.locale === options.language) &&
      !(options.quick && one.variant !== undefined),
  ).filter((page) => page.variant === undefined || !isMidway(page));
  if (pages.length === 0) {
    process.stderr.write(
      'Prove templates: no page of the catalogue is meant; change --only or --language\n',
    );
    return 2;
  }
  const server = await servePages(catalogue, pages);
  const browser = await launchBrowser();
  const faults: Fault[] = [];
  const progress = openProgress();
  let done = 0;
  const queue = pages.map((page, index) => ({ page, index }));
  const work = async (): Promise<void> => {
    const contexts = await openContexts(browser, server.url);
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { page, index } = next;
      // Words for an audience stand in the same markup: where it is narrowest and widest will do.
      const at = page.variant === undefined ? widths : [...new Set([widths[0]!, widths.at(-1)!])];
      const found = await look(contexts, page, `${server.url}/page/${index}`, at);
      for (const fault of [...found, ...weigh(catalogue, page)]) {
        faults.push(fault);
        process.stdout.write(`${fault.page} at ${fault.width}: ${fault.what}\n`);
      }
      done += 1;
      progress.show('looking at pages', done, pages.length);
    }
    await contexts.scripted.close();
    await contexts.plain.close();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  progress.end();
  const cards = shippedCards(catalogue).filter(
    ({ name, locale }) =>
      name.includes(options.only ?? '') &&
      (options.language === undefined || locale === options.language),
  );
  for (const fault of await drawCards(browser, cards)) {
    faults.push(fault);
    process.stdout.write(`${fault.page}: ${fault.what}\n`);
  }
  await browser.close();
  await server.close();
  process.stdout.write(
    `${pages.length} pages at ${widths.join(', ')} px, ${cards.length} cards, ${faults.length} faults\n`,
  );
  mkdirSync(options.out, { recursive: true });
  writeFileSync(join(options.out, 'faults.json'), `${JSON.stringify(faults, null, 2)}\n`);
  return faults.length > 0 ? 1 : 0;
}

async function drawCards(browser: Browser, cards: readonly ShippedCard[]): Promise<Fault[]> {
  const page = await browser.newPage();
  const faults: Fault[] = [];
  for (const { name, svg } of cards) {
    for (const what of await inspectCard(page, svg)) faults.push({ page: name, width: 0, what });
    if (!options['no-pictures']) await picture(page, name, 0);
  }
  await page.close();
  return faults;
}

/** The last page of a conversation shows all that was said before it. */
function isMidway({ template: { manifest }, page, html }: ShippedPage): boolean {
  const file = manifest.pages.find(({ key }) => key === page)?.file;
  return file === 'chat.html' && html.includes(' data-end hidden');
}

interface Contexts {
  readonly scripted: BrowserContext;
  readonly plain: BrowserContext;
  /** What went wrong on the page at hand. */
  readonly wrong: string[];
}

async function openContexts(browser: Browser, origin: string): Promise<Contexts> {
  const wrong: string[] = [];
  // A conversation doesn't make us wait for its typing.
  const scripted = await browser.newContext({ reducedMotion: 'reduce' });
  const plain = await browser.newContext({ javaScriptEnabled: false });
  for (const context of [scripted, plain]) {
    context.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(origin) && !url.startsWith('data:')) wrong.push(`asks for ${url}`);
    });
    context.on('console', (message) => {
      if (message.type() === 'error') wrong.push(message.text());
    });
    context.on('weberror', (error) => wrong.push(error.error().message));
  }
  return { scripted, plain, wrong };
}

async function look(
  { scripted, plain, wrong }: Contexts,
  { name, template, html, variant }: ShippedPage,
  url: string,
  widths: readonly number[],
): Promise<Fault[]> {
  const faults: Fault[] = [];
  const note = (width: number, what: string): void => {
    faults.push({ page: name, width, what });
  };
  const page = await scripted.newPage();
  for (const [place, width] of widths.entries()) {
    await page.setViewportSize({ width, height: width < 700 ? 640 : 800 });
    if (place === 0) await page.goto(url);
    await settled(page);
    for (const what of await inspect(page)) note(width, what);
    if (!options['no-pictures']) await picture(page, name, width);
  }
  const first = widths[0] ?? 320;
  if (!options.quick && variant === undefined) {
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    for (const { id, nodes } of violations) {
      note(widths.at(-1) ?? 1280, `axe: ${id} ${nodes[0]?.html.slice(0, 120)}`);
    }
    const missed = await unreached(page);
    if (missed) note(first, missed);
    if (isTold(template, name) && (await isDrawn(page))) {
      const below = await toldBelow(page);
      if (below) note(SMALLEST.width, below);
    }
  }
  await page.close();
  const silent = await plain.newPage();
  await silent.setViewportSize({ width: first, height: 640 });
  await silent.goto(url);
  // Without script every way on is a form or a link.
  const ways = await silent.locator('form button, a[href]').count();
  if (ways === 0 && /<button|<a /.test(html)) note(first, 'shows no way on without script');
  const fields = await silent.locator('input:not([type=hidden])').count();
  if (fields > 0) note(first, `shows ${fields} fields without script`);
  await silent.close();
  if (template.manifest.kind === 'message') note(first, 'has no page');
  for (const what of wrong.splice(0)) note(first, what);
  return faults;
}

/** Pages that say at once that all was practice. */
function isTold({ manifest, pages }: CompiledTemplate, name: string): boolean {
  const { kind } = manifest;
  const first = name.split(' ')[1] === pages[0];
  return first && (kind === 'reveal' || (kind === 'debrief' && !manifest.printed));
}

/** The smallest phone with text at twice its size shows it without scrolling. */
async function toldBelow(page: Page): Promise<string | undefined> {
  await page.setViewportSize(SMALLEST);
  const bottom = await toldAt(page, '200%');
  const divided = await dividedWords(page);
  if (divided.length > 0) return `divides ${divided.join(', ')}, with text at 200 %`;
  return bottom > SMALLEST.height
    ? `says only at ${Math.round(bottom)} px all that its first screen must, with text at 200 %`
    : undefined;
}

/** What a conversation hides until all is said isn't looked at before. */
async function settled(page: Page): Promise<void> {
  await page.locator('.typing, .chat-replies[hidden]').waitFor({ state: 'detached' });
}

async function picture(page: Page, name: string, width: number): Promise<void> {
  const [slug = '', ...rest] = name.split(' ');
  const folder = join(options.out, slug);
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${rest.join('.')}.${width}.jpg`);
  await page.screenshot({ path, fullPage: true, quality: 70 });
}

function weigh(catalogue: Catalogue, { name, template, html }: ShippedPage): Fault[] {
  const pictures = new Set(
    [...html.matchAll(/\/a\/([0-9a-f]+\.(?:webp|svg))/g)].map(([, file]) => file!),
  );
  const bytes = [...pictures].reduce(
    (sum, file) => sum + (catalogue.asset(file)?.bytes.length ?? 0),
    Buffer.byteLength(html),
  );
  const most = template.manifest.kind === 'offer' ? MOST_BYTES.offer : MOST_BYTES.other;
  return bytes > most
    ? [{ page: name, width: 0, what: `weighs ${bytes} bytes, at most ${most}` }]
    : [];
}
