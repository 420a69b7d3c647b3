import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { breakWords } from '../../landing-templates/break-words.ts';
import { openCatalogue } from '../../landing-templates/catalogue.ts';
import { escapeText } from '../../landing-templates/escape.ts';
import { previewName } from '../../landing-templates/gallery/previews.ts';
import { observerScript } from '../../landing-templates/page-scripts.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { dividedWords, inspect, inspectCard, isDrawn, toldAt } from './inspect.ts';
import { type PageServer, servePages } from './serve.ts';
import { shippedCards, shippedPages } from './shipped.ts';

const catalogue = openCatalogue();
/** One page of each look; pages that share a style sheet and their parts share their faults. */
const LOOKED_AT = [
  'coffee-corner-sale ad en',
  'coffee-corner-sale product th',
  'coffee-corner-sale checkout en',
  'lamp-loft-clearance product en',
  'riverside-desk-abroad vacancy en',
  'bayview-hotel-licensed apply ur',
  'friend-of-friend-data-entry who en',
  'door-parcel-fee track en',
  'solar-garden-club invite en',
  'campus-award-win details th',
  'reveal told en',
  'awareness-message read th',
  'red-flag-replay look of coffee-corner-sale product en',
  'red-flag-replay look of coffee-corner-sale ad en',
  'spot-the-difference sort ur',
  'job-check-helper advert en',
  'if-then-plan plan en',
  'family-talk talk ur',
  'in-person talk en',
  'participant-pages consent en',
  'participant-pages held ur',
  'participant-pages closed en',
];
/** Where letters are tallest and words longest, the pages that say most. */
const TALL = new Set(
  ['th', 'my', 'km', 'am'].flatMap((locale) =>
    [
      'reveal told',
      'participant-pages consent',
      'awareness-message read',
      'lamp-loft-sale product',
    ].map((page) => `${page} ${locale}`),
  ),
);
/** Every template in both directions: of a conversation its first turns, of the replay one page a lure. */
const pages = shippedPages(catalogue, (preview) => {
  const { slug, page, locale, variant, of } = preview;
  if (variant !== undefined) return false;
  if (slug === 'reveal' || slug === 'if-then-plan' || LOOKED_AT.includes(previewName(preview)))
    return true;
  if (!['en', 'ur'].includes(locale)) return TALL.has(`${slug} ${page} ${locale}`);
  if (slug.startsWith('friend-of-friend') || slug === 'job-check-helper') {
    return catalogue.get(slug)!.pages.indexOf(page) < 3;
  }
  return of === undefined || catalogue.get(of.lure)!.pages[0] === of.page;
});
const WIDER = 'document.documentElement.scrollWidth > innerWidth';
let browser: Browser;
let server: PageServer;

beforeAll(async () => {
  [browser, server] = await Promise.all([launchBrowser(), servePages(catalogue, pages)]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

function address(name: string): string {
  const index = pages.findIndex((page) => page.name === name);
  if (index < 0) throw new Error(`Open a page: ${name} is not one`);
  return `${server.url}/page/${index}`;
}

interface Batch {
  v: number;
  t: string;
  view: string;
  e: [seq: number, kind: string, ms: number, value?: number][];
}

function batches(): Batch[] {
  return server.received
    .filter(({ path }) => path === '/i')
    .map(({ body }) => JSON.parse(body) as Batch);
}

/** Fields of the last form that was sent. */
function posted(): URLSearchParams {
  const form = server.received
    .filter(({ method, path }) => method === 'POST' && path !== '/i')
    .at(-1);
  return new URLSearchParams(form?.body);
}

const kinds = () => batches().flatMap(({ e }) => e.map(([, kind]) => kind));

async function until(check: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (check()) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error(`Wait for ${what}: it did not come`);
}

async function withPage(
  options: Parameters<Browser['newContext']>[0],
  use: (page: Page, context: BrowserContext) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext(options);
  server.received.length = 0;
  try {
    await use(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

describe('the observer', () => {
  test('is under 2 KB when compressed, plain ES2017, and the same in every page', () => {
    expect(gzipSync(observerScript(), { level: 9 }).length).toBeLessThan(2048);
    const source = readFileSync(
      new URL('../../landing-templates/observer.js', import.meta.url),
      'utf8',
    );
    expect(source).not.toMatch(/\?\.|\?\?|\*\*=|catch \{|\.\.\.|async |=>\s*\{\s*\.\.\./);
    expect(observerScript()).not.toContain('</');
  });

  test('says seen at once, engaged at the first gesture of a person, left at the end', async () => {
    await withPage({ viewport: { width: 360, height: 640 } }, async (page) => {
      await page.goto(address('coffee-corner-sale product en'));
      await until(() => kinds().includes('seen'), 'seen');
      await page.evaluate("document.body.dispatchEvent(new Event('keydown', { bubbles: true }))");
      await page.waitForTimeout(400);
      expect(kinds()).not.toContain('engaged');
      await page.mouse.wheel(0, 200);
      await until(() => kinds().includes('engaged'), 'engaged');
      await page.goto(`${server.url}/elsewhere`);
      await until(() => kinds().includes('left'), 'left');
      for (const batch of batches()) {
        expect(batch).toMatchObject({
          v: 1,
          t: 'v1.sample.sample.sample',
          view: '00000000-0000-7000-8000-000000000000',
        });
        expect(Object.keys(batch).sort()).toEqual(['e', 't', 'v', 'view']);
        for (const [seq, , ms] of batch.e)
          expect(Number.isInteger(seq) && seq >= 100 && Number.isInteger(ms)).toBe(true);
      }
    });
  });

  test('sends again what was not acknowledged, under the same numbers, also from the next page', async () => {
    await withPage({}, async (page) => {
      server.status = 503;
      await page.goto(address('coffee-corner-sale ad en'));
      await until(() => kinds().includes('seen'), 'a refused seen');
      const first = batches()[0];
      server.status = 204;
      server.received.length = 0;
      await page.goto(address('coffee-corner-sale product en'));
      await until(
        () => batches().some(({ e }) => e[0]?.join() === first?.e[0]?.join()),
        'the same once more',
      );
      const kept = () => page.evaluate(() => sessionStorage.getItem('s'));
      await page.waitForFunction(() => sessionStorage.getItem('s') === '[]');
      expect(await kept()).toBe('[]');
    });
  });

  for (const [way, field, marker] of [
    ['typed', 'Card number', '~'],
    ['pasted', 'Security code', '7777123477771234'],
    ['filled', 'Valid until', '7777123477771234'],
  ] as const) {
    test(`ends the offer at the first character ${way}, and it goes nowhere`, async () => {
      await withPage({}, async (page) => {
        // 204 keeps the page, so that what is left in the field can be seen.
        await page.route('**/step', async (route) => {
          server.received.push({
            method: 'POST',
            path: '/step',
            body: route.request().postData() ?? '',
          });
          await route.fulfill({ status: 204 });
        });
        await page.goto(address('coffee-corner-sale checkout en'));
        const input = page.getByLabel(field);
        expect(await input.getAttribute('name')).toBeNull();
        expect(await input.getAttribute('autocomplete')).toBe('off');
        await input.focus();
        expect(server.received.some(({ path }) => path === '/step')).toBe(false);
        if (way === 'typed') await page.keyboard.press(marker);
        else if (way === 'pasted') await page.keyboard.insertText(marker);
        else await input.fill(marker);
        await until(() => server.received.some(({ path }) => path === '/step'), 'the end');
        expect(await input.inputValue()).toBe('');
        expect([...posted().keys()]).toEqual(['t', 'view', 'seq', 'to']);
        expect(posted().get('to')).toBe('pay');
        await page.goto(`${server.url}/elsewhere`);
        await until(() => kinds().includes('left'), 'left');
        const ends = server.received.filter(({ path }) => path === '/step');
        expect(ends).toHaveLength(1);
        for (const { body, path } of server.received) {
          expect(decodeURIComponent(body + path)).not.toContain(marker);
        }
        const stored = await page.evaluate(
          'JSON.stringify(sessionStorage) + JSON.stringify(localStorage)',
        );
        expect(stored).not.toContain(marker);
      });
    });
  }

  test('does not count focus, nor the button beside an empty field', async () => {
    await withPage({}, async (page) => {
      await page.goto(address('lamp-loft-clearance checkout en'));
      await page.getByLabel('Card number').focus();
      await page.getByRole('button', { name: /^Pay/ }).click();
      await page.waitForTimeout(300);
      expect(page.url()).toContain('/page/');
      expect(await page.evaluate("document.activeElement.hasAttribute('data-sensitive')")).toBe(
        true,
      );
    });
  });

  test('records a tap once, without leaving the reveal', async () => {
    await withPage({}, async (page) => {
      await page.goto(address('reveal told en'));
      const feeling = page.getByRole('group', { name: 'How do you feel now?' });
      await feeling.getByRole('button', { name: 'Upset' }).click();
      await until(() => kinds().includes('tap_feeling'), 'the tap');
      expect(
        await feeling.getByRole('button', { name: 'Upset' }).getAttribute('aria-pressed'),
      ).toBe('true');
      expect(await feeling.getByRole('button', { name: 'Fine' }).isDisabled()).toBe(true);
      expect(
        batches()
          .flatMap(({ e }) => e)
          .find(([, kind]) => kind === 'tap_feeling')?.[3],
      ).toBe(3);
      expect(page.url()).toContain('/page/');
    });
  });

  test('reports opened flags by number', async () => {
    await withPage({ viewport: { width: 360, height: 640 } }, async (page) => {
      await page.goto(address('red-flag-replay look of coffee-corner-sale ad en'));
      await page.locator('a.s-mark').first().click();
      await until(() => kinds().includes('flag_opened'), 'the flag that its number opened');
      await page.getByText('It hurries you').click();
      await until(
        () => kinds().filter((kind) => kind === 'flag_opened').length === 2,
        'both flags',
      );
      const values = batches().flatMap(({ e }) =>
        e.filter(([, kind]) => kind === 'flag_opened').map(([, , , n]) => n),
      );
      expect(values).toEqual([1, 2]);
    });
  });

  test('reports the end of a training once it was in view and a person was there', async () => {
    await withPage({ viewport: { width: 360, height: 640 } }, async (page) => {
      await page.goto(address('awareness-message read en'));
      await page.mouse.wheel(0, 40);
      await until(() => kinds().includes('engaged'), 'engaged');
      await page.waitForTimeout(400);
      expect(kinds()).not.toContain('training_finished');
      await page.locator('[data-end]').scrollIntoViewIfNeeded();
      await until(() => kinds().includes('training_finished'), 'the end of the training');
    });
    await withPage({ viewport: { width: 1280, height: 3000 } }, async (page) => {
      await page.goto(address('awareness-message read en'));
      await until(() => kinds().includes('seen'), 'seen');
      await page.waitForTimeout(400);
      expect(kinds()).not.toContain('training_finished');
      await page.keyboard.press('Tab');
      await until(() => kinds().includes('training_finished'), 'the end of the training');
    });
  });
});

describe('without script', () => {
  test('an offer goes through its whole funnel by forms, and shows no field', async () => {
    await withPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(address('coffee-corner-sale ad en'));
      await page.getByRole('button', { name: 'Shop now' }).click();
      await page.waitForURL(`${server.url}/step`);
      expect(posted().get('to')).toBe('product');
      await page.goto(address('coffee-corner-sale checkout en'));
      expect(await page.locator('input:not([type=hidden])').count()).toBe(0);
      await page.getByRole('button', { name: 'Pay ฿1,490 by card' }).click();
      await page.waitForURL(`${server.url}/step`);
      expect(posted().get('to')).toBe('pay');
      expect(server.received.filter(({ path }) => path === '/i')).toEqual([]);
    });
  });

  test('a tap of the reveal is a form', async () => {
    await withPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(address('reveal told en'));
      await page.getByRole('button', { name: 'Upset', exact: true }).click();
      await page.waitForURL(`${server.url}/act`);
      const form = posted();
      expect([form.get('do'), form.get('value')]).toEqual(['tap_feeling', '3']);
    });
  });
});

describe('every page', () => {
  test('fits 320 px with nothing cut off, breaks no policy and loads nothing from outside', async () => {
    await withPage({ viewport: { width: 320, height: 568 } }, async (first, context) => {
      const wrong: string[] = [];
      context.on('console', (message) => {
        if (message.type() === 'error') wrong.push(`${message.location().url} ${message.text()}`);
      });
      context.on('weberror', (error) => wrong.push(error.error().message));
      context.on('request', (request) => {
        if (!request.url().startsWith(server.url) && !request.url().startsWith('data:'))
          wrong.push(request.url());
      });
      let page = first;
      for (const [index, { name }] of pages.entries()) {
        // A browser's tab doesn't have the means for hundreds of pages.
        if (index % 40 === 39) {
          await page.close();
          page = await context.newPage();
        }
        await page.goto(`${server.url}/page/${index}`);
        for (const what of await inspect(page)) wrong.push(`${name}: ${what}`);
      }
      expect(wrong).toEqual([]);
    });
  }, 90_000);

  test('of each look has no fault that axe finds', async () => {
    await withPage({ viewport: { width: 360, height: 640 } }, async (page) => {
      const found: string[] = [];
      for (const name of LOOKED_AT) {
        await page.goto(address(name));
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .analyze();
        for (const { id, nodes } of violations)
          found.push(`${name}: ${id} ${nodes[0]?.html.slice(0, 120)}`);
      }
      expect(found).toEqual([]);
    });
  }, 120_000);

  test('every debrief says practice, safe, nothing kept and many are fooled without scrolling, at 320 px and 200 % text', async () => {
    const first = pages.filter(
      ({
        template: {
          manifest,
          pages: [start],
        },
        page,
        name,
      }) =>
        manifest.kind === 'debrief' &&
        !manifest.printed &&
        page === start &&
        !/ of (?!coffee-corner-sale ad)/.test(name),
    );
    expect(first.length).toBeGreaterThan(15);
    await withPage({ viewport: { width: 320, height: 568 } }, async (page) => {
      for (const { name } of first) {
        await page.goto(address(name));
        expect(await toldAt(page, '200%'), name).toBeLessThanOrEqual(568);
        expect(await page.evaluate(WIDER), name).toBe(false);
      }
    });
  });

  test('the reveal says practice, safe, nothing kept, many are fooled and how to go on without scrolling, at 320 px and 200 % text', async () => {
    const measured: string[] = [];
    await withPage({ viewport: { width: 320, height: 568 } }, async (page) => {
      for (const locale of catalogue.get('reveal')!.locales) {
        await page.goto(address(`reveal told ${locale}`));
        // Not every machine has fonts for nineteen languages; where letters are drawn we measure.
        if (!(await isDrawn(page))) continue;
        measured.push(locale);
        for (const size of ['100%', '200%'] as const) {
          expect(await toldAt(page, size), `${locale} ${size}`).toBeLessThanOrEqual(568);
          const wide = await page.evaluate(WIDER);
          expect(wide, `${locale} ${size}`).toBe(false);
          expect(await dividedWords(page), `${locale} ${size}`).toEqual([]);
        }
      }
    });
    expect(measured).toEqual(expect.arrayContaining(['en', 'vi', 'fr']));
  });
});

describe('a rule of one’s own', () => {
  test('is chosen from lists that can be read in full, and stays on the phone', async () => {
    await withPage({ viewport: { width: 320, height: 568 } }, async (page) => {
      await page.goto(address('if-then-plan plan en'));
      const group = page.getByRole('radiogroup', { name: 'Whom do you ask?' });
      expect(await group.getByRole('radio').count()).toBe(4);
      await group.getByRole('radio', { name: 'Then I ask at work or school.' }).check();
      const rule = () => page.locator('.rule').textContent();
      expect(await rule()).toContain('Then I ask at work or school.');
      await page.reload();
      expect(await rule()).toContain('Then I ask at work or school.');
      expect(await group.getByRole('radio', { checked: true }).count()).toBe(1);
      for (const { body } of server.received) expect(body).not.toMatch(/keep|school/);
    });
  });

  test.each(['pt', 'my', 'lo', 'fr', 'ur'])(
    'shows every choice of %s at 320 px',
    async (locale) => {
      await withPage({ viewport: { width: 320, height: 568 } }, async (page) => {
        await page.goto(address(`if-then-plan plan ${locale}`));
        expect(await page.getByRole('radio').count()).toBe(11);
        expect(await inspect(page)).toEqual([]);
      });
    },
  );
});

test('inspect() looks inside a select', async () => {
  await withPage({ viewport: { width: 320, height: 568 } }, async (page) => {
    const select = '<select style="width:9rem;height:3rem"><option>Short</option>';
    await page.setContent(`<h1>Choose</h1>${select}</select>`);
    expect(await inspect(page)).toEqual([]);
    await page.setContent(`<h1>Choose</h1>${select}<option>Then I ask at work or school</select>`);
    expect(await inspect(page)).toEqual(['is cut off in a select: Then I ask at work or school']);
  });
});

test('an offer and its replay are drawn in one face', async () => {
  const face = (page: Page, place: string) =>
    page.evaluate(`getComputedStyle(document.querySelector('${place}')).fontFamily`);
  await withPage({}, async (page) => {
    await page.goto(address('coffee-corner-sale ad ur'));
    const offer = await face(page, 'body');
    await page.goto(address('red-flag-replay look of coffee-corner-sale ad ur'));
    expect(await face(page, '.r-coffee-corner-sale-page')).toBe(offer);
    expect(await face(page, '.r-coffee-corner-clearance-page')).toBe(offer);
  });
});

describe('in scripts without spaces', () => {
  const texts = (locale: string) => [
    ...new Set(
      ['reveal', 'awareness-message', 'coffee-corner-sale', 'riverside-desk-abroad'].flatMap(
        (slug) => [...catalogue.get(slug)!.texts(locale).values()],
      ),
    ),
  ];
  /** Runs in the page: words of its paragraphs that begin on one line and end on the next. */
  const DIVIDED = `[...document.querySelectorAll('p')].flatMap((p) => {
    const text = p.firstChild;
    const range = document.createRange();
    const top = (at) => {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      return range.getClientRects()[0]?.top;
    };
    return [...text.data.matchAll(/\u2060/g)].flatMap(({ index }) =>
      Math.abs(top(index + 1) - top(index - 1)) > 9 ? [text.data.slice(index - 8, index + 8)] : []);
  })`;
  const paragraphs = (locale: string, words: readonly string[]) =>
    `<body lang="${locale}" style="margin:0;font:16px/2 system-ui">${words.map((text) => `<p>${escapeText(text)}</p>`).join('')}`;

  test.each(['th', 'lo', 'km', 'my'])('no word of %s is divided at any width', async (locale) => {
    const broken = texts(locale)
      .map((text) => breakWords(locale, text))
      .filter((text) => text.includes('\u2060'));
    expect(broken.length).toBeGreaterThan(locale === 'my' ? 50 : 3);
    await withPage({}, async (page) => {
      for (let width = 140; width < 340; width += 20) {
        await page.setViewportSize({ width, height: 640 });
        await page.setContent(paragraphs(locale, broken));
        expect(await page.evaluate(DIVIDED), String(width)).toEqual([]);
      }
    });
  });

  test.each([
    ['th', 'ข้อเสนอ'],
    ['lo', 'ເວັບໄຊ'],
    ['km', 'អនឡាញ'],
    ['my', 'အများကြီး'],
  ])('what holds words of %s whole takes no room and is searched past', async (locale, word) => {
    const held = breakWords(locale, word);
    expect(held).toContain('\u2060');
    await withPage({}, async (page) => {
      await page.setContent(
        `<body lang="${locale}" style="font:20px system-ui"><b>${word}</b> <i style="font-style:normal;font-weight:bold">${held}</i>`,
      );
      const widths = `['b', 'i'].map((name) => document.querySelector(name).getBoundingClientRect().width)`;
      const [plain, joined] = (await page.evaluate(widths)) as [number, number];
      expect(joined).toBeCloseTo(plain, 1);
      await page.setContent(`<body lang="${locale}">${held}`);
      expect(await page.evaluate(`window.find('${word}')`)).toBe(true);
    });
  });
});

test('every entry card keeps its words inside and clear of picture and QR code', async () => {
  const cards = shippedCards(catalogue).filter(({ locale }) =>
    ['en', 'fr', 'si', 'my', 'ur', 'km', 'th'].includes(locale),
  );
  expect(cards.length).toBeGreaterThan(100);
  await withPage({ viewport: { width: 1300, height: 900 } }, async (page) => {
    const wrong: string[] = [];
    for (const { name, svg } of cards) {
      const found = await inspectCard(page, svg);
      if (await isDrawn(page)) wrong.push(...found.map((what) => `${name}: ${what}`));
    }
    expect(wrong).toEqual([]);
  });
}, 60_000);
