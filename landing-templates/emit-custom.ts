/**
 * The project's own elements. Each becomes a plain form or link that works without script; in a
 * replay each becomes inert.
 */
import type { DefaultTreeAdapterTypes } from 'parse5';
import type { PageBuilder } from './build-page.ts';
import {
  emitChat,
  emitGo,
  emitKeep,
  emitPart,
  emitQr,
  emitShare,
  emitStory,
} from './emit-pieces.ts';
import { FIELD_KINDS } from './markup-rules.ts';
import { ACTS } from './slots.ts';
import { writeAttributes } from './write-attributes.ts';

type Element = DefaultTreeAdapterTypes.Element;
type Attributes = Map<string, string>;
type Emit = (page: PageBuilder, element: Element, attributes: Attributes, line: number) => void;

const EMITTERS: Readonly<Record<string, Emit>> = {
  's-step': step,
  's-sensitive': sensitive,
  's-field': field,
  's-act': act,
  's-report': (page, element, attributes, line) =>
    button(page, element, attributes, line, { url: 'reportUrl', fields: { do: 'report' } }),
  's-leave': (page, element, attributes, line) =>
    button(page, element, attributes, line, {
      url: 'leaveUrl',
      fields: { do: 'leave' },
      last: true,
    }),
  's-go': emitGo,
  's-share': emitShare,
  's-part': emitPart,
  's-chat': emitChat,
  's-keep': emitKeep,
  's-qr': emitQr,
  's-story': emitStory,
};

export function emitCustom(
  page: PageBuilder,
  element: Element,
  attributes: Attributes,
  line: number,
): void {
  EMITTERS[element.tagName]?.(page, element, attributes, line);
}

interface Form {
  readonly url: 'stepUrl' | 'reportUrl' | 'leaveUrl' | 'actUrl';
  readonly fields: Readonly<Record<string, string>>;
  readonly soft?: boolean;
  /** Leads out of the offer. */
  readonly last?: boolean;
}

function step(page: PageBuilder, element: Element, attributes: Attributes, line: number): void {
  const to = attributes.get('to') ?? '';
  onlyOffers(page, element, line);
  page.steps.push({ to, line });
  const { manifest } = page.source;
  const last = manifest.kind === 'offer' && to === manifest.compliance_step;
  button(page, element, attributes, line, { url: 'stepUrl', fields: { to }, last });
}

function act(page: PageBuilder, element: Element, attributes: Attributes, line: number): void {
  const name = attributes.get('do') ?? '';
  const value = attributes.get('value');
  page.acts.add(name);
  if (!(ACTS as readonly string[]).includes(name)) {
    page.fault('T016', line, `Name a known act: do is "${name}", it may be ${ACTS.join(', ')}`);
  }
  if (value !== undefined && !/^[1-9]$/.test(value)) {
    page.fault('T016', line, `Write a digit from 1 to 9: value is "${value}"`);
  }
  button(page, element, attributes, line, {
    url: 'actUrl',
    fields: value === undefined ? { do: name } : { do: name, value },
    soft: attributes.has('soft'),
  });
}

function button(
  page: PageBuilder,
  element: Element,
  attributes: Attributes,
  line: number,
  form: Form,
): void {
  if (page.replaying) {
    page.html('<span');
    writeAttributes(page, attributes, 's-button', line);
    page.html('>');
    page.marks(attributes);
    page.children(element);
    page.html('</span>');
    return;
  }
  openForm(page, form, '');
  page.html('<button type="submit"');
  writeAttributes(page, attributes, 's-button', line);
  page.html('>');
  page.children(element);
  page.html('</button></form>');
}

function sensitive(
  page: PageBuilder,
  element: Element,
  attributes: Attributes,
  line: number,
): void {
  onlyOffers(page, element, line);
  const { manifest } = page.source;
  const to = manifest.kind === 'offer' ? manifest.compliance_step : '';
  const label = attributes.get('label') ?? '';
  const scripted = attributes.get('scripted') ?? label;
  if (label === '') page.fault('T016', line, 'Give the button its words: label is missing');
  page.steps.push({ to, line });
  if (page.replaying) {
    page.html('<div');
    writeAttributes(page, attributes, 's-form s-sensitive', line);
    page.html('>');
    page.marks(attributes);
    page.children(element);
    page.html('<span class="x-s-button">');
    page.filled(scripted, 'text', line);
    page.html('</span></div>');
    return;
  }
  openForm(
    page,
    { url: 'stepUrl', fields: { to } },
    ` s-sensitive ${attributes.get('class') ?? ''}`,
    attributes.get('id'),
  );
  page.children(element);
  page.html('<button type="submit" class="s-button"');
  page.attribute('data-on', scripted, 'attribute', line);
  page.html('>');
  page.filled(label, 'text', line);
  page.html('</button></form>');
  if (attributes.has('id')) page.ids.push(attributes.get('id') ?? '');
}

function field(page: PageBuilder, element: Element, attributes: Attributes, line: number): void {
  const key = attributes.get('field') ?? '';
  const kind = attributes.get('kind') ?? '';
  const { manifest } = page.source;
  page.fields.add(key);
  if (!page.path.includes('s-sensitive')) {
    page.fault('T018', line, `Put <s-field> into <s-sensitive>: ${key} stands outside`);
  }
  if (
    manifest.kind !== 'offer' ||
    !manifest.fields.some((declared) => declared.key === key && declared.sensitive)
  ) {
    page.fault('T018', line, `Declare the field in template.yaml as sensitive: field is "${key}"`);
  }
  if (!FIELD_KINDS.has(kind)) {
    page.fault(
      'T018',
      line,
      `Write a known kind: kind is "${kind}", it may be ${[...FIELD_KINDS].join(', ')}`,
    );
  }
  const hint = attributes.get('hint') ?? '';
  if (page.replaying) {
    page.html('<span class="x-s-label">');
    page.children(element);
    page.html('<span class="x-s-input">');
    page.filled(hint, 'text', line);
    page.html('</span></span>');
    return;
  }
  // Empty without script: the label is shown only once there is a field to label.
  page.html(`<span class="s-field" data-kind="${kind}"`);
  const label = element.childNodes
    .map((child) => (child.nodeName === '#text' && 'value' in child ? child.value : ''))
    .join('')
    .trim();
  page.attribute('data-label', label, 'attribute', line);
  page.attribute('data-hint', hint, 'attribute', line);
  page.html('></span>');
}

function openForm(page: PageBuilder, form: Form, classes: string, id?: string): void {
  page.formSeq += 1;
  page.html(`<form method="post" class="s-form${classes.trimEnd()}"`);
  if (id) page.html(` id="${id}"`);
  page.html(' action="');
  page.push({ op: 'value', name: form.url, context: 'url' });
  page.html(`"${form.soft ? ' data-soft' : ''}${form.last ? ' data-last' : ''}>`);
  hidden(page, 't', () => page.push({ op: 'value', name: 'token', context: 'attribute' }));
  if (page.source.observed) {
    hidden(page, 'view', () => page.push({ op: 'value', name: 'view', context: 'attribute' }));
    hidden(page, 'seq', () => page.html(String(page.formSeq)));
  }
  for (const [name, value] of Object.entries(form.fields)) {
    hidden(page, name, () => page.filled(value, 'attribute', 1));
  }
}

function hidden(page: PageBuilder, name: string, value: () => void): void {
  page.html(`<input type="hidden" name="${name}" value="`);
  value();
  page.html('">');
}

function onlyOffers(page: PageBuilder, element: Element, line: number): void {
  if (page.source.manifest.kind !== 'offer') {
    page.fault(
      'T016',
      line,
      `Use <${element.tagName}> in offers only: this is a ${page.source.manifest.kind}`,
    );
  }
}
