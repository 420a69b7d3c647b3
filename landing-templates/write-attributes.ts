/** Attributes of a page's elements: checked, and written with their tags filled in. */
import type { PageBuilder } from './build-page.ts';
import { escapeAttribute } from './escape.ts';

type Attributes = ReadonlyMap<string, string>;

/** Written as they are, besides `class`, `id` and what begins with `aria-`. */
const AS_WRITTEN = new Set([
  'lang',
  'dir',
  'role',
  'alt',
  'width',
  'height',
  'scope',
  'colspan',
  'rowspan',
  'start',
  'open',
  'selected',
  'datetime',
]);

/** What the scripts of a page look for. */
const REPORTED = new Set(['data-flag', 'data-end', 'data-keep', 'data-kept']);

/** Addresses of links, and fields that aren't sensitive. */
export function checkAttributes(
  page: PageBuilder,
  element: string,
  attributes: Attributes,
  line: number,
): void {
  const href = attributes.get('href');
  const address = /^(#[a-z][a-z0-9-]*|\{\{(value|item)\.[A-Za-z0-9_]+\}\})$/;
  if (element === 'a' && href !== undefined && !address.test(href)) {
    page.fault('T013', line, `Use #id or one runtime value as address: href is "${href}"`);
  }
  if (element !== 'select') return;
  if (attributes.has('data-keep')) {
    if (!page.path.includes('s-keep')) {
      page.fault('T016', line, 'Put a <select data-keep> into <s-keep>: what it holds stays there');
    }
    return;
  }
  const field = attributes.get('data-field') ?? '';
  const { manifest } = page.source;
  page.fields.add(field);
  if (
    manifest.kind !== 'offer' ||
    !manifest.fields.some(({ key, sensitive }) => key === field && !sensitive)
  ) {
    page.fault(
      'T018',
      line,
      `Declare the field in template.yaml as not sensitive: data-field is "${field}"`,
    );
  }
}

/** Writes `class`, `id` and the like; `extra` classes come first. */
export function writeAttributes(
  page: PageBuilder,
  attributes: Attributes,
  extra: string,
  line: number,
): void {
  const own = attributes.get('class') ?? '';
  const classes = [extra, own].filter((name) => name !== '').join(' ');
  if (/(^|\s)s-mark/.test(own)) {
    page.fault('T012', line, 'Choose another class: s-mark is kept for the numbers of a replay');
  }
  if (classes !== '') page.attribute('class', classNames(page, classes), 'attribute', line);
  for (const [name, value] of attributes) {
    if (name === 'id') writeId(page, value, line);
    else if (name === 'aria-labelledby' || name === 'aria-describedby') {
      page.attribute(name, prefixed(page, value), 'attribute', line);
    } else if (name.startsWith('aria-') || AS_WRITTEN.has(name)) {
      page.attribute(name, value, 'attribute', line);
    } else if (REPORTED.has(name) && !page.replaying) {
      page.attribute(name, value, 'attribute', line);
    }
  }
}

export function writeSource(page: PageBuilder, attributes: Attributes, line: number): void {
  const file = attributes.get('src') ?? '';
  const path = page.source.picture(file);
  if (!path) page.fault('T019', line, `Name a picture of this folder: src is "${file}"`);
  if (!attributes.has('alt')) {
    page.fault(
      'T019',
      line,
      `Describe the picture in alt: ${file} has none (alt="" if it only decorates)`,
    );
  }
  page.pictures.add(file);
  page.html(` src="${escapeAttribute(path ?? '')}"`);
}

export function writeHref(page: PageBuilder, attributes: Attributes, line: number): void {
  const href = attributes.get('href') ?? '';
  page.attribute('href', href, 'url', line);
  if (!href.startsWith('#')) page.html(' rel="noreferrer noopener"');
}

function writeId(page: PageBuilder, value: string, line: number): void {
  if (!/^[a-z][a-z0-9-]*(\{\{item\.[a-z_]+\}\})?$/i.test(value)) {
    page.fault('T012', line, `Write an id of small letters, digits and -: id is "${value}"`);
  }
  if (page.ids.includes(value)) {
    page.fault('T052', line, `Use each id once: ${value} stands twice`);
  }
  page.ids.push(value);
  page.attribute('id', prefixed(page, value), 'attribute', line);
}

/** In a replay every class gets a prefix, so that the debrief's own rules don't reach it. */
function classNames(page: PageBuilder, classes: string): string {
  return page.replaying ? classes.replace(/[^\s{}]+(?![^{]*\}\})/g, 'x-$&') : classes;
}

function prefixed(page: PageBuilder, id: string): string {
  return (page.source.replay?.prefix ?? '') + id;
}
