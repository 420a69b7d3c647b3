/**
 * `npm run templates:proof`: a real browser opens every template in every language at four widths.
 * Nothing may scroll sideways, be cut off, miss a text, load from elsewhere, weigh too much, keep the
 * keyboard out or need a script; axe must find nothing (WCAG 2.2 AA). Screenshots go to a folder.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openCatalogue } from '../../landing-templates/catalogue.ts';
import {
  everyPreview,
  type Preview,
  previewName,
  previewValues,
} from '../../landing-templates/gallery/previews.ts';
import type { Catalogue } from '../../landing-templates/types.ts';
import { openProgress } from '../../server/cli/terminal.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { inspect, unreached } from './inspect.ts';
import { servePages } from './serve.ts';
import type { ShippedPage } from './shipped.ts';

const WIDTHS = [320, 360, 768, 1280];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const AT_ONCE = 2;
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
  const catalogue = openCatalogue();
  const pages = everyPreview(catalogue)
    .filter((one) => !options.only || previewName(one).includes(options.only))
    .filter((one) => !options.language || one.locale === options.language)
    .filter((one) => !options.quick || one.variant === undefined)
    .map((preview) => shown(catalogue, preview));
  const server = await servePages(catalogue, pages);
  const browser = await launchBrowser();
  const widths = options.widths.split(',').map(Number);
  const faults: Fault[] = [];
  const progress = openProgress();
  let done = 0;
  const queue = pages.map((page, index) => ({ page, index }));
  const work = async (): Promise<void> => {
    const contexts = await openContexts(browser, server.url);
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { page, index } = next;
      const found = await look(contexts, page, `${server.url}/page/${index}`, widths);
      faults.push(...found);
      faults.push(...weigh(catalogue, page));
      done += 1;
      progress.show('looking at pages', done, pages.length);
    }
    await contexts.scripted.close();
    await contexts.plain.close();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  progress.end();
  await browser.close();
  await server.close();
  for (const { page, width, what } of faults) {
    process.stdout.write(`${page} at ${width}: ${what}\n`);
  }
  process.stdout.write(
    `${pages.length} pages at ${widths.join(', ')} px, ${faults.length} faults\n`,
  );
  mkdirSync(options.out, { recursive: true });
  writeFileSync(join(options.out, 'faults.json'), `${JSON.stringify(faults, null, 2)}\n`);
  return faults.length > 0 ? 1 : 0;
}

function shown(catalogue: Catalogue, preview: Preview): ShippedPage {
  const { slug, page, locale } = preview;
  const template = catalogue.get(slug)!;
  const values = previewValues(catalogue, preview);
  return {
    name: previewName(preview),
    template,
    page,
    locale,
    html: template.render(page, locale, values),
    bytes: new Uint8Array(),
    csp: template.csp(page, locale, { fragments: Object.values(values.fragments ?? {}) }),
  };
}

interface Contexts {
  readonly scripted: BrowserContext;
  readonly plain: BrowserContext;
  /** What went wrong on the page at hand. */
  readonly wrong: string[];
}

async function openContexts(browser: Browser, origin: string): Promise<Contexts> {
  const wrong: string[] = [];
  const scripted = await browser.newContext();
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
  { name, template, html }: ShippedPage,
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
  if (!options.quick) {
    const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
    for (const { id, nodes } of violations) {
      note(widths.at(-1) ?? 1280, `axe: ${id} ${nodes[0]?.html.slice(0, 120)}`);
    }
    const missed = await unreached(page);
    if (missed) note(first, missed);
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

/** A conversation types for a while; what is hidden until then isn't looked at before. */
async function settled(page: Page): Promise<void> {
  await page
    .waitForFunction("!document.querySelector('.typing, .chat-replies[hidden]')", undefined, {
      timeout: 15_000,
    })
    .catch(() => undefined);
}

async function picture(page: Page, name: string, width: number): Promise<void> {
  const [slug = '', ...rest] = name.split(' ');
  const folder = join(options.out, slug);
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${rest.join('.')}.${width}.png`), fullPage: true });
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
