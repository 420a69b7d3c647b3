/** Types of the template catalogue: what a template is made of, and what it renders to. */
import type { TemplateManifest } from './manifest.ts';
import type { Story } from './story.ts';

/** A fault found in a template, with the file inside its folder and the 1-based line. */
export interface TemplateFault {
  /** Stable code, such as `T020`; `docs/templates.md` lists them. */
  readonly code: string;
  /** File as given to the reader: `template.yaml`, `copy/th.yaml`, or with the folder in front. */
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** Content of one file: text as it is (LF line ends), anything else in base64. */
export type SourceFile = { readonly text: string } | { readonly base64: string };

/**
 * A whole template as JSON-able content, so that it can be stored by hash and compiled from there.
 * File names are relative to the template's folder, with `/` between parts.
 */
export interface TemplateSource {
  readonly slug: string;
  readonly files: Readonly<Record<string, SourceFile>>;
}

export type Scalar = string | number;
/** A row of a runtime list: flat. */
export type Item = Readonly<Record<string, Scalar | undefined>>;

declare const replayBrand: unique symbol;

/** One numbered sign of a page, in the order in which it stands there. */
export interface ReplayFlag {
  readonly n: number;
  readonly key: string;
  readonly title: string;
  readonly text: string;
  /** What the genuine twin does instead. */
  readonly twin: string;
}

/** One style element of a replay; two copies that share one are given it once. */
export interface ReplaySheet {
  readonly css: string;
  /** CSP source of the element: `'sha256-…'`. */
  readonly source: string;
}

/**
 * An inert copy of an offer's page with its signs numbered. Only `renderReplay` makes one; the
 * fragment slots of a debrief take nothing else.
 */
export interface ReplayFragment {
  readonly [replayBrand]: true;
  readonly slug: string;
  readonly page: string;
  readonly locale: string;
  readonly html: string;
  /** Its style, in order: what its shared parts bring, then its own. */
  readonly sheets: readonly ReplaySheet[];
  readonly flags: readonly ReplayFlag[];
}

/** What a page needs at run time. Every name a page uses must be given. */
export interface RenderValues {
  /** Audience whose words are used where they differ; by default the general ones. */
  readonly variant?: string | undefined;
  /** `{{value.x}}`; escaped by context. */
  readonly values: Readonly<Record<string, Scalar>>;
  /** `{{#list.x}}…{{/list.x}}`. */
  readonly lists?: Readonly<Record<string, readonly Item[]>>;
  /** `{{#if.x}}…{{/if.x}}`; absent is false. */
  readonly flags?: Readonly<Record<string, boolean>>;
  /** `{{fragment.x}}`. */
  readonly fragments?: Readonly<Record<string, ReplayFragment>>;
}

/** Names a page uses, so that a caller can be tested against them. */
export interface PageNeeds {
  readonly values: readonly string[];
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly flags: readonly string[];
  readonly fragments: readonly string[];
}

export interface RenderedMessage {
  readonly subject: string;
  readonly body: string;
  /** For SMS and printed lists; absent when the template has none. */
  readonly short?: string;
}

export interface CspOptions {
  /** Sources for `form-action`, such as `'self'` and the origin of the reveal. Default `'self'`. */
  readonly formAction?: readonly string[];
  /** Fragments shown in the page; their style elements are allowed by hash. */
  readonly fragments?: readonly ReplayFragment[];
}

export interface Asset {
  readonly type:
    | 'image/webp'
    | 'image/png'
    | 'image/svg+xml'
    | 'audio/mp4'
    | 'audio/mpeg'
    | 'audio/ogg'
    | 'video/webm'
    | 'video/mp4'
    | 'text/vtt';
  readonly bytes: Uint8Array;
}

export interface CompiledTemplate {
  readonly slug: string;
  /** SHA-256 hex of the canonical content; see `templateHash`. */
  readonly hash: string;
  readonly manifest: TemplateManifest;
  /** BCP 47 tags with copy, English first, then sorted. */
  readonly locales: readonly string[];
  /** Pages in the manifest's order. */
  readonly pages: readonly string[];
  /** Copy of a locale by dotted key, as written (placeholders unfilled). */
  copy(locale: string, key: string): string | undefined;
  /** Every text of a locale by dotted key, its parts' included. */
  texts(locale: string): ReadonlyMap<string, string>;
  /** Audiences with words of their own. */
  readonly variants: readonly string[];
  /** Its story's slot: undefined where there is none. */
  readonly story: Story | undefined;
  /** Nearest locale with copy: the tag itself, its language, else English, else the first. */
  localeFor(wished: string): string;
  /**
   * A whole HTML document.
   * @throws RangeError for an unknown page or locale, or a value the page needs and was not given.
   */
  render(page: string, locale: string, values: RenderValues): string;
  /** The same as UTF-8, ready to be sent; several times faster than encoding the string. */
  renderBytes(page: string, locale: string, values: RenderValues): Uint8Array<ArrayBuffer>;
  /** Content-Security-Policy header value of that page. */
  csp(page: string, locale: string, options?: CspOptions): string;
  needs(page: string): PageNeeds;
  /** Plain-text message; `values` are inserted with line breaks removed. */
  message(
    name: string,
    locale: string,
    values: Readonly<Record<string, Scalar>>,
    variant?: string,
  ): RenderedMessage;
  /** A picture of the folder as a data address, for a drawing that stands alone. */
  dataAddress(file: string): string;
  /** A colour its style names on `:root`, such as `brand`. */
  colour(name: string): string | undefined;
  /** One text without markup, such as a card's title. */
  plain(key: string, locale: string): string;
  /** Pictures and media by public name (`<hash>.<ext>`), served at `/a/<name>`, cacheable for ever. */
  readonly assets: ReadonlyMap<string, Asset>;
  /** Public path (`/a/<hash>.<ext>`) of a picture in the folder. */
  asset(file: string): string | undefined;
  /** Bytes of HTML (English, with empty values) plus the pictures each page shows, by page. */
  readonly weights: Readonly<Record<string, number>>;
  /** SHA-256 hex of a locale's own words, as a review records it. */
  copyHash(locale: string): string;
  /** Whether a named speaker reviewed the very words there are, its parts' included. */
  isReviewed(locale: string): boolean;
  /**
   * Inert copy of an offer's page; see `renderReplay`.
   * @param numbers - Numbers by flag key, for a twin that answers a lure's flags.
   */
  replay(page: string, locale: string, numbers?: ReadonlyMap<string, number>): ReplayFragment;
}

export interface Catalogue {
  /** Slugs, sorted. */
  readonly slugs: readonly string[];
  /** Sources as read, to be stored by hash. */
  readonly sources: ReadonlyMap<string, TemplateSource>;
  /**
   * The template of a slug, compiled when first asked for; undefined when there is none.
   * @throws TemplateError if its structure has faults.
   */
  get(slug: string): CompiledTemplate | undefined;
  /** Every template, compiled. */
  all(): readonly CompiledTemplate[];
  /** Kind of a slug's template, without compiling it. */
  kindOf(slug: string): TemplateManifest['kind'] | undefined;
  /** Content hash of a slug's template, without compiling it. */
  hashOf(slug: string): string | undefined;
  /** The slug whose content has this hash. */
  slugOf(hash: string): string | undefined;
  /**
   * Every fault of these templates and of how they pair, in order of file and line.
   * @param locales - Languages whose words are checked; by default all there are.
   */
  faultsOf(slugs: readonly string[], locales?: readonly string[]): readonly TemplateFault[];
  /** A picture or other file of any template by its public name. */
  asset(name: string): Asset | undefined;
}
