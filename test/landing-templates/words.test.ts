import { describe, expect, it } from 'vitest';
import { breakWords } from '../../landing-templates/break-words.ts';
import { adCard } from '../../landing-templates/cards.ts';
import { openCatalogue } from '../../landing-templates/catalogue.ts';
import { compileTemplate } from '../../landing-templates/compile-template.ts';
import {
  pluralForms,
  pluralOf,
  writeNumber,
  writePercent,
} from '../../landing-templates/numerals.ts';
import { readingAge } from '../../landing-templates/reading-age.ts';
import { sampleValues } from '../../landing-templates/sample-values.ts';
import type { RenderValues, TemplateSource } from '../../landing-templates/types.ts';
import { wrapText } from '../../landing-templates/wrap-text.ts';
import { source, swap } from './sources.ts';

describe('breakWords()', () => {
  it.each([
    ['th', 'ฉันอยากช่วยคุณหางาน', 5],
    ['lo', 'ຂ້ອຍຢາກຊ່ວຍເຈົ້າຊອກຫາວຽກ', 4],
    ['km', 'ខ្ញុំចង់ជួយអ្នកស្វែងរកការងារ', 4],
    ['my', 'သင့်ကိုအလုပ်ရှာပေးချင်ပါတယ်', 4],
  ])('puts break points between words of %s and changes no letter', (locale, text, least) => {
    const broken = breakWords(locale, text);
    expect(broken.split('\u200b').length).toBeGreaterThan(least - 1);
    expect(broken.replace(/[\u200b\u2060]/g, '')).toBe(text);
    expect(broken).not.toMatch(/^[\u200b\u2060]|[\u200b\u2060]$|[\s\u200b\u2060][\u200b\u2060]/);
    expect(broken).not.toMatch(/[\u200b\u2060]\s/);
  });

  it('keeps marks of repetition and words the dictionary divides whole, and leaves other languages alone', () => {
    expect(breakWords('th', 'เล็กๆ')).not.toContain('\u200bๆ');
    const plain = (text: string) => text.replaceAll('\u2060', '').split('\u200b');
    expect(plain(breakWords('km', 'អាចបដិសេធបាន'))).toEqual(['អាច', 'បដិសេធ', 'បាន']);
    expect(breakWords('my', 'မေးပါလား')).not.toMatch(/\u200bပါ/);
    expect(breakWords('my', 'ဘာမှ မသိမ်းထားပါဘူး။')).not.toMatch(/မ\u200b/);
    expect(breakWords('vi', 'tìm việc làm')).toBe('tìm việc làm');
    expect(breakWords('th', 'Corva Classic')).toBe('Corva Classic');
  });
});

describe('word joiners', () => {
  it.each([
    ['th', 'ตรวจสอบข้อเสนอ', 'ข้อ\u2060เสนอ'],
    ['my', 'လူအများကြီး', 'လူအ\u2060များ\u2060ကြီး'],
    ['lo', 'ເວັບໄຊ', 'ເ\u2060ວັ\u2060ບ\u2060ໄ\u2060ຊ'],
    ['km', 'អនឡាញ', 'អន\u2060ឡាញ'],
  ])('hold a word of %s together that a dictionary divides', (locale, text, held) => {
    expect(breakWords(locale, text)).toContain(held);
  });

  it('stand in the text of pages only, not in attributes, titles, messages or cards', () => {
    const reveal = openCatalogue().get('reveal')!;
    const offer = openCatalogue().get('coffee-corner-sale')!;
    const messages = openCatalogue().get('messages')!;
    for (const locale of ['th', 'lo', 'km', 'my']) {
      const page = reveal.render('told', locale, sampleValues(locale));
      expect(page).toContain('\u2060');
      expect(page).not.toMatch(/="[^"]*\u2060|<title>[^<]*\u2060/);
      expect(adCard(offer, locale)).not.toMatch(/[\u200b\u2060]/);
      for (const key of messages.manifest.messages) {
        const written = messages.message(key, locale, everyValue);
        expect(JSON.stringify(written)).not.toMatch(/[\u200b\u2060]/);
      }
    }
  });
});

/** Whatever value a message asks for. */
const everyValue = new Proxy({}, { get: () => '1' });

describe('numerals', () => {
  it('are those of the language', () => {
    expect(writeNumber('bn', 1204)).toBe('১,২০৪');
    expect(writeNumber('fr', 1204)).toMatch(/^1\s204$/);
    expect(writePercent('en', 0.75)).toBe('75%');
    expect(writePercent('my', 0.75)).toBe('၇၅%');
  });

  it('name the plural forms that counts need, and no others', () => {
    expect(pluralForms('en')).toEqual(['one', 'other']);
    expect(pluralForms('th')).toEqual(['other']);
    expect(pluralForms('fr')).toEqual(['one', 'other']);
    expect([...pluralForms('ar')].sort()).toEqual(['few', 'many', 'one', 'other', 'two', 'zero']);
    expect(pluralOf('fr', 0)).toBe('one');
    expect(pluralOf('en', 0)).toBe('other');
  });
});

/** The debrief of the samples with counts and an audience. */
function counted(): TemplateSource {
  return source('look', {
    'template.yaml': (text) =>
      `${text}variants:\n  students: { about: Students., biases: [], techniques: [], rationale: "Young, as of 2024." }\n`,
    'look.html': swap('<h1>{{copy.title}}</h1>', '<h1>{{copy.title}}</h1><p>{{plural.pages}}</p>'),
    'copy/en.yaml': (text) =>
      `${text}  plurals:\n    pages: { one: "one page, {{value.owner}}", other: "{{number.pages}} pages" }\nvariants:\n  students: { title: Dear student }\n`,
  });
}

const VALUES: RenderValues = {
  values: {
    owner: 'Us',
    exitUrl: '/away',
    token: 't',
    view: 'v',
    actUrl: '/act',
    interactionsUrl: '/i',
    pages: 1204,
  },
  lists: { flags: [], contacts: [] },
  fragments: { seen: { html: '', sheets: [], flags: [] } as never },
};

describe('counts and audiences', () => {
  const template = compileTemplate(counted(), '');
  const written = (count: number, variant?: string): string =>
    template.render('look', 'en', {
      ...VALUES,
      values: { ...VALUES.values, pages: count },
      variant,
    });

  it('choose the form of the count when the page is rendered', () => {
    expect(written(1)).toContain('<p>one page, Us</p>');
    expect(written(1204)).toContain('<p>1,204 pages</p>');
    expect(template.needs('look').values).toContain('pages');
  });

  it('keep their own direction where text runs right to left', () => {
    const { files } = counted();
    const english = files['copy/en.yaml'] as { text: string };
    const urdu = english.text.replace('locale: en', 'locale: ur').replace('one page', 'ایک صفحہ');
    const both = compileTemplate(
      { slug: 'look', files: { ...files, 'copy/ur.yaml': { text: urdu } } },
      '',
    );
    const page = both.render('look', 'ur', VALUES);
    expect(page).toContain('<p><bdi>1,204</bdi> pages</p>');
    expect(page).toContain('aria-label="Us"><bdi>Us</bdi></p>');
    expect(page).toContain('<title>Look again</title>');
    expect(both.render('look', 'en', VALUES)).not.toContain('<bdi>');
  });

  it('use an audience’s words where it has some, and refuse one that is unknown', () => {
    expect(written(2)).toContain('<h1>Look again</h1>');
    expect(written(2, 'students')).toContain('<h1>Dear student</h1>');
    expect(written(2, 'students')).toContain('<p>2 pages</p>');
    expect(() => written(2, 'sailors')).toThrow(RangeError);
    expect(template.variants).toEqual(['students']);
  });

  it('are part of what a review signs', () => {
    const other = compileTemplate(
      {
        ...counted(),
        files: {
          ...counted().files,
          'copy/en.yaml': {
            text: swap('Dear student', 'Dear all')(textOf(counted(), 'copy/en.yaml')),
          },
        },
      },
      '',
    );
    expect(other.copyHash('en')).not.toBe(template.copyHash('en'));
  });
});

function textOf({ files }: TemplateSource, name: string): string {
  const file = files[name];
  return file && 'text' in file ? file.text : '';
}

describe('wrapText()', () => {
  it('keeps every letter, breaks between words and leaves no word alone on the last line', () => {
    const text = 'Café coffee at home, 75% off';
    const lines = wrapText('en', text, 12);
    expect(lines.join(' ')).toBe(text);
    expect(lines.length).toBe(2);
    expect(lines.at(-1)!.length).toBeGreaterThan(8);
  });

  it('breaks where a script has no spaces', () => {
    const text = 'เครื่องชงกาแฟลดราคาวันนี้วันเดียวเท่านั้น';
    const lines = wrapText('th', text, 12);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.join('')).toBe(text);
  });
});

describe('readingAge()', () => {
  it('is higher for longer words and sentences, and NaN without words', () => {
    const easy = readingAge(['The cat sat. It was fun.']);
    const hard = readingAge([
      'Institutional arrangements necessitate comprehensive documentation of remuneration policies.',
    ]);
    expect(easy).toBeLessThan(7);
    expect(hard).toBeGreaterThan(20);
    expect(readingAge(['…', '123'])).toBeNaN();
  });
});
