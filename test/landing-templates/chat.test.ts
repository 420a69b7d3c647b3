import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogueOf } from '../../landing-templates/catalogue.ts';
import {
  type Chat,
  type ChatPage,
  MOST_CHAT_PAGES,
  messageId,
  unrollChat,
} from '../../landing-templates/chat.ts';
import { scriptText } from '../../landing-templates/page-scripts.ts';
import { readTemplateFolder } from '../../landing-templates/read-source.ts';
import { sampleValues } from '../../landing-templates/sample-values.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { type PageServer, servePages } from './serve.ts';
import type { ShippedPage } from './shipped.ts';

const OFFER = 'friend-of-friend-online-shop';
const DEBRIEF = 'job-check-helper';

type Scenes = Chat['scenes'];

const SCENES: Scenes = {
  hello: {
    step: 'seen',
    them: ['a', { key: 'b', photo: 'place.webp' }],
    you: [
      { key: 'who', to: 'who' },
      { key: 'pay', to: 'pay' },
      { key: 'no', leave: true },
    ],
  },
  who: { step: 'clicked', them: ['a'], you: [{ key: 'pay', to: 'pay' }] },
  pay: {
    step: 'started',
    them: [{ key: 'a', card: true }, 'b'],
    you: [
      { key: 'time', to: 'time' },
      { key: 'yes', to: 'apply' },
    ],
  },
  time: { step: 'started', them: ['a'], you: [{ key: 'yes', to: 'apply' }] },
};

function unroll(scenes: Scenes, use: 'offer' | 'debrief' = 'offer'): ChatPage[] {
  return unrollChat({ opens: 'hello', scenes }, use, use === 'offer' ? ['apply'] : []);
}

/** What stands in a page's log: ids of messages and keys of answers, in order. */
function transcript(html: string): string[] {
  const log = /<ol[^>]*>(.*)<\/ol>/.exec(html)?.[1] ?? '';
  return log
    .split('<li ')
    .slice(1)
    .map(
      (item) =>
        /id="(m-[^"]+)"/.exec(item)?.[1] ??
        /\{\{copy\.chat\.(\w+\.you\.\w+)\}\}/.exec(item)?.[1] ??
        '',
    );
}

/** What was said on the way to a page, by its scenes. */
function said(scenes: Scenes, path: readonly string[]): string[] {
  return path.flatMap((scene, at) => {
    const { them, you } = scenes[scene]!;
    const messages = them.map((one) => messageId(scene, typeof one === 'string' ? one : one.key));
    const next = path[at + 1];
    const answer = you.find((one) => 'to' in one && one.to === next);
    return next ? [...messages, `${scene}.you.${answer?.key}`] : messages;
  });
}

describe('a conversation becomes pages', () => {
  test('one for each way to reach a scene, in the order of the steps', () => {
    const pages = unroll({
      ...SCENES,
      hello: {
        ...SCENES.hello!,
        you: [
          { key: 'pay', to: 'pay' },
          { key: 'who', to: 'who' },
        ],
      },
    });
    expect(pages.map(({ key, step }) => `${key} ${step}`)).toEqual([
      'hello seen',
      'who clicked',
      'pay started',
      'time started',
      'pay_2 started',
      'time_2 started',
    ]);
    expect(pages.find(({ key }) => key === 'time_2')?.scenes).toEqual([
      'hello',
      'who',
      'pay',
      'time',
    ]);
  });

  test('each with what was said on the way to it, and only the last of it new', () => {
    for (const page of unroll(SCENES)) {
      expect(transcript(page.html), page.key).toEqual(said(SCENES, page.scenes));
      const last = SCENES[page.scenes.at(-1)!]!;
      expect(page.html.match(/class="them new"/g), page.key).toHaveLength(last.them.length);
      expect(page.html.match(/id="answer"/g) ?? []).toHaveLength(page.scenes.length > 1 ? 1 : 0);
    }
  });

  test.each<[what: string, scenes: Scenes, message: RegExp]>([
    [
      'a way that comes back',
      { ...SCENES, time: { step: 'started', them: ['a'], you: [{ key: 'who', to: 'who' }] } },
      /Lead forward only: hello → who → pay → time → who comes back/,
    ],
    [
      'a scene that nothing leads to',
      { ...SCENES, lost: { step: 'started', them: ['a'], you: [] } },
      /no reply leads to lost/,
    ],
    [
      'a reply that leads nowhere',
      { ...SCENES, time: { step: 'started', them: ['a'], you: [{ key: 'go', to: 'away' }] } },
      /a reply leads to away, which is missing/,
    ],
    [
      'a step that falls',
      { ...SCENES, time: { step: 'clicked', them: ['a'], you: [{ key: 'yes', to: 'apply' }] } },
      /Let the steps rise along every way: time is clicked after started/,
    ],
  ])('but not %s', (_what, scenes, message) => {
    expect(() => unroll(scenes)).toThrow(message);
  });

  test('but not more than a phone and a reader bear', () => {
    const chain = (length: number): Scenes =>
      Object.fromEntries(
        Array.from({ length }, (_, at) => [
          at === 0 ? 'hello' : `s${at}`,
          { them: ['a'], you: at + 1 < length ? [{ key: 'go', to: `s${at + 1}` }] : [] },
        ]),
      );
    expect(unroll(chain(MOST_CHAT_PAGES), 'debrief')).toHaveLength(MOST_CHAT_PAGES);
    expect(() => unroll(chain(MOST_CHAT_PAGES + 1), 'debrief')).toThrow(RangeError);
  });
});

describe('the markup of a page', () => {
  const [hello, , pay] = unroll(SCENES);

  test('is a log whose every entry says who speaks', () => {
    const html = pay!.html;
    expect(html).toMatch(
      /^<div role="log" aria-label="\{\{copy\.chat\.log\}\}"><ol class="chat-log"><li /,
    );
    const entries = html.match(/<li /g)?.length ?? 0;
    expect(html.match(/<span class="by">\{\{copy\.chat\.by_(them|you)\}\}<\/span>/g)).toHaveLength(
      entries,
    );
    expect(html).toContain(
      '<img src="place.webp" alt="{{copy.chat.hello.b}}" width="480" height="360">',
    );
    expect(html).toContain('<b>{{copy.chat.pay.a.title}}</b><p>{{copy.chat.pay.a.text}}</p>');
    expect(messageId('two_words', 'a_b')).toBe('m-two-words-a-b');
  });

  test('answers by steps, by links in a debrief, and by leaving', () => {
    expect(hello!.html).toContain(
      '<s-step to="who" class="reply">{{copy.chat.hello.you.who}}</s-step>',
    );
    expect(hello!.html).toContain(
      '<s-leave class="reply reply-leave">{{copy.chat.hello.you.no}}</s-leave>',
    );
    expect(pay!.html).toContain('<s-step to="apply" class="reply">');
    const [first, last] = unroll(
      {
        hello: { them: ['a'], you: [{ key: 'go', to: 'end' }] },
        end: { them: ['a'], you: [] },
      },
      'debrief',
    );
    expect(first!.html).toContain('<s-go to="end" class="reply">');
    expect(last!.html).not.toContain('chat-replies');
  });

  test('is played by a script under 2 KB when compressed, plain ES2017', () => {
    expect(gzipSync(scriptText('chat'), { level: 9 }).length).toBeLessThan(2048);
    const source = readFileSync(
      new URL('../../landing-templates/chat.js', import.meta.url),
      'utf8',
    );
    expect(source).not.toMatch(/\?\.|\?\?|\*\*=|catch \{|\.\.\.|async /);
    expect(scriptText('chat')).not.toMatch(/<\/script/);
  });
});

describe('in a browser', () => {
  const folder = (slug: string) =>
    fileURLToPath(new URL(`../../landing-templates/templates/${slug}`, import.meta.url));
  const catalogue = catalogueOf([OFFER, DEBRIEF].map((slug) => readTemplateFolder(folder(slug))));
  const pages = catalogue.all().flatMap((template) =>
    template.pages.map((page, at): ShippedPage => {
      const values = sampleValues('en');
      const shown = { ...values, values: { ...values.values, view: viewOf(template.slug, at) } };
      return {
        name: `${template.slug} ${page}`,
        ...{ template, page, locale: 'en', variant: undefined },
        html: template.render(page, 'en', shown),
        bytes: template.renderBytes(page, 'en', shown),
        csp: template.csp(page, 'en'),
      };
    }),
  );
  let browser: Browser;
  let server: PageServer;

  beforeAll(async () => {
    const lead = ({ method, path, body }: { method: string; path: string; body: string }) => {
      const [slug, to] =
        method === 'POST'
          ? [OFFER, path === '/step' ? new URLSearchParams(body).get('to') : null]
          : [DEBRIEF, new URL(path, 'http://a').searchParams.get('at')];
      const at = pages.findIndex(({ name }) => name === `${slug} ${to}`);
      return at < 0 ? undefined : at;
    };
    [browser, server] = await Promise.all([launchBrowser(), servePages(catalogue, pages, lead)]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  function viewOf(slug: string, at: number): string {
    return `00000000-0000-7000-8000-0000000${slug === OFFER ? 1 : 2}00${String(at).padStart(2, '0')}`;
  }
  /** Address and view of a page. */
  function at(name: string): { url: string; view: string } {
    const place = pages.findIndex((page) => page.name === name);
    const page = pages[place]!;
    const view = viewOf(page.template.slug, page.template.pages.indexOf(page.page));
    return { url: `${server.url}/page/${place}`, view };
  }
  const events = () =>
    server.received
      .filter(({ path }) => path === '/i')
      .flatMap(({ body }) => {
        const { view, e } = JSON.parse(body) as { view: string; e: [number, string][] };
        return e.map(([, kind]) => `${kind} ${view}`);
      });
  const posts = (path: string) =>
    server.received
      .filter((one) => one.method === 'POST' && one.path === path)
      .map(({ body }) => new URLSearchParams(body));

  async function until(check: () => boolean, what: string): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      if (check()) return;
      await new Promise((later) => setTimeout(later, 20));
    }
    throw new Error(`Wait for ${what}: it did not come, only ${events().join(', ')}`);
  }

  interface Visit {
    readonly script?: boolean;
    readonly calm?: boolean;
    /** How much faster than life the other side types. */
    readonly faster?: number;
  }

  async function visit(name: string, how: Visit, use: (page: Page) => Promise<void>) {
    const { script = true, calm = false, faster = 40 } = how;
    const context = await browser.newContext({
      viewport: { width: 360, height: 640 },
      javaScriptEnabled: script,
      reducedMotion: calm ? 'reduce' : 'no-preference',
    });
    server.received.length = 0;
    try {
      const page = await context.newPage();
      if (script) {
        await page.addInitScript(
          `{ const real = setTimeout; window.setTimeout = (f, ms) => real(f, ms / ${faster}) }`,
        );
      }
      await page.goto(at(name).url);
      await use(page);
    } finally {
      await context.close();
    }
  }

  const answers = (page: Page) => page.getByRole('group', { name: 'Your answer' });
  const answer = (page: Page, text: string) =>
    page.getByRole('button', { name: text, exact: true });
  const spoken = (page: Page) =>
    page.evaluate(
      "[...document.querySelectorAll('.chat-log li')].map((li) => li.id || li.className).join()",
    );
  const FIRST = 'm-hello-a,m-hello-b,m-hello-c';

  test('every reply is a form post, or a link in a debrief', () => {
    for (const { name, html, template } of pages) {
      const box = /<div class="chat-replies".*?<\/div>/s.exec(html)?.[0] ?? '';
      const replies = box.match(/class="s-button[^"]*\breply\b/g) ?? [];
      const forms = box.match(/<form method="post" class="s-form" action="\/(step|leave)"/g) ?? [];
      const links = box.match(/<a href="\?at=\w+#answer" class="s-button s-link reply"/g) ?? [];
      expect(forms.length + links.length, name).toBe(replies.length);
      const ways = template.slug === OFFER ? forms : links;
      expect(ways.length, name).toBe(replies.length);
    }
  });

  test('without script an offer is talked through to its last step', async () => {
    await visit(`${OFFER} hello`, { script: false }, async (page) => {
      for (const text of ['Who are you, please?', 'And what is the work?', 'What is the pay?']) {
        await answer(page, text).click();
      }
      await page.waitForURL(at(`${OFFER} terms`).url);
      expect(await page.locator('#m-who-b').isVisible()).toBe(true);
      await answer(page, 'What do I do next?').click();
      await answer(page, 'Yes, I send the picture of my passport').click();
      await page.waitForURL(`${server.url}/step`);
      expect(posts('/step').map((form) => form.get('to'))).toEqual([
        'who',
        'job',
        'terms',
        expect.stringMatching(/^next/),
        'apply',
      ]);
      expect(posts('/step')[1]?.get('view')).toBe(at(`${OFFER} who`).view);
    });
  });

  test('without script the links of a debrief lead to what is new', async () => {
    await visit(`${DEBRIEF} hello`, { script: false }, async (page) => {
      expect(await page.locator('.chat-end').isVisible()).toBe(false);
      await page.getByRole('link', { name: 'The contract' }).click();
      await page.getByRole('link', { name: 'Yes, I can read it' }).click();
      await page.getByRole('link', { name: 'Who can help me with this?' }).click();
      expect(page.url()).toMatch(/\?at=help_\d+#answer$/);
      expect(await page.locator('.chat-end').isVisible()).toBe(true);
      await page.locator('#m-contract-yes-a').waitFor();
    });
  });

  test('the other side types before the answers can be given', async () => {
    await visit(`${OFFER} hello`, { faster: 1 }, async (page) => {
      expect(await page.locator('.typing[aria-hidden=true] i').count()).toBe(3);
      expect(await answers(page).isVisible()).toBe(false);
      expect(await page.locator('#m-hello-c').count()).toBe(0);
    });
  });

  test('who has just come sees the page from the top', async () => {
    await visit(`${DEBRIEF} hello`, {}, async (page) => {
      await answers(page).waitFor();
      expect(await page.evaluate('scrollY')).toBe(0);
      await page.getByRole('link', { name: 'The contract' }).click();
      await page.getByRole('link', { name: 'Yes, I can read it' }).waitFor();
      await page.waitForFunction('scrollY > 0');
    });
  });

  test('the conversation goes on in place, under a view of its own', async () => {
    await visit(`${OFFER} hello`, {}, async (page) => {
      await answers(page).waitFor();
      expect(await spoken(page)).toBe(FIRST);
      await page.evaluate("document.querySelector('h1').kept = true");
      const { url, view } = at(`${OFFER} job_2`);
      // Scenes reached by this way: hello, job.
      await answer(page, 'What kind of work is it?').click();
      await answer(page, 'What is the pay?').waitFor();
      expect(await spoken(page)).toBe(`${FIRST},you,m-job-a,m-job-b,m-job-c`);
      expect(await page.evaluate("document.querySelector('h1').kept")).toBe(true);
      expect(page.url()).toBe(url);
      expect(await page.evaluate('document.body.dataset.view')).toBe(view);
      expect(await page.evaluate("document.activeElement.matches('.chat-replies')")).toBe(true);
      await until(() => events().includes(`seen ${view}`), 'seen of the new view');
      expect(events()).toContain(`engaged ${at(`${OFFER} hello`).view}`);
      await answer(page, 'What is the pay?').click();
      await answer(page, 'Can I look up the firm?').waitFor();
      expect(posts('/step').map((form) => [form.get('to'), form.get('view')])).toEqual([
        ['job_2', at(`${OFFER} hello`).view],
        ['terms_2', view],
      ]);
      expect(await page.evaluate("document.querySelectorAll('[id]').length")).toBe(
        await page.evaluate(
          "new Set([...document.querySelectorAll('[id]')].map((e) => e.id)).size",
        ),
      );
    });
  });

  test('what stays of the page reports under the new view', async () => {
    await visit(`${OFFER} hello`, {}, async (page) => {
      await answer(page, 'What kind of work is it?').click();
      await answer(page, 'What is the pay?').waitFor();
      await answer(page, 'Report this page').click();
      await page.waitForURL(`${server.url}/report`);
      const { view } = at(`${OFFER} job_2`);
      const form = /<form[^>]*action="\/report".*?<\/form>/s.exec(
        pages.find(({ name }) => name === `${OFFER} job_2`)!.html,
      )?.[0];
      const seq = /name="seq" value="(\d+)"/.exec(form ?? '')?.[1];
      expect([posts('/report')[0]?.get('view'), posts('/report')[0]?.get('seq')]).toEqual([
        view,
        seq,
      ]);
    });
  });

  test('who wants calm gets it all at once', async () => {
    await visit(`${OFFER} hello`, { calm: true, faster: 1 }, async (page) => {
      expect(await spoken(page)).toBe(FIRST);
      await answer(page, 'No, thank you').click({ timeout: 1000 });
      await answer(page, 'Goodbye').click({ timeout: 1000 });
      await page.waitForURL(`${server.url}/leave`);
      expect(posts('/leave')[0]?.get('view')).toBe(at(`${OFFER} decline`).view);
    });
  });

  test('a fetch that fails becomes a form post', async () => {
    await visit(`${OFFER} hello`, {}, async (page) => {
      await page.route('**/step', (route) =>
        route.request().resourceType() === 'fetch' ? route.abort() : route.continue(),
      );
      await answer(page, 'Who are you, please?').click();
      await page.waitForURL(at(`${OFFER} who`).url);
      await answer(page, 'And what is the work?').waitFor();
      expect(posts('/step').map((form) => form.get('to'))).toEqual(['who']);
      expect(await page.locator('#answer').count()).toBe(1);
    });
  });

  test('an answer that is another page is gone to', async () => {
    await visit(`${OFFER} hello`, {}, async (page) => {
      await page.route('**/step', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<h1>Closed</h1>' }),
      );
      await answer(page, 'Who are you, please?').click();
      await page.getByRole('heading', { name: 'Closed' }).waitFor();
      expect(page.url()).toBe(`${server.url}/step`);
    });
  });

  test('a conversation that was played has no fault that axe finds', async () => {
    await visit(`${OFFER} hello`, { calm: true }, async (page) => {
      await answer(page, 'What kind of work is it?').click();
      await answer(page, 'What is the pay?').click();
      await answer(page, 'Can I look up the firm?').waitFor();
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
        .analyze();
      expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    });
  });

  test('the last step leaves the page', async () => {
    await visit(`${OFFER} next`, { calm: true }, async (page) => {
      await answer(page, 'Yes, I send the picture of my passport').click();
      await page.waitForURL(`${server.url}/step`);
      expect(posts('/step').map((form) => form.get('to'))).toEqual(['apply']);
      expect(posts('/step')[0]?.get('view')).toBe(at(`${OFFER} next`).view);
    });
  });

  test('a debrief is played by its links, and its end is reported once somebody is there', async () => {
    await visit(`${DEBRIEF} contract_yes`, { calm: true }, async (page) => {
      const end = pages.find(({ name, html }) => {
        const ended = /class="chat-end" data-end>/.test(html);
        return ended && name.startsWith(DEBRIEF) && html.includes('id="m-contract-yes-a"');
      })!;
      await page.getByRole('link', { name: 'Who can help me with this?' }).click();
      await page.locator('.chat-end').waitFor();
      expect(page.url()).toContain(`?at=${end.page}`);
      expect(await page.evaluate("document.activeElement.matches('.chat-end')")).toBe(true);
      const { view } = at(end.name);
      expect(events().some((event) => event.startsWith('training_finished'))).toBe(false);
      await page.mouse.wheel(0, 20);
      await until(() => events().includes(`training_finished ${view}`), 'the end of the training');
      const act = page.locator('form[action="/act"] input[name=view]').first();
      expect(await act.getAttribute('value')).toBe(view);
    });
  });
});
