import { describe, expect, it } from 'vitest';
import { openCatalogue } from '../../landing-templates/catalogue.ts';
import { sampleValues } from '../../landing-templates/sample-values.ts';

const template = openCatalogue().get('in-person')!;

describe('the sheet people take home', () => {
  it.each(template.locales)(
    'says in %s that many are fooled, and how to be forgotten',
    (locale) => {
      const html = template
        .render('handout', locale, sampleValues(locale))
        .replaceAll(/[\u200b\u2060]/g, '');
      const text = html.replace(/<[^>]+>/g, '').replaceAll('&#39;', "'");
      expect(text).toContain(template.copy(locale, 'told.many'));
      const [before, after] = template.copy(locale, 'sheet.forget')!.split('{{value.contact}}');
      expect(text).toContain(before);
      expect(text).toContain(after);
      expect(text.split('trial@research.example')).toHaveLength(3);
      if (locale !== 'en')
        expect(before).not.toBe(template.copy('en', 'sheet.forget')!.split('{')[0]);
    },
  );
});
