/** Links ops with one locale's words: what is left is static text and what a request fills in. */
import { type Context, escapeFor } from './escape.ts';
import type { TemplateManifest } from './manifest.ts';
import type { Op } from './ops.ts';
import { splitTags } from './tags.ts';

export type Node =
  | string
  | { readonly node: 'slot'; readonly slot: number }
  | { readonly node: 'item'; readonly name: string; readonly context: Context }
  | { readonly node: 'fragment'; readonly name: string }
  | { readonly node: 'fragment_styles'; readonly names: readonly string[] }
  | { readonly node: 'list'; readonly name: string; readonly body: readonly Node[] }
  | {
      readonly node: 'if';
      readonly scope: 'flag' | 'item';
      readonly name: string;
      readonly body: readonly Node[];
    };

export interface Program {
  readonly nodes: readonly Node[];
  /** UTF-8 of the static texts among `nodes`, at the same places. */
  readonly bytes: readonly (Buffer | undefined)[];
  /** Runtime values, each escaped once per context however often it stands in the page. */
  readonly slots: readonly { readonly name: string; readonly context: Context }[];
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
  return { nodes, bytes, slots: linker.slots };
}

class Linker {
  readonly slots: { name: string; context: Context }[] = [];
  private readonly words: Words;

  constructor(words: Words) {
    this.words = words;
  }

  link(ops: readonly Op[]): Node[] {
    const nodes: Node[] = [];
    const add = (node: Node) => {
      const last = nodes.at(-1);
      if (typeof node === 'string' && typeof last === 'string')
        nodes[nodes.length - 1] = last + node;
      else nodes.push(node);
    };
    for (const op of ops) this.op(op, add);
    return nodes;
  }

  private op(op: Op, add: (node: Node) => void): void {
    switch (op.op) {
      case 'html':
        add(op.html);
        break;
      case 'copy':
        this.copy(op.key, op.context, add);
        break;
      case 'money':
        add(escapeFor(textual(op.context), money(op.key, this.words)));
        break;
      case 'offer':
        add(escapeFor(textual(op.context), offerWord(op.key, this.words.manifest)));
        break;
      case 'value':
        add({ node: 'slot', slot: this.slot(op.name, op.context) });
        break;
      case 'item':
        add({ node: 'item', name: op.name, context: op.context });
        break;
      case 'fragment':
        add({ node: 'fragment', name: op.name });
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

  private copy(key: string, context: Context, add: (node: Node) => void): void {
    for (const part of splitTags(this.words.copy(key) ?? '')) {
      if ('text' in part) add(escapeFor(textual(context), part.text));
      else if ('tag' in part) {
        const { tag, name } = part.tag;
        if (tag === 'money') add(escapeFor(textual(context), money(name, this.words)));
        else if (tag === 'offer')
          add(escapeFor(textual(context), offerWord(name, this.words.manifest)));
        else if (tag === 'value') add({ node: 'slot', slot: this.slot(name, textual(context)) });
        else if (tag === 'item') add({ node: 'item', name, context: textual(context) });
      }
    }
  }

  private slot(name: string, context: Context): number {
    const known = this.slots.findIndex((slot) => slot.name === name && slot.context === context);
    if (known >= 0) return known;
    return this.slots.push({ name, context }) - 1;
  }
}

/** Amount in the reader's way of writing money: whole amounts without decimals. */
export function money(key: string, words: Words): string {
  const { manifest } = words;
  const amount = manifest.kind === 'offer' ? manifest.amounts[key] : undefined;
  if (manifest.kind !== 'offer' || amount === undefined) return '';
  return moneyFormat(words.locale, manifest.currency, Number.isInteger(amount) ? 0 : 2).format(
    amount,
  );
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

export function offerWord(key: string, manifest: TemplateManifest): string {
  if (manifest.kind !== 'offer') return '';
  switch (key) {
    case 'host':
      return manifest.host;
    case 'sender':
      return manifest.entity.sender;
    case 'registration':
      return manifest.entity.registration ?? '';
    default:
      return manifest.entity.name;
  }
}

function textual(context: Context): Context {
  return context === 'url' ? 'attribute' : context;
}
