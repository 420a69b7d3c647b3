import { readFileSync } from 'node:fs';
import { parseFragment } from 'parse5';
import { describe, expect, it } from 'vitest';
import { adCard, qrPoster } from '../../landing-templates/cards.ts';
import { openCatalogue } from '../../landing-templates/catalogue.ts';
import { fitText } from '../../landing-templates/fit-text.ts';
import { measurePair, measurePairs, unlikeness } from '../../landing-templates/parity.ts';
import { parityPage } from '../../landing-templates/parity-page.ts';

const catalogue = openCatalogue();
const lure = catalogue.get('coffee-corner-sale')!;
const twin = catalogue.get('coffee-corner-clearance')!;

describe('entry cards', () => {
  it('carry the offer’s own words, colours and picture, and load nothing', () => {
    for (const locale of ['en', 'th']) {
      const card = adCard(lure, locale);
      expect(card).toContain('width="1200" height="630"');
      expect(card).toContain(`xml:lang="${locale}"`);
      expect(card).toContain('#a3151a');
      expect(card).toMatch(/href="data:image\/webp;base64,[A-Za-z0-9+/&#;]+"/);
      expect(card.match(/href=/g)).toHaveLength(1);
      expect(card).not.toMatch(/<script|\{\{|undefined/);
      expect(parseFragment(card).childNodes).not.toHaveLength(0);
    }
    expect(adCard(lure, 'en')).toContain('75% off');
  });

  it('lead by QR code to the address given, with the host printed beside it', () => {
    const poster = qrPoster(lure, 'en', 'https://offers.example/o/1');
    expect(poster).toContain('kavornia.mega-sale75.example');
    expect(poster).toContain('shape-rendering="crispEdges"');
    const other = qrPoster(lure, 'en', 'https://offers.example/o/2');
    expect(other).not.toBe(poster);
  });

  it('stand the other way round where text runs right to left', () => {
    const picture = (svg: string) => /<image x="(\d+)"/.exec(svg)?.[1];
    expect([picture(adCard(lure, 'en')), picture(adCard(lure, 'ur'))]).toEqual(['620', '0']);
    const start = (svg: string) => /<g direction="(ltr|rtl)"><text x="(\d+)"/.exec(svg)?.slice(1);
    expect(start(adCard(lure, 'en'))).toEqual(['ltr', '60']);
    expect(start(adCard(lure, 'ur'))).toEqual(['rtl', '1140']);
    expect(adCard(lure, 'ur')).toContain('font-family="&quot;Noto Nastaliq Urdu&quot;');
  });

  it('are refused for what is no offer, and in a language it has no words for', () => {
    expect(() => adCard(catalogue.get('reveal')!, 'en')).toThrow(/declares none/);
    expect(() => adCard(lure, 'xx')).toThrow(/has no xx/);
  });
});

describe('fitText()', () => {
  const block = { text: 'A few words to be set', size: 20, weight: 400, fill: '#000', top: 0 };

  it('makes type smaller until lines and height will do', () => {
    const wide = fitText('en', { width: 400, height: 100 }, [block]);
    expect(wide).toEqual([
      { text: block.text, size: 20, weight: 400, fill: '#000', baseline: 24.8 },
    ]);
    const narrow = fitText('en', { width: 150, height: 100 }, [{ ...block, lines: 2 }]);
    expect(narrow.map(({ text }) => text)).toEqual(['A few words', 'to be set']);
    const [low] = fitText('en', { width: 400, height: 24 }, [block]);
    expect(low!.size).toBeLessThan(20);
    expect(low!.baseline + low!.size * 0.3).toBeLessThanOrEqual(24);
  });

  it('says by … that lines were left out where the smallest type is too large', () => {
    const long = { ...block, text: 'One word and another. '.repeat(20), lines: 40 };
    const lines = fitText('en', { width: 100, height: 60 }, [long]);
    expect(lines.at(-1)!.text).toMatch(/…$/);
    for (const { baseline, size } of lines) expect(baseline + size * 0.3).toBeLessThanOrEqual(60);
  });
});

describe('parity', () => {
  it('measures both halves of a pair and finds shipped ones alike', () => {
    const measures = measurePair(lure, twin);
    expect(measures).toMatchObject({ pages: [3, 3], pictures: [1, 1], difficulty: 'moderately' });
    expect(measures.words.en![0]).toBeGreaterThan(300);
    for (const pair of measurePairs(catalogue))
      expect([pair.lure, unlikeness(pair)]).toEqual([pair.lure, []]);
  });

  it('says what is out of its band', () => {
    const measures = measurePair(lure, twin);
    expect(unlikeness({ ...measures, pages: [3, 2] })).toEqual(['pages (3 and 2)']);
    expect(unlikeness({ ...measures, words: { en: [100, 126] } })).toEqual([
      'words in en (100 and 126)',
    ]);
    expect(unlikeness({ ...measures, words: { en: [100, 125] } })).toEqual([]);
    expect(unlikeness({ ...measures, readingAge: [7, 8.6] })).toEqual([
      'reading age (7.0 and 8.6)',
    ]);
    expect(unlikeness({ ...measures, weight: [10, 15] })).toEqual(['weight (10 and 15 bytes)']);
    expect(unlikeness({ ...measures, popularity: { likes: [4182, 312] } })).toEqual([
      'likes (4182 and 312)',
    ]);
    expect(unlikeness({ ...measures, popularity: { likes: [110, 100] } })).toEqual([]);
  });

  it('gives the two forms of a family one difficulty', () => {
    const byFamily = new Map<string, Set<string>>();
    for (const { family, difficulty } of measurePairs(catalogue)) {
      byFamily.set(family, (byFamily.get(family) ?? new Set()).add(difficulty));
    }
    for (const [family, ratings] of byFamily) expect([family, ratings.size]).toEqual([family, 1]);
  });

  it('is a table with a row a pair', () => {
    const page = parityPage(measurePairs(catalogue));
    expect(page.match(/^\| (shop|job|chat|parcel|investment|scholarship) \|/gm)?.length).toBe(
      measurePairs(catalogue).length,
    );
  });

  it('is documented as it is: scampaign templates parity --out docs/parity.md writes it anew', () => {
    const page = parityPage(measurePairs(catalogue));
    expect(readFileSync('docs/parity.md', 'utf8')).toBe(page);
  });
});
