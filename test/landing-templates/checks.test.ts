import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { buildCatalogue } from '../../landing-templates/catalogue.ts';
import { compileTemplate } from '../../landing-templates/compile-template.ts';
import { TemplateError } from '../../landing-templates/faults.ts';
import { copyTextHash } from '../../landing-templates/read-copy.ts';
import type { TemplateFault, TemplateSource } from '../../landing-templates/types.ts';
import { COPY, source, swap } from './sources.ts';

function faultsOf(...sources: TemplateSource[]): readonly TemplateFault[] {
  const result = buildCatalogue(sources, '');
  return 'faults' in result ? result.faults : [];
}

type Changes = Parameters<typeof source>[1];

const THAI_LOOK = `locale: th
reviewed: false
text:
  preview_title: หน้าเว็บ
  pages:
    look: { title: ดู }
  title: ดู
  exit: ออก
  late: "{{value.owner}}"
  next: ต่อไป
`;
const VARIANT = `variants:
  students: { about: Students., biases: [], techniques: [], rationale: Seen in 2024. }
`;
const CHAT = (answer: string) =>
  `opens: hello\nscenes:\n  hello: { step: seen, them: [a], you: [${answer}] }\n`;

const STORY = `attached: true
drawing: teller.svg
media: { kind: audio, file: story.mp3, seconds: 9, captions: { en: story.vtt } }
teller: { called: Tella, shown_as: Her own voice and no face at all. }
provenance: Recorded in a kitchen by those who brought her home.
consent: { given_on: 2026-05-04, asked_by: A friend asked in Thai and explained all of it., covers: Trainings like this one and nothing else., until: 2029-12-31 }
payment: { amount: 900, currency: THB, paid_by: The house, paid_on: 2026-05-04 }
withdrawal: { how: She rings us and says so once., contact: 000 000 0142, within_days: 3 }
`;

const PRINTED = (text: string): string => `${text}printed: true\n`;

/** Code, slug, what is broken, and the file and line where it must be found. */
const BROKEN: [code: string, slug: string, changes: Changes, place: string][] = [
  [
    'T001',
    'kettle',
    { 'template.yaml': swap('title: Kettle', 'title: [Kettle') },
    'template.yaml:',
  ],
  ['T001', 'kettle', { 'copy/en.yaml': swap('go: Buy', 'go: Buy\n  go: Sell') }, 'copy/en.yaml:13'],
  [
    'T002',
    'kettle',
    { 'template.yaml': swap('family: shop', 'family: bazaar') },
    'template.yaml:6',
  ],
  [
    'T002',
    'kettle',
    { 'template.yaml': swap('.deals.example', '.deals.test') },
    'template.yaml:12',
  ],
  ['T003', 'kettle', { 'script.js': 'alert(1)' }, 'script.js:1'],
  ['T004', 'kettle', { 'other.html': '<p></p>' }, 'other.html:1'],
  ['T004', 'kettle', { 'checkout.html': undefined }, 'checkout.html:1'],
  ['T005', 'kettle', { 'page.css': undefined }, 'page.css:1'],
  [
    'T006',
    'kettle',
    { 'template.yaml': swap('role: lure', 'parts: [nowhere]\nrole: lure') },
    'template.yaml:4',
  ],
  ['T010', 'kettle', { 'ad.html': swap('<h1>', '<h1 class="a" class="b">') }, 'ad.html:2'],
  ['T011', 'kettle', { 'ad.html': swap('<h1>', '<script>alert(1)</script><h1>') }, 'ad.html:2'],
  ['T011', 'kettle', { 'ad.html': swap('<h1>', '<input name="card"><h1>') }, 'ad.html:2'],
  ['T011', 'kettle', { 'ad.html': swap('<h1>', '<iframe></iframe><h1>') }, 'ad.html:2'],
  ['T012', 'kettle', { 'ad.html': swap('<h1>', '<h1 onclick="a()">') }, 'ad.html:2'],
  ['T012', 'kettle', { 'ad.html': swap('<h1>', '<h1 style="color:red">') }, 'ad.html:2'],
  ['T012', 'kettle', { 'ad.html': swap('class="post"', 'class="s-mark"') }, 'ad.html:1'],
  [
    'T012',
    'kettle',
    { 'ad.html': swap('<h1>', '<dl><div id="terms"><dt>{{copy.cta}}</dt></div></dl><h1>') },
    'ad.html:2',
  ],
  [
    'T012',
    'kettle',
    { 'ad.html': swap('<h1>', '<table><tr id="row"><td>{{copy.cta}}</td></tr></table><h1>') },
    'ad.html:2',
  ],
  ['T013', 'look', { 'look.html': swap('{{value.exitUrl}}', 'https://a.example') }, 'look.html:3'],
  [
    'T013',
    'look',
    { 'look.html': swap('{{value.exitUrl}}', 'javascript:{{value.owner}}') },
    'look.html:3',
  ],
  ['T014', 'kettle', { 'ad.html': swap('{{offer.name}}', '{{{offer.name}}}') }, 'ad.html:2'],
  ['T014', 'kettle', { 'ad.html': swap('{{offer.name}}', '{{value.name}}') }, 'ad.html:2'],
  ['T014', 'kettle', { 'ad.html': swap('{{offer.name}}', '{{item.name}}') }, 'ad.html:2'],
  ['T014', 'kettle', { 'ad.html': swap('{{money.now}}', '{{money.then}}') }, 'template.yaml:14'],
  [
    'T014',
    'kettle',
    { 'copy/en.yaml': swap('Pay {{money.now}}', 'Pay {{value.now}}') },
    'copy/en.yaml:15',
  ],
  [
    'T014',
    'look',
    { 'look.html': swap('aria-label="{{value.owner}}"', 'aria-label="{{fragment.seen}}"') },
    'look.html:2',
  ],
  ['T015', 'look', { 'look.html': swap('{{/if.late}}', '') }, 'look.html:5'],
  ['T015', 'look', { 'look.html': swap('{{/if.late}}', '{{/list.flags}}') }, 'look.html:6'],
  [
    'T015',
    'look',
    { 'look.html': swap('<p>{{copy.late}}</p>{{/if.late}}', '<p>{{/if.late}}{{copy.late}}</p>') },
    'look.html:6',
  ],
  [
    'T016',
    'kettle',
    {
      'ad.html': (text) =>
        text.replace(
          '<s-step to="checkout" class="cta">{{copy.go}}</s-step>',
          '<p><s-step to="checkout">{{copy.go}}</s-step></p>',
        ),
    },
    'ad.html:7',
  ],
  ['T016', 'look', { 'look.html': swap('do="next"', 'do="vanish"') }, 'look.html:7'],
  [
    'T016',
    'look',
    { 'look.html': swap('<s-act do="next">', '<s-act do="next" value="12">') },
    'look.html:7',
  ],
  ['T017', 'kettle', { 'ad.html': swap('to="checkout"', 'to="cellar"') }, 'ad.html:7'],
  [
    'T018',
    'kettle',
    {
      'checkout.html': (text) =>
        text.replace(/<s-sensitive[^>]*>/, '<div>').replace('</s-sensitive>', '</div>'),
    },
    'checkout.html:3',
  ],
  [
    'T018',
    'kettle',
    { 'checkout.html': swap('field="card"', 'field="passport"') },
    'checkout.html:3',
  ],
  [
    'T018',
    'kettle',
    { 'checkout.html': swap('kind="card"', 'kind="anything"') },
    'checkout.html:3',
  ],
  ['T018', 'kettle', { 'ad.html': swap('data-field="colour"', 'data-field="card"') }, 'ad.html:6'],
  [
    'T018',
    'kettle',
    { 'template.yaml': swap('stops_at_intent: false', 'stops_at_intent: true') },
    'template.yaml:21',
  ],
  [
    'T019',
    'kettle',
    { 'ad.html': swap('src="kettle.svg"', 'src="https://a.example/x.svg"') },
    'ad.html:5',
  ],
  ['T019', 'kettle', { 'ad.html': swap(' alt="{{copy.alt}}"', '') }, 'ad.html:5'],
  ['T020', 'kettle', { 'page.css': swap('color: #222', 'color #222') }, 'page.css:1'],
  [
    'T021',
    'kettle',
    { 'page.css': swap('@media (min-width: 60rem)', '@keyframes a') },
    'page.css:3',
  ],
  [
    'T021',
    'kettle',
    { 'page.css': (text) => `@import "https://a.example/a.css";\n${text}` },
    'page.css:1',
  ],
  ['T022', 'kettle', { 'page.css': swap('display: grid', 'behavior: none') }, 'page.css:3'],
  ['T022', 'kettle', { 'page.css': swap('display: grid', 'position: fixed') }, 'page.css:3'],
  ['T023', 'kettle', { 'page.css': swap('rgb(1, 2, 3)', 'expression(1)') }, 'page.css:2'],
  [
    'T023',
    'kettle',
    { 'page.css': swap('background: #fff', 'background: url(https://a.example/x.png)') },
    'page.css:1',
  ],
  ['T023', 'kettle', { 'page.css': swap('color: #222', '--a: </style>') }, 'page.css:1'],
  ['T024', 'kettle', { 'page.css': swap('.cta', '.s-mark') }, 'page.css:2'],
  [
    'T025',
    'kettle',
    { 'page.css': (text) => `${text}.post { margin-left: 1rem }\n` },
    'page.css:4',
  ],
  [
    'T025',
    'kettle',
    { 'page.css': (text) => `${text}.post { text-align: right }\n` },
    'page.css:4',
  ],
  [
    'T025',
    'kettle',
    { 'page.css': (text) => `${text}.post { padding: 0 0 0 calc(1rem + 2px) }\n` },
    'page.css:4',
  ],
  [
    'T025',
    'kettle',
    { 'page.css': (text) => `${text}.post { border-radius: 1rem 1rem 1rem 0 }\n` },
    'page.css:4',
  ],
  ['T030', 'kettle', { 'copy/en.yaml': swap('  go: Buy\n', '') }, 'copy/en.yaml:1'],
  ['T030', 'kettle', { 'copy/en.yaml': swap('twin: Plain', 'twins: Plain') }, 'copy/en.yaml:1'],
  [
    'T031',
    'kettle',
    { 'copy/en.yaml': swap('go: Buy', 'go: Buy\n  stay: Stay') },
    'copy/en.yaml:13',
  ],
  ['T032', 'kettle', { 'copy/en.yaml': swap('go: Buy', 'go: 12') }, 'copy/en.yaml:12'],
  [
    'T032',
    'kettle',
    { 'copy/en.yaml': swap('reviewed: false', 'reviewed: true') },
    'copy/en.yaml:2',
  ],
  ['T032', 'kettle', { 'copy/en.yaml': swap('locale: en', 'locale: fr') }, 'copy/en.yaml:1'],
  [
    'T033',
    'kettle',
    {
      'copy/en.yaml': swap(
        'reviewed: false',
        `reviewed: { by: A reader, on: "2027-01-01", text_sha256: "${'0'.repeat(64)}" }`,
      ),
    },
    'copy/en.yaml:2',
  ],
  ['T035', 'kettle', { 'copy/en.yaml': undefined }, 'copy/en.yaml:1'],
  [
    'T038',
    'kettle',
    { 'copy/en.yaml': swap('text: It hurries', 'text: "“Last day” hurries"') },
    'copy/en.yaml:23',
  ],
  [
    'T038',
    'kettle',
    { 'copy/en.yaml': swap('text: It hurries', 'at: { ad: "«7 left» hurries" }') },
    'copy/en.yaml:23',
  ],
  [
    'T040',
    'kettle',
    { 'kettle.svg': swap('<circle', `<path d="${'M0 0'.repeat(6000)}"/><circle`) },
    'kettle.svg:1',
  ],
  [
    'T041',
    'kettle',
    { 'kettle.svg': swap('<circle', '<script>alert(1)</script><circle') },
    'kettle.svg:1',
  ],
  ['T041', 'kettle', { 'kettle.svg': swap('r="1"', 'r="1" onload="a()"') }, 'kettle.svg:1'],
  [
    'T041',
    'kettle',
    { 'kettle.svg': swap('<circle', '<use href="https://a.example/x"/><circle') },
    'kettle.svg:1',
  ],
  ['T041', 'kettle', { 'kettle.svg': (text) => `<!DOCTYPE svg>${text}` }, 'kettle.svg:1'],
  [
    'T042',
    'kettle',
    { 'spare.svg': '<svg xmlns="http://www.w3.org/2000/svg"></svg>' },
    'spare.svg:1',
  ],
  ['T050', 'kettle', { 'ad.html': swap('id="hurry"', 'id="hurries"') }, 'template.yaml:29'],
  [
    'T050',
    'kettle',
    {
      'template.yaml': swap('  - key: address\n    at: [{ page: ad, element: address }]\n', ''),
      'copy/en.yaml': (text) => text.replace(/ {4}address: .*\n/, ''),
    },
    'template.yaml:25',
  ],
  [
    'T050',
    'kettle',
    { 'template.yaml': (text) => text.replace(/phish_scale:\n.*\n.*\n/, '') },
    'template.yaml:1',
  ],
  [
    'T051',
    'kettle',
    { 'template.yaml': swap('step: started', 'step: compromised') },
    'template.yaml:18',
  ],
  ['T051', 'kettle', { 'template.yaml': swap('step: seen', 'step: clicked') }, 'template.yaml:17'],
  [
    'T051',
    'kettle',
    { 'template.yaml': swap('step: seen, observed: true', 'step: seen, observed: false') },
    'template.yaml:17',
  ],
  ['T051', 'kettle', { 'ad.html': swap('<s-report>{{copy.report}}</s-report>', '') }, 'ad.html:1'],
  ['T052', 'kettle', { 'ad.html': swap('id="price"', 'id="hurry"') }, 'ad.html:4'],
  [
    'T036',
    'look',
    {
      'template.yaml': (text) => `parts: [talk]\n${text}`,
      'parts/talk/copy/en.yaml': 'locale: en\nreviewed: false\ntext: { hello: Hello }\n',
      'copy/th.yaml': THAI_LOOK,
    },
    'copy/th.yaml:1',
  ],
  ['T037', 'look', { 'template.yaml': (text) => `${text}${VARIANT}` }, 'copy/en.yaml:1'],
  [
    'T037',
    'look',
    { 'copy/en.yaml': (text) => `${text}variants: { students: { title: Dear student } }\n` },
    'template.yaml:1',
  ],
  [
    'T037',
    'look',
    {
      'template.yaml': (text) => `${text}${VARIANT}`,
      'copy/en.yaml': (text) => `${text}variants: { students: { other: Dear student } }\n`,
    },
    'copy/en.yaml:',
  ],
  ['T053', 'kettle', { 'chat.yaml': 'opens: [a]\nscenes: {}\n' }, 'chat.yaml:1'],
  ['T053', 'kettle', { 'chat.yaml': CHAT('{ key: on, to: hello }') }, 'chat.yaml:1'],
  ['T053', 'kettle', { 'chat.yaml': CHAT('{ key: on, to: nowhere }') }, 'chat.yaml:1'],
  [
    'T055',
    'look',
    { 'look.html': swap('<s-act do="withdraw">{{copy.next}}</s-act>', '') },
    'look.html:1',
  ],
  [
    'T055',
    'look',
    { 'look.html': swap('<a href="{{value.exitUrl}}">{{copy.exit}}</a>', '{{copy.exit}}') },
    'look.html:1',
  ],
  ['T055', 'look', { 'template.yaml': PRINTED }, 'look.html:1'],
  ['T055', 'look', { 'template.yaml': PRINTED }, 'template.yaml:1'],
  ['T054', 'look', { 'story.yaml': 'attached: true\ndrawing: teller.svg\n' }, 'story.yaml:1'],
  [
    'T056',
    'look',
    { 'story.yaml': STORY, 'story.mp3': 'no sound', 'story.vtt': 'WEBVTT' },
    'story.mp3:1',
  ],
  [
    'T057',
    'look',
    { 'story.yaml': STORY.replace('en: story', 'th: story'), 'story.mp3': 'no sound' },
    'story.yaml:3',
  ],
  [
    'T058',
    'kettle',
    { 'copy/en.yaml': swap('text: Odd', 'text: It belongs to “mega-sale75”') },
    'copy/en.yaml:24',
  ],
  [
    'T058',
    'kettle',
    {
      'template.yaml': swap('sender: Tavelloon Deals', 'sender: A team\n  mail_sender: Tavelloon'),
    },
    'template.yaml:11',
  ],
  [
    'T059',
    'look',
    { 'template.yaml': swap('(Bender et al. 2024)', 'as notes.md says, e.g. 12,511 times') },
    'template.yaml:9',
  ],
  [
    'T059',
    'look',
    { 'template.yaml': (text) => text + VARIANT.replace('Seen in 2024.', 'They are young.') },
    'template.yaml:',
  ],
  ['T071', 'kettle', { 'copy/en.yaml': swap('go: Buy', 'go: See kettles.com') }, 'copy/en.yaml:'],
  [
    'T072',
    'kettle',
    { 'copy/en.yaml': swap('go: Buy', 'go: As seen with Bill Gates') },
    'copy/en.yaml:',
  ],
  [
    'T070',
    'kettle',
    { 'copy/en.yaml': swap('hurry: Only today', 'hurry: Only on Amazon today') },
    'copy/en.yaml:8',
  ],
  [
    'T080',
    'kettle',
    { 'copy/en.yaml': swap('hurry: Only today', `hurry: "${'Only today. '.repeat(5000)}"`) },
    'ad.html:1',
  ],
];

describe('a template is refused', () => {
  for (const [index, [code, slug, changes, place]] of BROKEN.entries()) {
    test(`with ${code} at ${place} (case ${index + 1})`, () => {
      const others = ['kettle', 'kettle-twin', 'look'].filter((other) => other !== slug);
      const found = faultsOf(source(slug, changes), ...others.map((other) => source(other)));
      const codes = found.map((fault) => `${fault.code} ${fault.file}:${fault.line}`);
      expect(codes).toContainEqual(
        expect.stringMatching(`^${code} ${slug}/${place.replace('.', '\\.')}`),
      );
      for (const fault of found) expect(fault.message).not.toMatch(/\.$/);
    });
  }

  test('with T034 when a translation loses a placeholder', () => {
    const english = source('kettle').files['copy/en.yaml'];
    const text = english && 'text' in english ? english.text : '';
    const thai = text.replace('locale: en', 'locale: th').replace('Pay {{money.now}}', 'จ่าย');
    const found = faultsOf(source('kettle', { 'copy/th.yaml': thai }), source('kettle-twin'));
    expect(found.map(({ code, file, line }) => [code, file, line])).toEqual([
      ['T034', 'kettle/copy/th.yaml', 15],
    ]);
  });

  test('with T042 when a WebP file is not WebP', () => {
    const broken = source('kettle', {
      'ad.html': swap('src="kettle.svg"', 'src="kettle.webp"'),
      'kettle.svg': undefined,
    });
    const files = {
      ...broken.files,
      'kettle.webp': { base64: Buffer.from('GIF89a').toString('base64') },
    };
    const found = faultsOf({ slug: 'kettle', files }, source('kettle-twin'));
    expect(found.map(({ code }) => code)).toEqual(['T042']);
  });

  test('with T060 when the twin is missing or names another', () => {
    expect(faultsOf(source('kettle')).map(({ code }) => code)).toEqual(['T060']);
    const stray = source('kettle-twin', {
      'template.yaml': swap('twin: kettle\n', 'twin: look\n'),
    });
    expect(faultsOf(source('kettle'), stray, source('look')).map(({ code }) => code)).toContain(
      'T060',
    );
  });

  test('but not for a quote that stands on the page, in the marks and the script of a language', () => {
    const quoting = (locale: string, says: string, quote: string) => ({
      [`copy/${locale}.yaml`]: COPY.replace('locale: en', `locale: ${locale}`)
        .replace('hurry: Only today', `hurry: ${says}`)
        .replace('text: It hurries', `text: ${quote}`),
    });
    const changes = {
      ...quoting('ur', 'صرف آج، جلدی کریں', '”صرف آج“۔ جلدی ہے۔'),
      ...quoting('fr', 'Aujourd’hui seulement', '«\u00a0aujourd’hui\u00a0». Vite.'),
      ...quoting('th', 'วันนี้วันเดียว หมดแล้วหมดเลย', '“วันนี้วันเดียว” รีบ'),
    };
    const spoken = (made: Changes) => compileTemplate(source('kettle', made), '').locales;
    expect(spoken(changes)).toEqual(['en', 'fr', 'th', 'ur']);
    expect(() => spoken({ ...changes, ...quoting('ur', 'صرف آج', '”7 باقی“۔') })).toThrow(/T038/);
  });

  test('with T064 when twins differ in length', () => {
    const longer = source('kettle-twin', {
      'copy/en.yaml': swap('go: Buy', `go: ${'Buy it now or later. '.repeat(20)}`),
    });
    expect(faultsOf(source('kettle'), longer).map(({ code }) => code)).toEqual(['T064']);
  });

  test('with T061 when twins differ in funnel or compliance step', () => {
    const other = source('kettle-twin', {
      'template.yaml': swap('compliance_step: pay', 'compliance_step: buy'),
    });
    expect(faultsOf(source('kettle'), other).map(({ code }) => code)).toContain('T061');
    const shorter = source('kettle-twin', {
      'template.yaml': swap('step: started', 'step: clicked'),
    });
    expect(faultsOf(source('kettle'), shorter).map(({ code }) => code)).toContain('T061');
  });

  test('with T062 when two offers share a host or a name', () => {
    const same = source('kettle-twin', {
      'template.yaml': swap('ossamere.example', 'tavelloon.deals.example'),
    });
    expect(faultsOf(source('kettle'), same).map(({ code }) => code)).toEqual(['T062']);
  });

  test('with T063 when its folder has an odd name', () => {
    const odd = { ...source('look'), slug: 'Look_Again' };
    expect(faultsOf(odd).map(({ code }) => code)).toEqual(['T063']);
  });
});

describe('a template is taken', () => {
  test('when nothing is wrong', () => {
    expect(faultsOf(source('kettle'), source('kettle-twin'), source('look'))).toEqual([]);
  });

  test('with a brand word whose exception is recorded', () => {
    const amazon = source('kettle', {
      'copy/en.yaml': swap('hurry: Only today', 'hurry: Kettle from the Amazon river'),
      'template.yaml': (text) =>
        `${text}brand_exceptions:\n  - { word: amazon, reason: The river. }\n`,
    });
    expect(faultsOf(amazon, source('kettle-twin'))).toEqual([]);
  });

  test('as reviewed when the review has the hash of the text', () => {
    const hash = compileTemplate(source('look'), '').copyHash('en');
    const review = `reviewed: { by: A reader, on: "2027-01-01", text_sha256: "${hash}" }`;
    const reviewed = compileTemplate(
      source('look', { 'copy/en.yaml': swap('reviewed: false', review) }),
      '',
    );
    expect(reviewed.isReviewed('en')).toBe(true);
    expect(compileTemplate(source('look'), '').isReviewed('en')).toBe(false);
  });
});

test('compileTemplate() throws every fault at once', () => {
  const broken = source('look', {
    'look.html': (text) =>
      text.replace('<h1>', '<h1 onclick="a()">').replace('do="next"', 'do="vanish"'),
  });
  const caught = (() => {
    try {
      compileTemplate(broken, '');
    } catch (error) {
      return error;
    }
    return undefined;
  })();
  expect(caught).toBeInstanceOf(TemplateError);
  expect((caught as TemplateError).faults.map(({ code }) => code)).toEqual(['T012', 'T016']);
});

test('copyTextHash() ignores the order of the keys and nothing else', () => {
  const hash = copyTextHash(
    new Map([
      ['a', 'x'],
      ['b', 'y'],
    ]),
  );
  expect(
    copyTextHash(
      new Map([
        ['b', 'y'],
        ['a', 'x'],
      ]),
    ),
  ).toBe(hash);
  expect(
    copyTextHash(
      new Map([
        ['a', 'x'],
        ['b', 'z'],
      ]),
    ),
  ).not.toBe(hash);
});

test('the guide shows folders as they are', () => {
  const guide = readFileSync(new URL('../../docs/templates.md', import.meta.url), 'utf8');
  const blocks = [...guide.matchAll(/^ {4}(landing-templates\/\S+\/)\n((?: {6}\S.*\n)+)/gm)];
  expect(blocks).toHaveLength(2);
  for (const [, folder = '', lines = ''] of blocks) {
    const shown = [...lines.matchAll(/^ {6}(\S+)/gm)].map(([, name = '']) => name);
    const there = readdirSync(new URL(`../../${folder}`, import.meta.url), { recursive: true })
      .map((name) => String(name).replaceAll('\\', '/'))
      .filter((name) => name !== 'copy' && !/^copy\/(?!en|th)/.test(name));
    expect(shown.toSorted(), folder).toEqual(there.toSorted());
  }
});

test('every code is broken here once and explained in the guide, and no other', () => {
  const folder = new URL('../../landing-templates/', import.meta.url);
  const inCode = new Set<string>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    for (const match of readFileSync(new URL(file, folder), 'utf8').matchAll(/'(T\d{3})'/g)) {
      inCode.add(match[1] ?? '');
    }
  }
  const guide = readFileSync(new URL('../../docs/templates.md', import.meta.url), 'utf8');
  const inGuide = new Set([...guide.matchAll(/^\| (T\d{3}) \|/gm)].map((match) => match[1] ?? ''));
  const here = readFileSync(new URL('./checks.test.ts', import.meta.url), 'utf8');
  const broken = new Set([...here.matchAll(/(T\d{3})/g)].map((match) => match[1] ?? ''));
  expect([...inGuide].sort()).toEqual([...inCode].sort());
  expect([...broken].sort()).toEqual([...inCode].sort());
});
