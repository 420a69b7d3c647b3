import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { openCatalogue } from '../../../landing-templates/catalogue.ts';
import { readPage } from '../../../server/rehearsal/read-page.ts';

type Element = DefaultTreeAdapterTypes.Element;

/** The forms of a page by a whole parser, the slow way. */
function formsByTree(html: string): { action: string; fields: [string, string][] }[] {
  const forms: { action: string; fields: [string, string][] }[] = [];
  const walk = (node: Element): void => {
    const attribute = (name: string): string =>
      node.attrs?.find((one) => one.name === name)?.value ?? '';
    if (node.tagName === 'form') forms.push({ action: attribute('action'), fields: [] });
    if (node.tagName === 'input')
      forms.at(-1)!.fields.push([attribute('name'), attribute('value')]);
    for (const child of node.childNodes ?? []) walk(child as Element);
  };
  walk(parse(html) as unknown as Element);
  return forms;
}

describe('readPage()', () => {
  it('finds in every page of the catalogue the forms a whole parser finds', () => {
    let forms = 0;
    for (const template of openCatalogue().all()) {
      for (const page of template.pages) {
        const needs = template.needs(page);
        if (needs.fragments.length > 0) continue;
        const html = template.render(page, 'th', {
          values: Object.fromEntries(needs.values.map((name) => [name, `/${name}?a=1&b="2">`])),
          lists: Object.fromEntries(
            Object.entries(needs.lists).map(([name, keys]) => [
              name,
              [Object.fromEntries(keys.map((key) => [key, `<${key}>`]))],
            ]),
          ),
        });
        const read = readPage('http://host.example/', 200, html);
        const found = read.forms.map(({ action, fields }) => ({ action, fields }));
        const expected = formsByTree(html).map(({ action, fields }) => ({
          action: new URL(action, 'http://host.example/').href,
          fields,
        }));
        expect(found, `${template.slug} ${page}`).toEqual(expected);
        forms += found.length;
      }
    }
    expect(forms).toBeGreaterThan(20);
  });

  it('reads what a script is told, and nothing out of a script', () => {
    const page = readPage(
      'http://host.example/o/x',
      200,
      '<html><body class="kind-offer page-ad" data-t="a&amp;b" data-view="v" data-i="/i"><a href="/p/1">x</a><form action="/register"><input type="checkbox" name="age" value="yes"><button name="do" value="agree">Yes</button></form><details data-flag="3"></details><p data-end></p><script>"<form action=/no>"</script></body></html>',
    );
    expect(page).toMatchObject({
      kind: 'offer',
      observer: { token: 'a&b', view: 'v', url: 'http://host.example/i' },
      links: ['http://host.example/p/1'],
      flags: [3],
      hasEnd: true,
    });
    expect(page.forms).toEqual([
      {
        action: 'http://host.example/register',
        fields: [],
        boxes: [['age', 'yes']],
        buttons: [['do', 'agree']],
      },
    ]);
  });
});
