import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readArchive, writeArchive } from '../../landing-templates/archive.ts';
import { buildCatalogue, SHIPPED_TEMPLATES } from '../../landing-templates/catalogue.ts';
import { copyTemplates } from '../../landing-templates/new-template.ts';
import { readTemplateFolder } from '../../landing-templates/read-source.ts';
import { signReview } from '../../landing-templates/sign-review.ts';
import { templateHash } from '../../landing-templates/template-hash.ts';
import { source, swap } from './sources.ts';

const shop = (slug: string) => readTemplateFolder(`${SHIPPED_TEMPLATES}/${slug}`);

describe('an archive', () => {
  it('brings back the very content, its parts included', () => {
    const pair = [shop('coffee-corner-sale'), shop('coffee-corner-clearance')];
    const back = readArchive(writeArchive(pair));
    expect(back.map(templateHash)).toEqual(pair.map(templateHash));
    expect(Object.keys(back[0]!.files)).toContain('parts/shop/page.css');
    expect(Buffer.compare(writeArchive(pair), writeArchive(pair))).toBe(0);
  });

  it.each([
    ['../evil.html', 'has no place'],
    ['/etc/passwd.txt', 'has no place'],
    ['tea/../../evil.css', 'has no place'],
    ['tea/run.js/x', 'has no place'],
    ['tea/a/b/c.html', 'has no place'],
  ])('with %s is refused', (name, why) => {
    const bytes = zipSync({ [name]: strToU8('x') });
    expect(() => readArchive(bytes)).toThrow(new RegExp(why));
  });

  it('that is too large, empty or none at all is refused', () => {
    const bomb = zipSync({ 'tea/page.css': new Uint8Array(30_000_000) });
    expect(bomb.length).toBeLessThan(100_000);
    expect(() => readArchive(bomb)).toThrow(/too large/);
    expect(() => readArchive(zipSync({}))).toThrow(/no template/);
    expect(() => readArchive(strToU8('PK nothing'))).toThrow(/no zip file/);
  });
});

describe('copyTemplates()', () => {
  it('makes a pair that passes the checks under its own names', () => {
    const made = copyTemplates('tea-house', [
      shop('coffee-corner-sale'),
      shop('coffee-corner-clearance'),
    ]);
    expect(made.map(({ slug }) => slug)).toEqual(['tea-house', 'tea-house-twin']);
    const parts = Object.entries(shop('coffee-corner-sale').files).filter(([name]) =>
      name.startsWith('parts/'),
    );
    const whole = made.map(({ slug, files }) => ({
      slug,
      files: { ...files, ...Object.fromEntries(parts) },
    }));
    expect(buildCatalogue(whole)).toHaveProperty('catalogue');
    const text = JSON.stringify(made);
    expect(text).not.toMatch(/Kavornia|kavornia|Morningledge|morningledge|coffee-corner/);
    expect(text).toContain('tea-house.mega-sale75.example');
  });

  it('takes reviews out, for nobody has read the new words', () => {
    const signed = source('look', {
      'copy/en.yaml': (text) => signReview('copy/en.yaml', text, 'A reader', '2027-01-01'),
    });
    const [copy] = copyTemplates('look-two', [signed]);
    expect(copy!.files['copy/en.yaml']).toMatchObject({
      text: expect.stringContaining('\nreviewed: false\n'),
    });
  });
});

describe('signReview()', () => {
  const words = source('look').files['copy/en.yaml'] as { text: string };

  it('writes who read the very words there are, in place of what was there', () => {
    const once = signReview('copy/en.yaml', words.text, 'Somsri "Noi"', '2027-01-01');
    const twice = signReview('copy/en.yaml', once, 'Arthit', '2027-02-01');
    for (const [text, by] of [
      [once, 'Somsri "Noi"'],
      [twice, 'Arthit'],
    ] as const) {
      const result = buildCatalogue([source('look', { 'copy/en.yaml': text })], '');
      if ('faults' in result) throw new Error(JSON.stringify(result.faults));
      expect(result.catalogue.get('look')?.isReviewed('en'), by).toBe(true);
    }
    expect(twice).not.toContain('Somsri');
  });

  it('makes a changed word void it, and refuses a broken file', () => {
    const signed = signReview('copy/en.yaml', words.text, 'Arthit', '2027-02-01');
    const changed = source('look', { 'copy/en.yaml': swap('Leave', 'Go')(signed) });
    const result = buildCatalogue([changed], '');
    expect(result).toMatchObject({ faults: [{ code: 'T033' }] });
    expect(() => signReview('copy/en.yaml', 'text: [', 'A', '2027-01-01')).toThrow(RangeError);
  });
});
