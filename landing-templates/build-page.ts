/** Parses a page's HTML against the allow-lists and turns it into ops. */
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { emitCustom } from './emit-custom.ts';
import { type Context, escapeAttribute, escapeText } from './escape.ts';
import type { FaultList } from './faults.ts';
import type { TemplateManifest } from './manifest.ts';
import {
  CUSTOM_ELEMENTS,
  ELEMENTS,
  FLATTENED,
  isAllowedAttribute,
  NO_FORM_INSIDE,
  NOT_FORMS,
  VOID_ELEMENTS,
} from './markup-rules.ts';
import { OFFER_WORDS, type OfferWord, type Op } from './ops.ts';
import type { Story } from './story.ts';
import { splitTags } from './tags.ts';
import type { FoundFile } from './template-files.ts';
import { checkAttributes, writeAttributes, writeHref, writeSource } from './write-attributes.ts';

type Element = DefaultTreeAdapterTypes.Element;
type ChildNode = DefaultTreeAdapterTypes.ChildNode;

/** These may hold nothing but their own parts: the number of a sign stands before them. */
const MARKED_BEFORE = new Set(['ol', 'ul', 'dl', 'table']);
/** Nor may a number stand before these, nor before a group of terms. */
const NEVER_MARKED = new Set(['thead', 'tbody', 'tr']);

/** `chat` plays a conversation in place, `keep` keeps choices on the phone and shares by its menu. */
export type PageScript = 'chat' | 'keep';

/** How an inert copy is made: ids get a prefix, elements that carry a sign get its number. */
export interface ReplayMode {
  readonly prefix: string;
  readonly marks: ReadonlyMap<string, readonly string[]>;
}

export interface PageSource {
  /** Key of the page, so that it doesn't lead to itself. */
  readonly key?: string | undefined;
  readonly file: string;
  readonly html: string;
  readonly manifest: TemplateManifest;
  readonly observed: boolean;
  /** Public path of a picture of the folder. */
  readonly picture: (file: string) => string | undefined;
  /** A snippet of the template's parts by its name. */
  readonly snippet: (name: string) => FoundFile | undefined;
  /** What stands for `<s-chat>` on this page. */
  readonly chat?: string | undefined;
  readonly story?: Story | undefined;
  readonly faults: FaultList;
  readonly replay?: ReplayMode;
}

export interface BuiltPage {
  readonly ops: readonly Op[];
  /** Ids in the order in which they stand. */
  readonly ids: readonly string[];
  readonly pictures: ReadonlySet<string>;
  /** Where the page's steps lead. */
  readonly steps: readonly { readonly to: string; readonly line: number }[];
  /** Where its links within the debrief lead. */
  readonly links: readonly { readonly to: string; readonly line: number }[];
  /** What its forms do. */
  readonly acts: ReadonlySet<string>;
  /** Scripts it needs besides the observer. */
  readonly scripts: ReadonlySet<PageScript>;
  readonly fields: ReadonlySet<string>;
}

export function buildPage(source: PageSource): BuiltPage {
  const builder = new PageBuilder(source);
  builder.include(source.file, source.html);
  return builder;
}

export class PageBuilder implements BuiltPage {
  readonly source: PageSource;
  readonly ids: string[] = [];
  readonly pictures = new Set<string>();
  readonly steps: { to: string; line: number }[] = [];
  readonly links: { to: string; line: number }[] = [];
  readonly acts = new Set<string>();
  readonly scripts = new Set<PageScript>();
  readonly fields = new Set<string>();
  /** Sequence number of the next form. */
  formSeq = 0;
  readonly path: string[] = [];
  /** The file being read, last, and those that include it. */
  private readonly files: string[] = [];
  private readonly open: { ops: Op[]; tag: string; line: number; depth: number }[] = [
    { ops: [], tag: '', line: 1, depth: 0 },
  ];

  constructor(source: PageSource) {
    this.source = source;
  }

  get ops(): readonly Op[] {
    return this.open[0]!.ops;
  }

  get replaying(): boolean {
    return this.source.replay !== undefined;
  }

  fault(code: string, line: number, message: string): void {
    this.source.faults.add(code, this.files.at(-1) ?? this.source.file, line, message);
  }

  within(file: string): boolean {
    return this.files.includes(file);
  }

  /** Parses a file's markup where the page stands now. */
  include(file: string, html: string): void {
    this.files.push(file);
    const root = parseFragment(html, {
      sourceCodeLocationInfo: true,
      onParseError: (error) => {
        this.fault('T010', error.startLine, `Mend the HTML: ${error.code}`);
      },
    });
    const depth = this.open.length;
    for (const child of root.childNodes) this.node(child);
    while (this.open.length > depth) this.unclosed();
    this.files.pop();
  }

  html(html: string): void {
    const ops = this.open.at(-1)!.ops;
    const last = ops.at(-1);
    if (last?.op === 'html') ops[ops.length - 1] = { op: 'html', html: last.html + html };
    else ops.push({ op: 'html', html });
  }

  push(op: Op): void {
    this.open.at(-1)!.ops.push(op);
  }

  node(node: ChildNode): void {
    if (node.nodeName === '#comment') return;
    if (node.nodeName === '#text') {
      const text = node as DefaultTreeAdapterTypes.TextNode;
      this.filled(text.value, 'text', text.sourceCodeLocation?.startLine ?? 1);
      return;
    }
    const element = node as Element;
    const line = element.sourceCodeLocation?.startLine ?? 1;
    const depth = this.open.length;
    if (CUSTOM_ELEMENTS.has(element.tagName)) this.custom(element, line);
    else if (ELEMENTS.has(element.tagName)) this.plain(element, line);
    else this.fault('T011', line, `Use a listed element: <${element.tagName}> is not one`);
    while (this.open.length > depth) this.unclosed();
  }

  children(element: Element): void {
    this.path.push(element.tagName);
    for (const child of element.childNodes) this.node(child);
    this.path.pop();
  }

  /** Text or an attribute's value with its tags. */
  filled(source: string, context: Context, line: number): void {
    const text = context === 'text' ? source.replace(/\s+/g, ' ') : source;
    for (const part of splitTags(text)) {
      if ('text' in part) {
        this.html(context === 'text' ? escapeText(part.text) : escapeAttribute(part.text));
      } else if ('wrong' in part) {
        this.fault('T014', line, `Mend the template tag: ${part.wrong} is not one`);
      } else {
        this.tag(part.tag, context, line);
      }
    }
  }

  /** Attribute `name="…"`, with tags filled in. */
  attribute(name: string, value: string, context: Context, line: number): void {
    this.html(` ${name}="`);
    this.filled(value, context, line);
    this.html('"');
  }

  attributesOf(element: Element, line: number): Map<string, string> {
    const attributes = new Map<string, string>();
    for (const { name, value } of element.attrs) {
      if (isAllowedAttribute(element.tagName, name)) attributes.set(name, value);
      else this.fault('T012', line, `Leave out the attribute: ${name} on <${element.tagName}>`);
    }
    return attributes;
  }

  marks(attributes: ReadonlyMap<string, string>): void {
    for (const mark of this.source.replay?.marks.get(attributes.get('id') ?? '') ?? []) {
      this.html(mark);
    }
  }

  private plain(element: Element, line: number): void {
    const name = element.tagName;
    const attributes = this.attributesOf(element, line);
    checkAttributes(this, name, attributes, line);
    const isGroup = name === 'div' && this.path.at(-1) === 'dl';
    if (attributes.has('id') && (isGroup || NEVER_MARKED.has(name))) {
      this.fault(
        'T012',
        line,
        `Put the id on a term or cell inside: no number of a sign can stand at this <${name}>`,
      );
    }
    if (this.replaying && (name === 'a' || name === 'select' || name === 'option')) {
      if (name === 'option' && !attributes.has('selected')) return;
      this.wrapped('span', `t-${name}`, element, attributes, line);
      return;
    }
    if (this.replaying && FLATTENED.has(name)) {
      this.wrapped('div', `t-${name}`, element, attributes, line);
      return;
    }
    const before = MARKED_BEFORE.has(name);
    if (before) this.marks(attributes);
    this.html(`<${name}`);
    writeAttributes(this, attributes, '', line);
    if (name === 'img') writeSource(this, attributes, line);
    if (name === 'a') writeHref(this, attributes, line);
    this.html('>');
    if (VOID_ELEMENTS.has(name)) {
      this.marks(attributes);
      return;
    }
    if (!before) this.marks(attributes);
    this.children(element);
    this.html(`</${name}>`);
  }

  private wrapped(
    tag: string,
    extra: string,
    element: Element,
    attributes: Map<string, string>,
    line: number,
  ): void {
    for (const name of ['role', 'open', 'selected']) attributes.delete(name);
    this.html(`<${tag}`);
    writeAttributes(this, attributes, extra, line);
    this.html('>');
    this.marks(attributes);
    this.children(element);
    this.html(`</${tag}>`);
  }

  private custom(element: Element, line: number): void {
    const outer = this.path.find((name) => NO_FORM_INSIDE.has(name));
    if (outer && !NOT_FORMS.has(element.tagName)) {
      this.fault('T016', line, `Move <${element.tagName}> out of <${outer}>: it becomes a form`);
    }
    emitCustom(this, element, this.attributesOf(element, line), line);
  }

  private tag(
    tag: Extract<ReturnType<typeof splitTags>[number], { tag: unknown }>['tag'],
    context: Context,
    line: number,
  ): void {
    switch (tag.tag) {
      case 'copy':
      case 'money':
      case 'number':
      case 'percent':
      case 'plural':
        this.push({ op: tag.tag, key: tag.name, context });
        break;
      case 'offer':
        if (!(OFFER_WORDS as readonly string[]).includes(tag.name)) {
          this.fault(
            'T014',
            line,
            `Write one of ${OFFER_WORDS.join(', ')}: offer.${tag.name} is unknown`,
          );
        } else this.push({ op: 'offer', key: tag.name as OfferWord, context });
        break;
      case 'value':
        if (this.source.manifest.kind === 'offer') {
          this.fault(
            'T014',
            line,
            `Use copy, money or offer in an offer: value.${tag.name} is only known at run time`,
          );
        } else this.push({ op: 'value', name: tag.name, context });
        break;
      case 'item':
        if (!this.open.some(({ tag: open }) => open.startsWith('list.'))) {
          this.fault('T014', line, `Use item only inside a list: item.${tag.name} stands outside`);
        } else this.push({ op: 'item', name: tag.name, context });
        break;
      case 'fragment':
        if (context !== 'text' || this.source.manifest.kind !== 'debrief') {
          this.fault(
            'T014',
            line,
            `Use fragments in the text of a debrief: fragment.${tag.name} stands elsewhere`,
          );
        } else this.push({ op: 'fragment', name: tag.name });
        break;
      case 'open_list':
      case 'open_if':
        if (context !== 'text') {
          this.fault('T015', line, 'Open sections in text: one stands in an attribute');
          return;
        }
        this.open.push({ ops: [], tag: sectionName(tag), line, depth: this.path.length });
        break;
      default:
        this.closeSection(sectionName(tag), line);
    }
  }

  private closeSection(name: string, line: number): void {
    const top = this.open.at(-1)!;
    if (top.tag !== name || top.depth !== this.path.length) {
      this.fault(
        'T015',
        line,
        `Close sections in order: {{/${name}}} meets ${top.tag ? `{{#${top.tag}}}` : 'no open section'}`,
      );
      return;
    }
    this.open.pop();
    const [kind, ...rest] = name.split('.');
    const last = rest.at(-1) ?? '';
    if (kind === 'list') this.push({ op: 'list', name: last, body: top.ops });
    else
      this.push({
        op: 'if',
        scope: rest.length === 2 ? 'item' : 'flag',
        name: last,
        body: top.ops,
      });
  }

  private unclosed(): void {
    const top = this.open.pop()!;
    this.fault(
      'T015',
      top.line,
      `Close the section in the same element: {{#${top.tag}}} stays open`,
    );
  }
}

function sectionName(tag: { tag: string; name: string; scope?: 'flag' | 'item' }): string {
  if (tag.tag.endsWith('list')) return `list.${tag.name}`;
  return tag.scope === 'item' ? `if.item.${tag.name}` : `if.${tag.name}`;
}
