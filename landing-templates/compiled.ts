import type { BuiltPage } from './build-page.ts';
import type { LocaleCopy } from './copy-set.ts';
import type { FaultList } from './faults.ts';
import { fillPlain } from './fill-plain.ts';
import { knownWord, link, type Program, type Words } from './link.ts';
import type { TemplateManifest } from './manifest.ts';
import { type Structure, titleKey } from './open-template.ts';
import { everyOp, type Op } from './ops.ts';
import { framePage, hashSource, pageStyle, scriptsOf } from './page-frame.ts';
import { scriptText } from './page-scripts.ts';
import { classesIn, pruneStyle, type StylePiece, splitStyle } from './prune-css.ts';
import { makeReplay } from './replay.ts';
import { runProgram, runProgramBytes } from './run-program.ts';
import type { Story } from './story.ts';
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
} from './types.ts';

/** Largest page with its pictures, in bytes, before compression. */
const LARGEST_PAGE_BYTES = { offer: 50_000, other: 80_000 };

/** Stands for what a page is filled with; no markup holds it. */
const FILLED_IN = '\u0000';

export class Compiled implements CompiledTemplate {
  readonly slug: string;
  readonly hash: string;
  readonly manifest: TemplateManifest;
  readonly locales: readonly string[];
  readonly variants: readonly string[];
  readonly pages: readonly string[];
  readonly story: Story | undefined;
  readonly assets: ReadonlyMap<string, Asset>;
  readonly #structure: Structure;
  readonly #observer: string;
  readonly #framed = new Map<string, readonly Op[]>();
  readonly #programs = new Map<string, Program>();
  readonly #policies = new Map<string, readonly [style: string, rest: string]>();
  readonly #replays = new Map<string, ReplayFragment>();
  readonly #sheets = new Map<string, string>();
  #style: readonly StylePiece[] | undefined;
  #weights: Readonly<Record<string, number>> | undefined;

  constructor(structure: Structure, observer: string) {
    const { manifest } = structure;
    this.#structure = structure;
    this.#observer = observer;
    this.slug = structure.source.slug;
    this.hash = templateHash(structure.source);
    this.manifest = manifest;
    this.locales = structure.copies.locales;
    this.variants = manifest.kind === 'debrief' ? Object.keys(manifest.variants ?? {}) : [];
    this.pages = manifest.pages.map(({ key }) => key);
    this.story = structure.story;
    this.assets = structure.pictures.assets;
  }

  get weights(): Readonly<Record<string, number>> {
    this.#weights ??= Object.fromEntries(this.pages.map((page) => [page, this.#weigh(page)]));
    return this.#weights;
  }

  checkWeights(faults: FaultList): void {
    const most =
      this.manifest.kind === 'offer' ? LARGEST_PAGE_BYTES.offer : LARGEST_PAGE_BYTES.other;
    for (const { key, file } of this.manifest.pages) {
      const bytes = this.weights[key] ?? 0;
      if (bytes <= most) continue;
      faults.add(
        'T080',
        file,
        1,
        `Make the page lighter: ${bytes} bytes with its pictures, at most ${most}`,
      );
    }
  }

  copy(locale: string, key: string): string | undefined {
    return this.#has(locale) ? this.#copies(locale).text.get(key) : undefined;
  }

  texts(locale: string): ReadonlyMap<string, string> {
    return this.#copies(locale).text;
  }

  copyHash(locale: string): string {
    return this.#copies(locale).own.hash;
  }

  isReviewed(locale: string): boolean {
    return this.#copies(locale).reviewed;
  }

  localeFor(wished: string): string {
    const language = wished.split('-')[0] ?? '';
    const spoken = language === 'tl' ? 'fil' : language;
    return (
      [wished, spoken].find((tag) => this.#has(tag)) ??
      this.locales.find((tag) => tag.split('-')[0] === spoken && this.#has(tag)) ??
      'en'
    );
  }

  asset(file: string): string | undefined {
    return this.#structure.pictures.paths.get(file);
  }

  dataAddress(file: string): string {
    const path = this.asset(file) ?? '';
    const asset = this.assets.get(path.replace('/a/', ''));
    if (!asset) return path;
    return `data:${asset.type};base64,${Buffer.from(asset.bytes).toString('base64')}`;
  }

  colour(name: string): string | undefined {
    const { ownCss, partsCss } = this.#structure;
    const named = new RegExp(`--${name}:\\s*(#[0-9a-f]{3,8}|rgb\\([^)]*\\))`, 'i');
    return (named.exec(ownCss) ?? named.exec(partsCss))?.[1];
  }

  render(page: string, locale: string, values: RenderValues): string {
    return runProgram(this.#program(page, locale, values.variant), values);
  }

  renderBytes(page: string, locale: string, values: RenderValues): Uint8Array<ArrayBuffer> {
    return runProgramBytes(this.#program(page, locale, values.variant), values);
  }

  csp(page: string, locale: string, options: CspOptions = {}): string {
    if (!this.#has(locale)) throw this.#unknown(page, locale);
    const [style, rest] = this.#policy(page, locale);
    const sheets = (options.fragments ?? []).flatMap((fragment) => fragment.sheets);
    const fragments = [...new Set(sheets.map(({ source }) => ` ${source}`))].join('');
    const formAction = (options.formAction ?? ["'self'"]).join(' ');
    return `default-src 'none'; style-src ${style}${fragments}; ${rest}; form-action ${formAction}`;
  }

  needs(page: string): PageNeeds {
    const values = new Set<string>();
    const lists = new Map<string, Set<string>>();
    const flags = new Set<string>();
    const fragments = new Set<string>();
    const english = this.#words('en', undefined);
    collectNeeds(this.#frame(page, 'en'), undefined, english, { values, lists, flags, fragments });
    return {
      values: [...values].sort(),
      lists: Object.fromEntries([...lists].map(([name, items]) => [name, [...items].sort()])),
      flags: [...flags].sort(),
      fragments: [...fragments].sort(),
    };
  }

  message(
    name: string,
    locale: string,
    values: Readonly<Record<string, Scalar>>,
    variant?: string,
  ): RenderedMessage {
    const words = this.#words(locale, variant);
    const text = (part: string): string | undefined => {
      const source = words.copy(`messages.${name}.${part}`);
      return source === undefined ? undefined : fillPlain(source, words, values);
    };
    const subject = text('subject');
    const body = text('body');
    if (subject === undefined || body === undefined) throw this.#unknown(name, locale);
    const short = text('short');
    const head = { subject: subject.replace(/\s+/g, ' '), body };
    return short === undefined ? head : { ...head, short };
  }

  plain(key: string, locale: string): string {
    const words = this.#words(locale, undefined);
    return fillPlain(words.copy(key) ?? '', words, {});
  }

  replay(page: string, locale: string, numbers?: ReadonlyMap<string, number>): ReplayFragment {
    const key = `${page} ${locale} ${numbers ? [...numbers].join() : ''}`;
    const known = this.#replays.get(key);
    if (known) return known;
    const html = this.#structure.html.get(page);
    const { manifest } = this;
    if (html === undefined || manifest.kind !== 'offer') throw this.#unknown(page, locale);
    const fragment = makeReplay({
      structure: this.#structure,
      slug: this.slug,
      page,
      html,
      manifest,
      words: this.#words(locale, undefined),
      numbers,
    });
    this.#replays.set(key, fragment);
    return fragment;
  }

  #program(page: string, locale: string, variant: string | undefined): Program {
    const key = `${page} ${locale} ${variant ?? ''}`;
    const known = this.#programs.get(key);
    if (known) return known;
    const linked = link(this.#frame(page, locale), this.#words(locale, variant));
    this.#programs.set(key, linked);
    return linked;
  }

  /** The page's document before any words are in it. */
  #frame(page: string, locale: string): readonly Op[] {
    if (!this.#has(locale)) throw this.#unknown(page, locale);
    const key = `${page} ${locale}`;
    const known = this.#framed.get(key);
    if (known) return known;
    const framed = framePage({ locale, page, ...this.#parts(page) });
    this.#framed.set(key, framed);
    return framed;
  }

  #parts(page: string) {
    const declared = this.manifest.pages.find(({ key }) => key === page);
    const built = this.#structure.built.get(page);
    if (!declared || !built) throw this.#unknown(page, 'en');
    return {
      kind: this.manifest.kind,
      titleKey: titleKey(declared),
      number: this.manifest.kind === 'offer' ? this.pages.indexOf(page) + 1 : undefined,
      css: this.#sheet(page, built),
      observer: declared.observed ? this.#observer : undefined,
      scripts: [...built.scripts].map((name) => scriptText(name)),
      body: built.ops,
    };
  }

  /** Style of a page: rules for classes that neither its markup nor its scripts know are left out. */
  #sheet(page: string, { ops, scripts }: BuiltPage): string {
    const known = this.#sheets.get(page);
    if (known !== undefined) return known;
    const { partsCss, ownCss } = this.#structure;
    this.#style ??= splitStyle(partsCss + ownCss);
    const html = [...everyOp(ops)].map((op) => (op.op === 'html' ? op.html : FILLED_IN)).join('');
    const classes = classesIn(html);
    // A class that is filled in could be any.
    const any = [...classes].some((name) => name.includes(FILLED_IN));
    const { kind } = this.manifest;
    for (const name of [`kind-${kind}`, `page-${page}`]) classes.add(name);
    const written = [...scripts].map((name) => scriptText(name)).join('');
    // What begins with `s-` comes from the elements of the templates' own language.
    const css = pruneStyle(
      this.#style,
      (name) => any || classes.has(name) || name.startsWith('s-') || written.includes(name),
    );
    this.#sheets.set(page, css);
    return css;
  }

  #policy(page: string, locale: string): readonly [style: string, rest: string] {
    const key = `${page} ${locale}`;
    const known = this.#policies.get(key);
    if (known) return known;
    const parts = this.#parts(page);
    const scripts = scriptsOf(parts).map(hashSource);
    const scripted = scripts.length > 0;
    const policy = [
      hashSource(pageStyle(parts.css, locale)),
      [
        `script-src ${scripted ? scripts.join(' ') : "'none'"}`,
        `connect-src ${scripted ? "'self'" : "'none'"}`,
        "img-src 'self' data:",
        ...(this.story ? ["media-src 'self'"] : []),
        "base-uri 'none'",
        "frame-ancestors 'none'",
      ].join('; '),
    ] as const;
    this.#policies.set(key, policy);
    return policy;
  }

  #weigh(page: string): number {
    const needs = this.needs(page);
    if (needs.fragments.length > 0) return 0;
    const html = this.render(page, 'en', {
      values: Object.fromEntries(needs.values.map((name) => [name, ''])),
      lists: Object.fromEntries(Object.keys(needs.lists).map((name) => [name, []])),
    });
    const { built, cssPictures, pictures } = this.#structure;
    const shown = new Set([...(built.get(page)?.pictures ?? []), ...cssPictures]);
    const bytes = [...shown].map((file) => pictures.bytes.get(file) ?? 0);
    return Buffer.byteLength(html) + bytes.reduce((sum, size) => sum + size, 0);
  }

  #words(locale: string, variant: string | undefined): Words {
    if (variant !== undefined && !this.variants.includes(variant)) {
      throw new RangeError(
        `Render ${this.slug}: there is no variant ${variant}, there are ${this.variants.join(', ') || 'none'}`,
      );
    }
    const text = this.#copies(locale).forVariant(variant);
    return { locale, manifest: this.manifest, copy: (key) => text.get(key) };
  }

  #has(locale: string): boolean {
    return this.#structure.copies.has(locale);
  }

  #copies(locale: string): LocaleCopy {
    if (!this.#has(locale)) throw this.#unknown('copy', locale);
    return this.#structure.copies.get(locale);
  }

  #unknown(what: string, locale: string): RangeError {
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
  words: Words,
  needs: Needs,
): void {
  const item = (name: string) => list !== undefined && needs.lists.get(list)?.add(name);
  const inText = (key: string): void => {
    for (const part of splitTags(words.copy(key) ?? '')) {
      if (!('tag' in part) || knownWord(part.tag, words) !== undefined) continue;
      const { tag, name } = part.tag;
      if (tag === 'value' || tag === 'number') needs.values.add(name);
      if (tag === 'item') item(name);
      if (tag === 'plural') counted(name);
    }
  };
  const counted = (name: string): void => {
    if (words.manifest.kind !== 'offer') needs.values.add(name);
    inText(`plurals.${name}.other`);
  };
  for (const op of ops) {
    if (op.op === 'value' || op.op === 'qr') needs.values.add(op.name);
    else if (op.op === 'number' && words.manifest.kind !== 'offer') needs.values.add(op.key);
    else if (op.op === 'plural') counted(op.key);
    else if (op.op === 'item') item(op.name);
    else if (op.op === 'fragment') needs.fragments.add(op.name);
    else if (op.op === 'copy') inText(op.key);
    else if (op.op === 'list') {
      if (!needs.lists.has(op.name)) needs.lists.set(op.name, new Set());
      collectNeeds(op.body, op.name, words, needs);
    } else if (op.op === 'if') {
      if (op.scope === 'flag') needs.flags.add(op.name);
      else item(op.name);
      collectNeeds(op.body, list, words, needs);
    }
  }
}
