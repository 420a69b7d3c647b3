/** An inert, confined copy of an offer's page with its signs numbered. */
import { createHash } from 'node:crypto';
import { buildPage } from './build-page.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import { FaultList } from './faults.ts';
import { fillPlain } from './fill-plain.ts';
import { link, type Words } from './link.ts';
import type { OfferManifest } from './manifest.ts';
import type { Structure } from './open-template.ts';
import { faceOf, hashSource } from './page-frame.ts';
import { classesIn, pruneStyle, type StylePiece, splitStyle } from './prune-css.ts';
import { scopeCss } from './scope-css.ts';
import { signTextKey } from './sign-text.ts';
import type { CompiledTemplate, ReplayFlag, ReplayFragment, ReplaySheet } from './types.ts';

/** What the browser gives headings by itself; before the offer's rules. */
const HEADING_CSS = '.S .x-t-h1,.S .x-t-h2,.S .x-t-h3,.S .x-t-h4{font-weight:700}';

/** The frame, the address bar and the numbers: after the offer's own rules, so that it can't hide them. */
const FRAME_CSS =
  '.S{display:block;position:relative;overflow:hidden;border:1px solid #b9c0cc;border-radius:14px;background:#fff;max-width:24rem;contain:content}' +
  '.S-bar{display:flex;align-items:center;gap:.4rem;padding:.5rem .75rem;background:#eef0f4;border-bottom:1px solid #d5dae3;font:500 .8125rem/1.4 system-ui,sans-serif;color:#2b3340;overflow-wrap:anywhere}' +
  '.S-page{display:block;overflow:hidden}' +
  '.S a.s-mark{display:inline-flex;justify-self:start;align-self:center;width:auto;flex:none;align-items:center;justify-content:center;box-sizing:border-box;min-width:24px;height:24px;margin:2px 4px;padding:0 5px;border:2px solid #fff;border-radius:12px;background:#a1260d;color:#fff;font:700 14px/1 system-ui,sans-serif;text-decoration:none;letter-spacing:0;vertical-align:middle;text-transform:none;box-shadow:0 0 0 2px #a1260d;opacity:1;visibility:visible}' +
  '.S a.s-mark.s-good{background:#0b6b3a;box-shadow:0 0 0 2px #0b6b3a}';

export interface ReplaySource {
  readonly slug: string;
  readonly page: string;
  readonly html: string;
  readonly manifest: OfferManifest;
  readonly structure: Pick<Structure, 'partsCss' | 'ownCss' | 'files' | 'chat' | 'pictures'>;
  readonly words: Words;
  /** Numbers of the other page's flags, so that a twin's signs answer them. */
  readonly numbers: ReadonlyMap<string, number> | undefined;
}

export function makeReplay(source: ReplaySource): ReplayFragment {
  const scope = `r-${source.slug}`;
  const { manifest, words } = source;
  const plain = build(source, { prefix: '', marks: new Map() });
  const flags = numberFlags(source, ['address', ...plain.ids]);
  const marks = marksByElement(source, flags);
  const built = build(source, { prefix: `${scope}-`, marks });
  const body = link(built.ops, words)
    .nodes.map((node) => (typeof node === 'string' ? node : ''))
    .join('');
  const address = (marks.get('address') ?? []).join('');
  const classes = classesIn(body);
  for (const name of ['kind-offer', `page-${source.page}`]) classes.add(`x-${name}`);
  const shared = sharedSheet(source.structure.partsCss, classes);
  const own = (rules: string) => rules.replaceAll('.S', `.${scope}`);
  const confined = splitStyle(scopeCss(source.structure.ownCss, `${scope}-page`));
  const css =
    pruneStyle(confined, (name) => classes.has(name) || name === `${scope}-page`) +
    own(FRAME_CSS + faceCss(words.locale));
  return {
    slug: source.slug,
    page: source.page,
    locale: words.locale,
    sheets: [shared.sheet, { css, source: hashSource(css) }],
    html:
      `<div class="${scope}"><div class="${scope}-bar">${address}<bdi>${escapeText(manifest.host)}</bdi></div>` +
      `<div class="${shared.scope} ${scope}-page x-page-${source.page} x-kind-offer">${body}</div></div>`,
    flags: flags.map(({ key, n }) => ({
      n,
      key,
      title: textOf(words, `flags.${key}.title`),
      text: textOf(words, signTextKey(key, source.page, words.copy)),
      twin: textOf(words, `flags.${key}.twin`),
    })),
  } as unknown as ReplayFragment;
}

/** A page is set in its language's face, whatever its style names; so is its copy. */
function faceCss(locale: string): string {
  const face = faceOf(locale);
  return face === undefined ? '' : `.S-page{font-family:${face}}`;
}

function textOf(words: Words, key: string): string {
  return fillPlain(words.copy(key) ?? '', words);
}

interface SharedSheet {
  /** Class that its rules are confined to. */
  readonly scope: string;
  readonly sheet: ReplaySheet;
}

const shared = new Map<string, readonly StylePiece[]>();

/** What the parts of a lure and its twin bring: written once for both where their pages are alike. */
function sharedSheet(css: string, classes: ReadonlySet<string>): SharedSheet {
  const pieces = shared.get(css) ?? splitStyle(HEADING_CSS + scopeCss(css, 'S'));
  shared.set(css, pieces);
  const kept = pruneStyle(pieces, (name) => name === 'S' || classes.has(name));
  const scope = `p-${createHash('sha256').update(kept).digest('hex').slice(0, 8)}`;
  const confined = kept.replace(/\.S(?![\w-])/g, `.${scope}`);
  return { scope, sheet: { css: confined, source: hashSource(confined) } };
}

/** The very page with numbered signs; the numbers link to `#flag-N`. */
export function renderReplay(
  offer: CompiledTemplate,
  page: string,
  locale: string,
): ReplayFragment {
  return offer.replay(page, locale);
}

export interface ReplayPair {
  readonly fragments: { readonly seen: ReplayFragment; readonly twin: ReplayFragment };
  /** Rows of `{{#list.flags}}` in the order of the page that was seen: n, title, text, twin. */
  readonly lists: { readonly flags: readonly ReplayFlagItem[] };
}

type ReplayFlagItem = { readonly [K in keyof ReplayFlag]: ReplayFlag[K] } & Record<
  string,
  string | number
>;

/** What `red-flag-replay` shows: the lure's page that was seen, and the same page of its twin. */
export function renderReplayPair(
  lure: CompiledTemplate,
  twin: CompiledTemplate,
  page: string,
  locale: string,
): ReplayPair {
  const seen = lure.replay(page, locale);
  const numbers = new Map(seen.flags.map(({ key, n }) => [key, n]));
  return {
    fragments: { seen, twin: twin.replay(page, locale, numbers) },
    lists: { flags: seen.flags.map((flag) => ({ ...flag })) },
  };
}

function build(source: ReplaySource, replay: { prefix: string; marks: Map<string, string[]> }) {
  const { files, chat, pictures } = source.structure;
  return buildPage({
    file: source.page,
    html: source.html,
    manifest: source.manifest,
    observed: false,
    picture: (file) => pictures.paths.get(file),
    snippet: (name) => files.find(`${name}.html`),
    chat: chat.get(source.page),
    // The page passed its checks when the template was compiled.
    faults: new FaultList(),
    replay,
  });
}

function signsOf(source: ReplaySource) {
  return source.manifest.role === 'lure' ? source.manifest.red_flags : source.manifest.good_signs;
}

function numberFlags(source: ReplaySource, order: readonly string[]): { key: string; n: number }[] {
  const placed = signsOf(source).flatMap(({ key, at }) => {
    const places = at
      .filter(({ page }) => page === source.page)
      .map(({ element }) => order.indexOf(element));
    return places.length > 0 ? [{ key, first: Math.min(...places) }] : [];
  });
  placed.sort((a, b) => a.first - b.first);
  if (source.numbers === undefined) return placed.map(({ key }, index) => ({ key, n: index + 1 }));
  return placed.flatMap(({ key }) => {
    const n = source.numbers?.get(key);
    return n === undefined ? [] : [{ key, n }];
  });
}

function marksByElement(
  source: ReplaySource,
  flags: readonly { key: string; n: number }[],
): Map<string, string[]> {
  const marks = new Map<string, string[]>();
  const lure = source.manifest.role === 'lure';
  for (const { key, n } of flags) {
    const label = textOf(source.words, lure ? `flags.${key}.title` : `signs.${key}`);
    const sign = signsOf(source).find((flag) => flag.key === key);
    const mark = `<a class="s-mark${lure ? '' : ' s-good'}" href="#flag-${n}" aria-label="${n}: ${escapeAttribute(label)}">${lure ? '' : '✓'}${n}</a>`;
    for (const { page, element } of sign?.at ?? []) {
      if (page === source.page) marks.set(element, [...(marks.get(element) ?? []), mark]);
    }
  }
  return marks;
}
