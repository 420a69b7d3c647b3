import { generate, parse, walk } from 'css-tree';
import { expect, expectTypeOf, test } from 'vitest';
import { openCatalogue } from '../../landing-templates/catalogue.ts';
import { compileTemplate } from '../../landing-templates/compile-template.ts';
import { renderReplay, renderReplayPair } from '../../landing-templates/replay.ts';
import { sampleValues } from '../../landing-templates/sample-values.ts';
import { scopeCss } from '../../landing-templates/scope-css.ts';
import type { CompiledTemplate, ReplayFragment } from '../../landing-templates/types.ts';
import { source, swap } from './sources.ts';

const catalogue = openCatalogue();
const lures = catalogue
  .all()
  .filter(({ manifest }) => manifest.kind === 'offer' && manifest.role === 'lure');

function twinOf(lure: CompiledTemplate): CompiledTemplate {
  const slug = lure.manifest.kind === 'offer' ? lure.manifest.twin : '';
  return catalogue.get(slug) as CompiledTemplate;
}

test('flags are those of the page that was seen, numbered in the order they stand on it', () => {
  for (const lure of lures) {
    for (const page of lure.pages) {
      const { html, flags } = renderReplay(lure, page, 'en');
      const declared = lure.manifest.kind === 'offer' ? lure.manifest.red_flags : [];
      const here = declared.filter(({ at }) => at.some((place) => place.page === page));
      expect(flags.map(({ key }) => key).sort()).toEqual(here.map(({ key }) => key).sort());
      // A sign may stand in several places; its number is that of the first.
      const places = [...html.matchAll(/href="#flag-(\d+)"/g)].map((match) => Number(match[1]));
      const numbers = [...new Set(places)];
      expect(numbers).toEqual(flags.map(({ n }) => n));
      expect(numbers).toEqual(numbers.map((_n, index) => index + 1));
      for (const flag of flags)
        expect(html).toContain(`aria-label="${flag.n}: ${flag.title.replaceAll("'", '&#39;')}"`);
    }
  }
});

test('moving a sign on the page moves its number', () => {
  const before = renderReplay(compileTemplate(source('kettle'), ''), 'ad', 'en');
  expect(before.flags.map(({ key }) => key)).toEqual(['address', 'hurry', 'price']);
  const moved = source('kettle', {
    'ad.html': (text) =>
      text
        .replace('id="hurry"', 'id="x"')
        .replace('id="price"', 'id="hurry"')
        .replace('id="x"', 'id="price"'),
  });
  const after = renderReplay(compileTemplate(moved, ''), 'ad', 'en');
  expect(after.flags.map(({ key }) => key)).toEqual(['address', 'price', 'hurry']);
});

test('a sign is explained by the text of the page, where it has one of its own', () => {
  const kettle = source('kettle', {
    'template.yaml': swap(
      'at: [{ page: ad, element: hurry }]',
      'at: [{ page: ad, element: hurry }, { page: checkout, element: address }]',
    ),
    'copy/en.yaml': swap(
      'text: It hurries',
      'text: "It hurries", at: { ad: "“Only today”, it says" }',
    ),
  });
  const compiled = compileTemplate(kettle, '');
  const explained = (page: string) =>
    renderReplay(compiled, page, 'en').flags.find(({ key }) => key === 'hurry')?.text;
  expect(explained('ad')).toBe('“Only today”, it says');
  expect(explained('checkout')).toBe('It hurries');
});

test('a fragment is inert: no form, field, script, landmark or address but its numbers', () => {
  for (const lure of lures) {
    for (const template of [lure, twinOf(lure)]) {
      for (const page of template.pages) {
        const { html } = renderReplay(template, page, 'th');
        expect(html).not.toMatch(
          /<(form|input|button|select|option|script|style|h[1-4]|main|header|footer|section|details)\b/,
        );
        expect(html).not.toMatch(/v1\.sample|\{\{|undefined/);
        for (const match of html.matchAll(/href="([^"]*)"/g))
          expect(match[1]).toMatch(/^#flag-\d+$/);
        for (const match of html.matchAll(/\sid="([^"]*)"/g))
          expect(match[1]).toMatch(new RegExp(`^r-${template.slug}-`));
      }
    }
  }
});

test('a fragment’s style reaches nothing outside it, nor the debrief’s into it by class', () => {
  const seen = lures.flatMap((lure) => lure.pages.map((page) => renderReplay(lure, page, 'en')));
  for (const { sheets, slug, html } of seen) {
    const css = sheets.map((sheet) => sheet.css).join('');
    walk(parse(css), {
      visit: 'Rule',
      enter(rule) {
        if (rule.prelude.type !== 'SelectorList') return;
        for (const selector of rule.prelude.children) {
          expect(generate(selector)).toMatch(
            new RegExp(`^\\.(r-${slug}(-page|-bar)?|p-[0-9a-f]{8})\\b`),
          );
        }
      },
    });
    expect(css).not.toMatch(/@media|sticky/);
    for (const match of html.matchAll(/class="([^"]*)"/g)) {
      for (const name of (match[1] ?? '').split(/\s+/))
        expect(name).toMatch(/^(x-|r-|p-|s-mark$|s-good$)/);
    }
  }
});

test('body, :root and :not() are scoped too', () => {
  const css =
    ':root { --a: red } body { color: red } html body .a { color: red } .a:not(.b), h1 { color: red }';
  const scoped = scopeCss(css, 'r-kettle-page');
  expect(scoped).toContain(
    '.r-kettle-page{--a: red }.r-kettle-page{color:red}.r-kettle-page .x-a{color:red}',
  );
  expect(scoped).toContain('.r-kettle-page .x-a:not(.x-b),.r-kettle-page .x-t-h1{color:red}');
});

test('a page carries no rule for what isn’t on it', () => {
  const css =
    '.a { color: red } .price, .b { color: red } @media (min-width: 60rem) { .c { color: red } }';
  const kettle = source('kettle', {
    'page.css': css,
    'ad.html': swap('id="price"', 'id="price" class="price"'),
  });
  const offer = compileTemplate(kettle, '');
  const page = offer.render('ad', 'en', sampleValues('en'));
  expect(page).toContain('.price{color:red}');
  expect(page).not.toMatch(/\.[abc][,{]|@media/);
  const sheets = renderReplay(offer, 'ad', 'en')
    .sheets.map((sheet) => sheet.css)
    .join('');
  expect(sheets).toContain('.x-price{color:red}');
  expect(sheets).not.toMatch(/\.x-[abc][,{]/);
});

test('where a class is filled in, every rule stays', () => {
  const look = source('look', {
    'page.css': '.kind-a { color: red }',
    'look.html': swap('<ul>', '<ul class="kind-{{value.owner}}">'),
  });
  const { values } = sampleValues('en');
  const seen = renderReplay(compileTemplate(source('kettle'), ''), 'ad', 'en');
  const filled = { values, lists: { flags: [], contacts: [] }, fragments: { seen } };
  expect(compileTemplate(look, '').render('look', 'en', filled)).toContain('.kind-a{color:red}');
});

test('the twin’s signs answer under the lure’s numbers', () => {
  for (const lure of lures) {
    for (const page of lure.pages) {
      const { fragments, lists } = renderReplayPair(lure, twinOf(lure), page, 'en');
      const answered = fragments.twin.flags.map(({ key, n }) => [key, n]);
      const asked = new Map(lists.flags.map(({ key, n }) => [key, n]));
      expect(answered.length).toBeGreaterThan(0);
      for (const [key, n] of answered) expect(asked.get(String(key))).toBe(n);
      expect(fragments.twin.html).toContain('✓1');
    }
  }
});

test('the address bar shows the offer’s host', () => {
  expect(renderReplay(compileTemplate(source('kettle'), ''), 'ad', 'en').html).toContain(
    '<bdi>tavelloon.deals.example</bdi>',
  );
});

test('a replay is set in the face of its language, after what the offer’s style names', () => {
  for (const [locale, face] of [
    ['ur', '"Noto Nastaliq Urdu"'],
    ['zh-Hans', 'system-ui,"PingFang SC"'],
  ] as const) {
    const css = renderReplay(catalogue.get('coffee-corner-sale')!, 'ad', locale)
      .sheets.map((sheet) => sheet.css)
      .join('');
    const named = [...css.matchAll(/\.r-coffee-corner-sale-page\{[^}]*font-family:([^;}]*)/g)];
    expect(named.at(-1)?.[1]).toMatch(new RegExp(`^${face}`));
  }
  const [, own] = renderReplay(catalogue.get('coffee-corner-sale')!, 'ad', 'th').sheets;
  expect(own!.css).not.toContain('Nastaliq');
});

test('only offers can be replayed', () => {
  const look = compileTemplate(source('look', { 'look.html': swap('{{fragment.seen}}', '') }), '');
  expect(() => renderReplay(look, 'look', 'en')).toThrow(RangeError);
});

test('only renderReplay makes fragments: one written by hand has another type', () => {
  type ByHand = { [Key in Extract<keyof ReplayFragment, string>]: ReplayFragment[Key] };
  expectTypeOf<ByHand>().not.toExtend<ReplayFragment>();
});
