import type { BuiltPage } from './build-page.ts';
import { link, money, offerWord, type Program, type Words } from './link.ts';
import type { TemplateManifest } from './manifest.ts';
import type { Op } from './ops.ts';
import { framePage, hashSource, pageStyle } from './page-frame.ts';
import type { Pictures } from './pictures.ts';
import type { Copy } from './read-copy.ts';
import { makeReplay } from './replay.ts';
import { runProgram, runProgramBytes } from './run-program.ts';
import { splitTags } from './tags.ts';
import { templateHash } from './template-hash.ts';
import type {
  Asset,
  CompiledTemplate,
  CspOptions,
  PageNeeds,
  RenderedMessage,
  RenderValues,
  ReplayFragment,
  Scalar,
  TemplateSource,
} from './types.ts';

export interface CompiledParts {
  readonly source: TemplateSource;
  readonly manifest: TemplateManifest;
  readonly css: string;
  readonly cssPictures: ReadonlySet<string>;
  readonly built: ReadonlyMap<string, BuiltPage>;
  readonly html: ReadonlyMap<string, string>;
  readonly copies: ReadonlyMap<string, Copy>;
  readonly pictures: Pictures;
  readonly observer: string;
}

export class Compiled implements CompiledTemplate {
  readonly slug: string;
  readonly hash: string;
  readonly manifest: TemplateManifest;
  readonly locales: readonly string[];
  readonly pages: readonly string[];
  readonly assets: ReadonlyMap<string, Asset>;
  readonly weights: Readonly<Record<string, number>>;
  private readonly parts: CompiledParts;
  private readonly framed = new Map<string, readonly Op[]>();
  private readonly programs = new Map<string, Program>();
  private readonly policies = new Map<string, readonly string[]>();
  private readonly replays = new Map<string, ReplayFragment>();

  constructor(parts: CompiledParts) {
    this.parts = parts;
    this.slug = parts.source.slug;
    this.hash = templateHash(parts.source);
    this.manifest = parts.manifest;
    this.locales = ['en', ...[...parts.copies.keys()].filter((tag) => tag !== 'en').sort()];
    this.pages = parts.manifest.pages.map(({ key }) => key);
    this.assets = parts.pictures.assets;
    for (const page of this.pages) {
      for (const locale of this.locales) this.compilePage(page, locale);
    }
    this.weights = Object.fromEntries(this.pages.map((page) => [page, this.weigh(page)]));
  }

  copy(locale: string, key: string): string | undefined {
    return this.parts.copies.get(locale)?.text.get(key);
  }

  texts(locale: string): ReadonlyMap<string, string> {
    return this.copyOf(locale).text;
  }

  copyHash(locale: string): string {
    return this.copyOf(locale).hash;
  }

  isReviewed(locale: string): boolean {
    return this.copyOf(locale).reviewed;
  }

  localeFor(wished: string): string {
    const language = wished.split('-')[0] ?? '';
    return [wished, language, 'en'].find((tag) => this.parts.copies.has(tag)) ?? 'en';
  }

  asset(file: string): string | undefined {
    return this.parts.pictures.paths.get(file);
  }

  render(page: string, locale: string, values: RenderValues): string {
    const program = this.programs.get(`${page} ${locale}`);
    if (!program) throw this.unknown(page, locale);
    return runProgram(program, values);
  }

  renderBytes(page: string, locale: string, values: RenderValues): Uint8Array<ArrayBuffer> {
    const program = this.programs.get(`${page} ${locale}`);
    if (!program) throw this.unknown(page, locale);
    return runProgramBytes(program, values);
  }

  csp(page: string, locale: string, options: CspOptions = {}): string {
    const fixed = this.policies.get(page);
    if (!fixed || !this.parts.copies.has(locale)) throw this.unknown(page, locale);
    const [style, rest] = [fixed[0] ?? '', fixed[1] ?? ''];
    const fragments = (options.fragments ?? [])
      .map(({ styleSource }) => ` ${styleSource}`)
      .join('');
    const formAction = (options.formAction ?? ["'self'"]).join(' ');
    return `default-src 'none'; style-src ${style}${fragments}; ${rest}; form-action ${formAction}`;
  }

  needs(page: string): PageNeeds {
    const ops = this.framed.get(page);
    if (!ops) throw this.unknown(page, 'en');
    const values = new Set<string>();
    const lists = new Map<string, Set<string>>();
    const flags = new Set<string>();
    const fragments = new Set<string>();
    collectNeeds(ops, undefined, (key) => this.copy('en', key) ?? '', {
      values,
      lists,
      flags,
      fragments,
    });
    return {
      values: [...values].sort(),
      lists: Object.fromEntries([...lists].map(([name, items]) => [name, [...items].sort()])),
      flags: [...flags].sort(),
      fragments: [...fragments].sort(),
    };
  }

  message(name: string, locale: string, values: Readonly<Record<string, Scalar>>): RenderedMessage {
    const text = (part: string): string | undefined => {
      const source = this.copy(locale, `messages.${name}.${part}`);
      return source === undefined ? undefined : this.fillPlain(source, locale, values);
    };
    const subject = text('subject');
    const body = text('body');
    if (subject === undefined || body === undefined) throw this.unknown(name, locale);
    const short = text('short');
    const head = { subject: subject.replace(/\s+/g, ' '), body };
    return short === undefined ? head : { ...head, short };
  }

  replay(page: string, locale: string, numbers?: ReadonlyMap<string, number>): ReplayFragment {
    const key = `${page} ${locale} ${numbers ? [...numbers].join() : ''}`;
    const known = this.replays.get(key);
    if (known) return known;
    const html = this.parts.html.get(page);
    const { manifest } = this.parts;
    if (html === undefined || manifest.kind !== 'offer') throw this.unknown(page, locale);
    const fragment = makeReplay({
      slug: this.slug,
      page,
      html,
      manifest,
      css: this.parts.css,
      words: this.words(locale),
      picture: (file) => this.asset(file),
      numbers,
    });
    this.replays.set(key, fragment);
    return fragment;
  }

  private compilePage(page: string, locale: string): void {
    const declared = this.manifest.pages.find(({ key }) => key === page);
    const built = this.parts.built.get(page);
    if (!declared || !built) throw this.unknown(page, locale);
    const observer = declared.observed ? this.parts.observer : undefined;
    const ops = framePage({
      locale,
      page,
      kind: this.manifest.kind,
      css: this.parts.css,
      observer,
      body: built.ops,
    });
    this.framed.set(page, ops);
    this.programs.set(`${page} ${locale}`, link(ops, this.words(locale)));
    this.policies.set(page, [
      hashSource(pageStyle(this.parts.css)),
      [
        `script-src ${observer === undefined ? "'none'" : hashSource(observer)}`,
        `connect-src ${observer === undefined ? "'none'" : "'self'"}`,
        "img-src 'self' data:",
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    ]);
  }

  private weigh(page: string): number {
    const needs = this.needs(page);
    if (needs.fragments.length > 0) return 0;
    const html = this.render(page, 'en', {
      values: Object.fromEntries(needs.values.map((name) => [name, ''])),
      lists: Object.fromEntries(Object.keys(needs.lists).map((name) => [name, []])),
    });
    const shown = new Set([
      ...(this.parts.built.get(page)?.pictures ?? []),
      ...this.parts.cssPictures,
    ]);
    const pictures = [...shown].map((file) => this.parts.pictures.bytes.get(file) ?? 0);
    return Buffer.byteLength(html) + pictures.reduce((sum, bytes) => sum + bytes, 0);
  }

  private words(locale: string): Words {
    const copy = this.copyOf(locale);
    return { locale, manifest: this.manifest, copy: (key) => copy.text.get(key) };
  }

  private copyOf(locale: string): Copy {
    const copy = this.parts.copies.get(locale);
    if (!copy) throw this.unknown('copy', locale);
    return copy;
  }

  private fillPlain(
    source: string,
    locale: string,
    values: Readonly<Record<string, Scalar>>,
  ): string {
    const words = this.words(locale);
    return splitTags(source)
      .map((part) => {
        if ('text' in part) return part.text;
        if (!('tag' in part)) return '';
        const { tag, name } = part.tag;
        if (tag === 'money') return money(name, words);
        if (tag === 'offer') return offerWord(name, this.manifest);
        const value = values[name];
        if (value === undefined) {
          throw new RangeError(`Write the message: value ${name} is missing and must be given`);
        }
        return String(value).replace(/[\r\n]+/g, ' ');
      })
      .join('');
  }

  private unknown(what: string, locale: string): RangeError {
    return new RangeError(
      `Render ${this.slug}: ${what} in ${locale} is unknown, there are ${this.pages.join(', ')} in ${this.locales.join(', ')}`,
    );
  }
}

interface Needs {
  readonly values: Set<string>;
  readonly lists: Map<string, Set<string>>;
  readonly flags: Set<string>;
  readonly fragments: Set<string>;
}

function collectNeeds(
  ops: readonly Op[],
  list: string | undefined,
  copy: (key: string) => string,
  needs: Needs,
): void {
  const item = (name: string) => list !== undefined && needs.lists.get(list)?.add(name);
  for (const op of ops) {
    if (op.op === 'value') needs.values.add(op.name);
    else if (op.op === 'item') item(op.name);
    else if (op.op === 'fragment') needs.fragments.add(op.name);
    else if (op.op === 'copy') {
      for (const part of splitTags(copy(op.key))) {
        if ('tag' in part && part.tag.tag === 'value') needs.values.add(part.tag.name);
        if ('tag' in part && part.tag.tag === 'item') item(part.tag.name);
      }
    } else if (op.op === 'list') {
      if (!needs.lists.has(op.name)) needs.lists.set(op.name, new Set());
      collectNeeds(op.body, op.name, copy, needs);
    } else if (op.op === 'if') {
      if (op.scope === 'flag') needs.flags.add(op.name);
      else item(op.name);
      collectNeeds(op.body, list, copy, needs);
    }
  }
}
