import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { expect, test } from 'vitest';
import { compileTemplate } from '../../landing-templates/compile-template.ts';
import { escapeUrl } from '../../landing-templates/escape.ts';
import { renderReplay } from '../../landing-templates/replay.ts';
import { source } from './sources.ts';

type Element = DefaultTreeAdapterTypes.Element;

const debrief = compileTemplate(source('look'), '');
const seen = renderReplay(compileTemplate(source('kettle'), ''), 'ad', 'en');

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    '</title><script>',
    '<!--',
    ']]>',
    '&lt;script&gt;',
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    '//evil.example/x',
    '/\\evil.example',
    '{{value.token}}',
    '$&',
    '`',
  ),
);

function render(text: string) {
  return debrief.render('look', 'en', {
    values: {
      token: text,
      view: text,
      interactionsUrl: text,
      owner: text,
      exitUrl: text,
      actUrl: text,
    },
    lists: { flags: [{ n: text, title: text }], contacts: [{ name: text }] },
    flags: { late: true },
    fragments: { seen },
  });
}

function elements(html: string): Element[] {
  const found: Element[] = [];
  const visit = (node: DefaultTreeAdapterTypes.ParentNode) => {
    for (const child of node.childNodes) {
      if (!('tagName' in child)) continue;
      found.push(child);
      visit(child);
    }
  };
  visit(parse(html));
  return found;
}

const shape = (html: string) =>
  elements(html).map(({ tagName, attrs }) => [tagName, ...attrs.map(({ name }) => name)].join(' '));

/** As a browser reads it: line ends become LF, NUL and lone surrogates are replaced. */
const asRead = (text: string) =>
  new TextDecoder().decode(new TextEncoder().encode(text)).replace(/\r\n?/g, '\n');

test('no value changes the elements or attributes of a page', () => {
  const plain = shape(render('plain'));
  fc.assert(
    fc.property(hostile, (text) => {
      expect(shape(render(asRead(text)))).toEqual(plain);
    }),
    { numRuns: 500 },
  );
});

test('a value arrives in text and attributes as it was given', () => {
  fc.assert(
    fc.property(hostile, (given) => {
      const text = asRead(given).replaceAll('\0', '');
      const who = elements(render(text)).find(({ attrs }) =>
        attrs.some(({ name, value }) => name === 'id' && value === 'who'),
      );
      expect(who?.attrs.find(({ name }) => name === 'aria-label')?.value).toBe(text);
      const content = who?.childNodes
        .map((child) => ('value' in child ? child.value : '?'))
        .join('');
      expect(content).toBe(text);
    }),
    { numRuns: 500 },
  );
});

test('an address is http(s), tel, mailto, sms, a path of the host or a fragment, else #', () => {
  for (const good of [
    'https://a.example/x?y=1',
    'http://a.example',
    'tel:+123',
    'mailto:a@b.example',
    'sms:1',
    '/path',
    '#id',
    '?q',
  ]) {
    expect(escapeUrl(good)).toBe(good.replaceAll('=', '&#61;'));
  }
  for (const bad of [
    'javascript:alert(1)',
    'JAVASCRIPT:alert(1)',
    'java\nscript:alert(1)',
    ' javascript:alert(1)',
    '\u0001javascript:alert(1)',
    '\tjavascript:a',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'evil.example',
    'https:evil',
    '',
  ]) {
    expect(escapeUrl(bad)).toBe('#');
  }
});
