/** The gallery: every template, language and width side by side, signs shown or hidden. */
import { readFileSync } from 'node:fs';
import { escapeText } from '../escape.ts';
import type { Catalogue } from '../types.ts';

export interface GalleryEntry {
  readonly slug: string;
  readonly title: string;
  readonly about: string;
  /** Under which the list shows it. */
  readonly group: string;
  readonly pages: readonly string[];
  readonly locales: readonly string[];
  readonly variants: readonly string[];
  /** Whether its signs can be shown. */
  readonly flags: boolean;
  /** The other half of a pair. */
  readonly twin?: string;
}

/** What the gallery's script is given. */
export interface GalleryData {
  readonly entries: readonly GalleryEntry[];
  /** Languages by tag, in their own words. */
  readonly languages: Readonly<Record<string, string>>;
  /** Whether pages answer forms; files on a disk don't. */
  readonly live: boolean;
}

/** Stands for the one page on which a gallery shows plain messages. */
export const MESSAGES_PAGE = 'messages';

export function galleryEntries(
  catalogue: Catalogue,
  slugs: readonly string[] = catalogue.slugs,
): GalleryEntry[] {
  const wanted = slugs.flatMap((slug) => catalogue.get(slug) ?? []);
  return wanted.map(({ slug, manifest, pages, locales, variants }) => ({
    slug,
    title: manifest.title,
    about: manifest.about,
    group: manifest.kind === 'offer' ? `Offers: ${manifest.family}` : GROUPS[manifest.kind],
    pages: pages.length > 0 ? pages : [MESSAGES_PAGE],
    locales,
    variants,
    flags: manifest.kind === 'offer',
    ...(manifest.kind === 'offer' ? { twin: manifest.twin } : {}),
  }));
}

const GROUPS = {
  reveal: 'Reveal',
  debrief: 'Debriefs',
  page: 'Pages of participants',
  message: 'Messages',
} as const;

export function galleryPage(entries: readonly GalleryEntry[], live: boolean): string {
  const tags = new Set(entries.flatMap(({ locales }) => locales));
  const languages = Object.fromEntries([...tags].map((tag) => [tag, languageName(tag)]));
  const data: GalleryData = { entries, languages, live };
  const json = JSON.stringify(data).replaceAll('<', '\\u003c');
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
    '<meta name="viewport" content="width=device-width,initial-scale=1">' +
    `<title>Templates</title><style>${file('gallery.css')}</style></head><body>` +
    `<p class="banner">${escapeText('Preview – nothing here is counted, sent or kept')}</p>` +
    '<div class="app"><nav id="list" aria-label="Templates"></nav><main><header id="head"></header>' +
    '<div id="bar" class="bar"></div><div id="frames" class="frames"></div></main></div>' +
    `<script type="application/json" id="data">${json}</script><script>${file('gallery.js')}</script></body></html>`
  );
}

/** A page of messages, which have no page of their own. */
export function messagePage(catalogue: Catalogue, slug: string, locale: string): string {
  const template = catalogue.get(slug);
  if (!template) throw new RangeError(`Show ${slug}: there is no template of this name`);
  const blocks = template.manifest.messages.map((name) => {
    const { subject, body, short } = template.message(name, locale, MESSAGE_VALUES);
    const sms = short === undefined ? '' : `<h3>SMS</h3><pre>${escapeText(short)}</pre>`;
    return `<section><h2>${escapeText(name)}</h2><h3>${escapeText(subject)}</h3><pre>${escapeText(body)}</pre>${sms}</section>`;
  });
  return (
    `<!doctype html><html lang="${locale}" dir="${/^(ur|ar|fa|he)\b/.test(locale) ? 'rtl' : 'ltr'}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeText(slug)}</title>` +
    `<style>${file('message.css')}</style></head><body>${blocks.join('')}</body></html>`
  );
}

const MESSAGE_VALUES = {
  link: 'https://offers.example/o/sample',
  stopLink: 'https://people.example/u/sample',
  personLink: 'https://people.example/p/sample',
  owner: 'Sample Consumer Research Centre',
  trial: 'Look before you buy',
  contact: 'trial@research.example',
  partner: 'Sample Community House',
};

function languageName(tag: string): string {
  const own = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  const english = new Intl.DisplayNames(['en'], { type: 'language' }).of(tag) ?? tag;
  return own === english ? own : `${own} · ${english}`;
}

function file(name: string): string {
  return readFileSync(new URL(`./${name}`, import.meta.url), 'utf8');
}
