/** Links ops with one locale's words: what is left is static text and what a request fills in. */
import { type Context, writeFor } from './escape.ts';
import type { TemplateManifest } from './manifest.ts';
import { pluralForms, pluralOf, writeNumber, writePercent } from './numerals.ts';
import type { OfferWord, Op } from './ops.ts';
import { directionOf } from './page-frame.ts';
import { splitTags, type Tag } from './tags.ts';

export type Node =
  | string
  | { readonly node: 'slot'; readonly slot: number }
  | { readonly node: 'item'; readonly name: string; readonly context: Context }
  | { readonly node: 'plural'; readonly name: string; readonly forms: PluralNodes }
  | { readonly node: 'fragment'; readonly name: string }
  | { readonly node: 'qr'; readonly name: string }
  | { readonly node: 'fragment_styles'; readonly names: readonly string[] }
  | { readonly node: 'list'; readonly name: string; readonly body: readonly Node[] }
  | {
      readonly node: 'if';
      readonly scope: 'flag' | 'item';
      readonly name: string;
      readonly body: readonly Node[];
    };

type PluralNodes = Readonly<Partial<Record<Intl.LDMLPluralRule, readonly Node[]>>>;

export interface Program {
  readonly locale: string;
  readonly nodes: readonly Node[];
  /** UTF-8 of the static texts among `nodes`, at the same places. */
  readonly bytes: readonly (Buffer | undefined)[];
  /** Runtime values, each escaped once per context however often it stands in the page. */
  readonly slots: readonly Slot[];
}

export interface Slot {
  readonly name: string;
  readonly context: Context;
  /** A count, written in the reader's digits. */
  readonly numeral: boolean;
}

export interface Words {
  readonly locale: string;
  readonly manifest: TemplateManifest;
  readonly copy: (key: string) => string | undefined;
}

export function link(ops: readonly Op[], words: Words): Program {
  const linker = new Linker(words);
  const nodes = linker.link(ops);
  const bytes = nodes.map((node) => (typeof node === 'string' ? Buffer.from(node) : undefined));
  return { locale: words.locale, nodes, bytes, slots: linker.slots };
}

class Linker {
  readonly slots: Slot[] = [];
  private readonly words: Words;
  /** Where text runs right to left, what is filled in keeps its own direction: “75 %”, a firm's name. */
  private readonly isolates: boolean;

  constructor(words: Words) {
    this.words = words;
    this.isolates = directionOf(words.locale) === 'rtl';
  }

  link(ops: readonly Op[]): Node[] {
    return joined((add) => {
      for (const op of ops) this.op(op, add);
    });
  }

  private op(op: Op, add: Add): void {
    switch (op.op) {
      case 'html':
        add(op.html);
        break;
      case 'copy':
        this.text(op.key, op.context, add);
        break;
      case 'money':
      case 'number':
      case 'percent':
      case 'plural':
      case 'offer':
        this.tag({ tag: op.op, name: op.key }, op.context, add);
        break;
      case 'value':
        this.filled({ node: 'slot', slot: this.slot(op.name, op.context) }, op.context, add);
        break;
      case 'item':
        this.filled({ node: 'item', name: op.name, context: op.context }, op.context, add);
        break;
      case 'fragment':
        add({ node: 'fragment', name: op.name });
        break;
      case 'qr':
        add({ node: 'qr', name: op.name });
        break;
      case 'fragment_styles':
        add({ node: 'fragment_styles', names: op.names });
        break;
      case 'list':
        add({ node: 'list', name: op.name, body: this.link(op.body) });
        break;
      case 'if':
        add({ node: 'if', scope: op.scope, name: op.name, body: this.link(op.body) });
    }
  }

  /** A text of the copy with what stands in it. */
  private text(key: string, context: Context, add: Add): void {
    for (const part of splitTags(this.words.copy(key) ?? '')) {
      if ('text' in part) add(writeFor(textual(context), this.words.locale, part.text));
      else if ('tag' in part) this.tag(part.tag, textual(context), add);
    }
  }

  private tag(tag: Tag, wanted: Context, add: Add): void {
    const { words } = this;
    const context = textual(wanted);
    const known = knownWord(tag, words);
    if (known !== undefined) {
      this.filled(writeFor(context, words.locale, known), context, add);
    } else if (tag.tag === 'value') {
      this.filled({ node: 'slot', slot: this.slot(tag.name, context) }, context, add);
    } else if (tag.tag === 'number') {
      this.filled({ node: 'slot', slot: this.slot(tag.name, context, true) }, context, add);
    } else if (tag.tag === 'item') {
      this.filled({ node: 'item', name: tag.name, context }, context, add);
    } else if (tag.tag === 'plural') this.plural(tag.name, context, add);
  }

  private filled(node: Node, context: Context, add: Add): void {
    const isolated = this.isolates && context === 'text';
    if (isolated) add('<bdi>');
    add(node);
    if (isolated) add('</bdi>');
  }

  private plural(name: string, context: Context, add: Add): void {
    const form = (key: Intl.LDMLPluralRule): Node[] =>
      joined((inner) => this.text(`plurals.${name}.${key}`, context, inner));
    const count = numberOf(name, this.words.manifest);
    if (count !== undefined) {
      for (const node of form(pluralOf(this.words.locale, count))) add(node);
      return;
    }
    const forms = pluralForms(this.words.locale).map((key) => [key, form(key)]);
    add({ node: 'plural', name, forms: Object.fromEntries(forms) as PluralNodes });
  }

  private slot(name: string, context: Context, numeral = false): number {
    const known = this.slots.findIndex(
      (slot) => slot.name === name && slot.context === context && slot.numeral === numeral,
    );
    if (known >= 0) return known;
    return this.slots.push({ name, context, numeral }) - 1;
  }
}

type Add = (node: Node) => void;

/** Neighbouring static texts become one. */
function joined(write: (add: Add) => void): Node[] {
  const nodes: Node[] = [];
  write((node) => {
    const last = nodes.at(-1);
    if (typeof node === 'string' && typeof last === 'string') nodes[nodes.length - 1] = last + node;
    else nodes.push(node);
  });
  return nodes;
}

/** What a tag says that is known when the template is linked; undefined for what a request fills in. */
export function knownWord({ tag, name }: Tag, { locale, manifest }: Words): string | undefined {
  if (manifest.kind !== 'offer') return undefined;
  if (tag === 'money') return money(name, locale, manifest);
  if (tag === 'offer') return offerWord(name as OfferWord, manifest);
  const value = numberOf(name, manifest) ?? 0;
  if (tag === 'number') return writeNumber(locale, value);
  if (tag === 'percent') return writePercent(locale, value);
  return undefined;
}

function numberOf(name: string, manifest: TemplateManifest): number | undefined {
  return manifest.kind === 'offer' ? manifest.numbers?.[name] : undefined;
}

type OfferManifest = Extract<TemplateManifest, { kind: 'offer' }>;

/** Amount in the reader's way of writing money: whole amounts without decimals. */
function money(key: string, locale: string, manifest: OfferManifest): string {
  const amount = manifest.amounts[key];
  if (amount === undefined) return '';
  const decimals = Number.isInteger(amount) ? 0 : 2;
  return moneyFormat(locale, manifest.currency, decimals).format(amount);
}

const moneyFormats = new Map<string, Intl.NumberFormat>();

/** Making a format costs far more than using it, and every message with a price uses one. */
function moneyFormat(locale: string, currency: string, decimals: number): Intl.NumberFormat {
  const key = `${locale} ${currency} ${decimals}`;
  const known = moneyFormats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: decimals,
  });
  moneyFormats.set(key, made);
  return made;
}

function offerWord(key: OfferWord, { host, entity }: OfferManifest): string {
  switch (key) {
    case 'host':
      return host;
    case 'sender':
      return entity.sender;
    case 'registration':
      return entity.registration ?? '';
    case 'initial':
      return [...entity.name][0]?.toUpperCase() ?? '';
    default:
      return entity.name;
  }
}

function textual(context: Context): Context {
  return context === 'url' ? 'attribute' : context;
}
