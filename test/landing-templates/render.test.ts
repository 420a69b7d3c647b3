import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  compileTemplate,
  loadCatalogue,
  openCatalogue,
} from '../../landing-templates/catalogue.ts';
import { catalogueFacts } from '../../landing-templates/catalogue-facts.ts';
import { PREVIEW_PICTURE } from '../../landing-templates/preview-picture.ts';
import { renderReplay } from '../../landing-templates/replay.ts';
import { sampleValues } from '../../landing-templates/sample-values.ts';
import { ACTS, FIRST_OBSERVED_SEQ } from '../../landing-templates/slots.ts';
import { templateHash } from '../../landing-templates/template-hash.ts';
import type { Catalogue, CompiledTemplate, RenderValues } from '../../landing-templates/types.ts';
import { shippedPages } from './shipped.ts';
import { source } from './sources.ts';

const LANGUAGES = 'en am bn fil fr hi id km lo ms my ne pt si sw th ur vi zh-Hans'.split(' ');
/** Two kinds of offer with their twins, and all that follows an offer. */
const SPOKEN_IN_ALL =
  /^(coffee-corner|lamp-loft|riverside-desk|bayview-hotel)|^(?!.*(parcel|garden|field|campus|internship|friend-of-friend))/;

const catalogue: Catalogue = openCatalogue();
/** Audiences have other words in the same markup. */
const pages = shippedPages(catalogue, ({ variant }) => variant === undefined);

test('the shipped templates have no fault', () => {
  const loaded = loadCatalogue();
  expect('faults' in loaded ? loaded.faults : []).toEqual([]);
});

test('what is not an offer speaks nineteen languages, so do two offers in both forms, and none claims a review', () => {
  for (const template of catalogue.all()) {
    const wanted = SPOKEN_IN_ALL.test(template.slug) ? LANGUAGES : ['en', 'th'];
    expect(template.locales, template.slug).toEqual(expect.arrayContaining(wanted));
    for (const locale of template.locales) expect(template.isReviewed(locale)).toBe(false);
  }
});

test('every page renders in every language, complete and without a tag left over', () => {
  expect(pages.length).toBeGreaterThan(1000);
  for (const { name, html, locale } of pages) {
    const read = html.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '');
    expect(read, name).not.toMatch(/\{\{|\}\}|undefined|\[object/);
    expect(html, name).toContain(
      `<html lang="${locale}" dir="${locale === 'ur' ? 'rtl' : 'ltr'}">`,
    );
    expect(html, name).toContain('<meta name="robots" content="noindex');
    expect(html, name).toContain('<meta name="referrer" content="no-referrer">');
    expect(html, name).toContain('<meta name="viewport" content="width=device-width');
    expect(html, name).toMatch(/<title>[^<]+<\/title>/);
  }
});

test('renderBytes() is the page in UTF-8, also where a value is not ASCII', () => {
  for (const { html, bytes, name } of pages) expect(Buffer.from(bytes).toString(), name).toBe(html);
  const reveal = catalogue.get('reveal') as CompiledTemplate;
  const sample = sampleValues('th');
  const odd = { ...sample, values: { ...sample.values, owner: '😀 ศูนย์ \ud800 é' } };
  expect(Buffer.from(reveal.renderBytes('told', 'th', odd))).toEqual(
    Buffer.from(reveal.render('told', 'th', odd)),
  );
});

test('a link preview is neutral in title, text and picture, the same for every offer', () => {
  const shown = (html: string) =>
    [...html.matchAll(/<meta property="og:([a-z]+)" content="([^"]*)">/g)].map(
      ([, name, content]) => `${name}: ${content}`,
    );
  const byLocale = new Map<string, Set<string>>();
  for (const { html, locale, name } of pages) {
    byLocale.set(locale, (byLocale.get(locale) ?? new Set()).add(shown(html).join('\n')));
    expect(html, name).not.toMatch(/name="description"|twitter:/);
  }
  for (const [locale, previews] of byLocale) expect([locale, previews.size]).toEqual([locale, 1]);
  expect([...byLocale.get('en')!]).toEqual([
    `title: A web page\ndescription: A web page\nimage: /a/${PREVIEW_PICTURE.name}`,
  ]);
});

test('the picture of previews is of no template, small, and served as every other', () => {
  const picture = catalogue.asset(PREVIEW_PICTURE.name)!;
  expect(picture.type).toBe('image/png');
  expect(picture.bytes.length).toBeLessThan(200);
  for (const { assets } of catalogue.all()) expect(assets.has(PREVIEW_PICTURE.name)).toBe(false);
});

test('no page loads anything from outside, has inline handlers or named inputs of its own', () => {
  for (const { html, name } of pages) {
    const loads = [...html.matchAll(/\ssrc="([^"]*)"/g)].map((match) => match[1]);
    for (const address of loads) {
      expect(address, name).toMatch(
        /^(\/a\/[0-9a-f]{24}\.(webp|svg)|data:image\/svg\+xml,%3Csvg )/,
      );
    }
    expect(html, name).not.toMatch(/\son[a-z]+=|style="|<iframe|<link rel="stylesheet/);
    const inputs = [...html.matchAll(/<(?:input|textarea|select)\b[^>]*>/g)].map(([tag]) => tag);
    for (const input of inputs) {
      expect(input, name).toMatch(/^<input type="hidden" name="(t|view|seq|to|do|value)"|^<select/);
      if (input.startsWith('<select')) expect(input, name).not.toContain('name=');
    }
  }
});

test('the policy allows exactly the style and script of the page', () => {
  for (const { html, name, csp } of pages) {
    const allowed = new Set([...csp.matchAll(/'sha256-[^']+'/g)].map(([hash]) => hash));
    const found = new Set(
      [...html.matchAll(/<(style|script)>([\s\S]*?)<\/\1>/g)].map(
        (match) =>
          `'sha256-${createHash('sha256')
            .update(match[2] ?? '')
            .digest('base64')}'`,
      ),
    );
    expect([...found].sort(), name).toEqual([...allowed].sort());
    expect(csp, name).toMatch(/^default-src 'none'; /);
    expect(csp, name).toContain("base-uri 'none'; frame-ancestors 'none'; form-action 'self'");
    expect(csp, name).not.toMatch(/unsafe|\*/);
  }
});

test('the observer runs on offers, the reveal and debriefs, never on participants’ pages nor on sheets', () => {
  for (const { html, template, page, name } of pages) {
    const runs = isObserved(template, page);
    expect(html.includes('<script>'), name).toBe(runs);
    const watched =
      /<body class="[^"]*" data-t="[^"]+" data-view="[^"]+"( data-p="\d+")? data-i="[^"]+">/;
    expect(watched.test(html), name).toBe(runs);
    const numbered = template.manifest.kind === 'offer';
    expect(html.includes(` data-p="${template.pages.indexOf(page) + 1}"`), name).toBe(numbered);
  }
});

test('forms carry token, view and a sequence number of their own, below the observer’s', () => {
  for (const { html, template, page, name } of pages) {
    const forms = [...html.matchAll(/<form method="post"[\s\S]*?<\/form>/g)].map(([form]) => form);
    const seqs = forms.map((form) => Number(/name="seq" value="(\d+)"/.exec(form)?.[1] ?? 0));
    for (const form of forms) {
      expect(form, name).toContain(
        '<input type="hidden" name="t" value="v1.sample.sample.sample">',
      );
      expect(form, name).toMatch(/<button type="submit"/);
      const act = /name="do" value="([^"]*)"/.exec(form)?.[1];
      if (act !== undefined) expect(ACTS, name).toContain(act);
    }
    if (!isObserved(template, page)) continue;
    expect(seqs, name).toEqual(forms.map((_form, index) => index + 1));
    expect(Math.max(0, ...seqs), name).toBeLessThan(FIRST_OBSERVED_SEQ);
  }
});

test('each offer leads to its compliance step and can be reported from every page', () => {
  for (const template of offers()) {
    const { manifest } = template;
    if (manifest.kind !== 'offer') continue;
    const last = template.render(template.pages.at(-1) ?? '', 'en', sampleValues('en'));
    expect(last).toContain(`<input type="hidden" name="to" value="${manifest.compliance_step}">`);
    for (const page of template.pages) {
      expect(template.render(page, 'en', sampleValues('en'))).toContain('action="/report"');
    }
  }
});

test('the reveal says at once that this was practice, that one is safe and that nothing was kept', () => {
  const html = catalogue.get('reveal')?.render('told', 'en', sampleValues('en')) ?? '';
  const told = html.indexOf('This was a practice offer', html.indexOf('<h1>'));
  const order = [
    'You are safe',
    'Nothing you typed was kept',
    'fool many people',
    'name="do" value="next"',
  ];
  const places = order.map((text) => html.indexOf(text, told));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(Math.min(told, ...places)).toBeGreaterThan(0);
  for (const act of [
    'tap_heard',
    'tap_practice',
    'tap_feeling',
    'help_opened',
    'distressed',
    'complained',
    'withdraw',
  ]) {
    expect(html).toContain(`name="do" value="${act}"`);
  }
  expect(html).toContain('href="https://weather.example/" rel="noreferrer noopener"');
});

test('a page has no link to itself: the helper leads back to its questions from everywhere else', () => {
  const helper = catalogue.get('job-check-helper')!;
  for (const page of helper.pages) {
    const html = helper.render(page, 'en', sampleValues('en'));
    expect(html.includes('Back to the questions'), page).toBe(page !== 'hello');
    expect(html).not.toContain(`href="?at=${page}"`);
  }
});

test('no text of ours names the crime or blames the person', () => {
  for (const template of catalogue.all()) {
    if (template.manifest.kind === 'offer') continue;
    for (const text of template.texts('en').values()) {
      expect(text, template.slug).not.toMatch(
        /traffick|slave|victim|stupid|careless|fail(ed|ure)|your fault\b(?<!not your fault)|(?<!no )\bscored?\b|gullible|fell for/i,
      );
    }
  }
});

test('messages are plain text with every value in its place', () => {
  for (const template of catalogue.all()) {
    for (const key of template.manifest.messages) {
      for (const locale of template.locales) {
        const { values } = sampleValues(locale);
        const message = template.message(key, locale, {
          ...values,
          owner: 'A & <b>',
          link: 'https://x.example/?a=1&b=2',
        });
        expect(message.subject).not.toMatch(/[\r\n]|\{\{/);
        expect(message.body).toContain('https://x.example/?a=1&b=2');
        expect(message.body).toContain('https://people.example/s/sample');
        expect(`${message.body}${message.short}`).not.toMatch(/\{\{|&amp;|&lt;/);
        expect(message.short).toContain('https://x.example/');
      }
    }
  }
});

test('a value with line breaks can’t add lines to a message', () => {
  const messages = catalogue.get('messages') as CompiledTemplate;
  const { values } = sampleValues('en');
  const message = messages.message('reveal', 'en', { ...values, trial: 'A\r\nBcc: x@y.example' });
  expect(message.body).toContain('A Bcc: x@y.example');
});

test('render() refuses a missing value, list or fragment, an unknown page and locale', () => {
  const look = compileTemplate(source('look'), '');
  const seen = renderReplay(compileTemplate(source('kettle'), ''), 'ad', 'en');
  const all: RenderValues = {
    values: {
      token: 't',
      view: 'v',
      interactionsUrl: '/i',
      owner: 'o',
      exitUrl: '/',
      actUrl: '/act',
    },
    lists: { flags: [], contacts: [] },
    fragments: { seen },
  };
  expect(look.render('look', 'en', all)).toContain('<h1>Look again</h1>');
  const { owner: _owner, ...fewer } = all.values;
  expect(() => look.render('look', 'en', { ...all, values: fewer })).toThrow(
    /value owner is missing/,
  );
  expect(() => look.render('look', 'en', { values: all.values, fragments: { seen } })).toThrow(
    /list flags/,
  );
  expect(() => look.render('look', 'en', { values: all.values, lists: all.lists ?? {} })).toThrow(
    /fragment seen/,
  );
  expect(() => look.render('gone', 'en', all)).toThrow(RangeError);
  expect(() => look.render('look', 'th', all)).toThrow(RangeError);
});

test('localeFor() falls back to the language, then to English', () => {
  const template = catalogue.get('reveal') as CompiledTemplate;
  expect(
    ['th', 'th-TH', 'en-GB', 'tl', 'zh-CN', 'eo'].map((tag) => template.localeFor(tag)),
  ).toEqual(['th', 'th', 'en', 'fil', 'zh-Hans', 'en']);
});

test('needs() names everything a page uses', () => {
  expect(compileTemplate(source('look'), '').needs('look')).toEqual({
    values: ['actUrl', 'exitUrl', 'interactionsUrl', 'owner', 'token', 'view'],
    lists: { contacts: ['name'], flags: ['n', 'title'] },
    flags: ['late'],
    fragments: ['seen'],
  });
});

test('templateHash() changes with any file and with nothing else', () => {
  const base = templateHash(source('kettle'));
  const { files } = source('kettle');
  const shuffled = Object.fromEntries(Object.entries(files).reverse());
  expect(templateHash({ slug: 'other-name', files: shuffled })).toBe(base);
  const seen = new Set([base]);
  for (const name of Object.keys(files)) {
    seen.add(templateHash(source('kettle', { [name]: (text) => `${text} ` })));
  }
  expect(seen.size).toBe(Object.keys(files).length + 1);
  expect(compileTemplate(source('kettle'), '').hash).toBe(base);
});

test('a source compiles to the same page after a journey through JSON', () => {
  for (const [slug, original] of catalogue.sources) {
    const copy = compileTemplate(JSON.parse(JSON.stringify(original)));
    expect(copy.hash).toBe(catalogue.get(slug)?.hash);
  }
});

test('offers weigh less than 50 KB and the rest less than 80 KB, replays with pictures included', () => {
  for (const { html, template, name } of pages) {
    const pictures = new Set(
      [...html.matchAll(/\/a\/([0-9a-f]+\.(?:webp|svg))/g)].map((match) => match[1] ?? ''),
    );
    const bytes = [...pictures].reduce(
      (sum, file) => sum + (catalogue.asset(file)?.bytes.length ?? Number.NaN),
      Buffer.byteLength(html),
    );
    expect(bytes, name).toBeLessThan(template.manifest.kind === 'offer' ? 50_000 : 80_000);
  }
});

test('a pair is matched in words, pages and pictures', () => {
  const facts = catalogueFacts(catalogue);
  for (const [slug, lure] of Object.entries(facts.offers)) {
    const twin = facts.offers[lure.counterpart];
    expect(twin?.counterpart).toBe(slug);
    expect(twin?.measures.pages).toBe(lure.measures.pages);
    expect(twin?.measures.images).toBe(lure.measures.images);
    for (const [locale, words] of Object.entries(lure.measures.words)) {
      const ratio = (twin?.measures.words[locale] ?? 0) / words;
      expect(ratio, `${slug} ${locale}`).toBeGreaterThan(0.87);
      expect(ratio, `${slug} ${locale}`).toBeLessThan(1.15);
    }
  }
});

test('catalogueFacts() rates lures alike and twins not at all', () => {
  const facts = catalogueFacts(catalogue);
  const found = Object.values(facts.offers);
  expect(found).toHaveLength(24);
  expect(new Set(found.map(({ difficulty }) => difficulty))).toEqual(new Set([null, 'moderately']));
  for (const [slug, { role, difficulty, sensitiveFields, stopsAtIntent }] of Object.entries(
    facts.offers,
  )) {
    expect(difficulty === null, slug).toBe(role === 'twin');
    // A conversation ends where somebody says they will send what is asked for; a genuine parcel
    // asks for a day only.
    const asksNothing = slug.startsWith('friend-of-friend') || slug.endsWith('-parcel-notice');
    expect([sensitiveFields, stopsAtIntent], slug).toEqual([!asksNothing, asksNothing]);
  }
  expect(Object.keys(facts.debriefs).sort()).toEqual([
    ...['awareness-message', 'booster', 'family-talk', 'if-then-plan', 'in-person'],
    ...['job-check-helper', 'read-aloud-pledge', 'red-flag-replay', 'spot-the-difference'],
    ...['survivor-story', 'trusted-messenger'],
  ]);
  expect(Object.keys(facts.pages['participant-pages']?.locales ?? {}).sort()).toEqual(
    [...LANGUAGES].sort(),
  );
});

function isObserved({ manifest }: CompiledTemplate, page: string): boolean {
  return manifest.pages.find(({ key }) => key === page)?.observed ?? false;
}

function offers(): CompiledTemplate[] {
  return catalogue.all().filter(({ manifest }) => manifest.kind === 'offer');
}
