/**
 * Entry cards of an offer, drawn as SVG from its own words, picture and colours: the image of a
 * social advertisement and a poster with a QR code.
 */
import { escapeAttribute, escapeText } from './escape.ts';
import { type FittedLine, fitText } from './fit-text.ts';
import type { OfferManifest } from './manifest.ts';
import { directionOf, faceOf } from './page-frame.ts';
import { qrPath } from './qr-code.ts';
import type { CompiledTemplate } from './types.ts';
import { textWidth } from './wrap-text.ts';

interface Look {
  readonly brand: string;
  readonly ground: string;
  readonly ink: string;
  readonly soft: string;
}

interface CardParts {
  readonly locale: string;
  readonly look: Look;
  readonly name: string;
  readonly title: string;
  readonly text: string;
  /** Data address of the picture. */
  readonly picture: string;
}

/** A link's picture of the usual size. */
const AD = { width: 1200, height: 630 };
/** A4 in points. */
const POSTER = { width: 595, height: 842 };

/**
 * Image of a social advertisement, 1200 by 630.
 *
 * @throws RangeError if the offer has no card, or no words in the language.
 */
export function adCard(template: CompiledTemplate, locale: string): string {
  const card = readCard(template, locale);
  const { look } = card;
  const lines = fitText(locale, { width: 500, height: 530 }, [
    { text: card.name, size: 30, weight: 700, fill: look.brand, top: 30 },
    { text: card.title, size: 56, weight: 800, fill: look.ink, top: 40, lines: 4 },
    { text: card.text, size: 31, weight: 400, fill: look.soft, top: 30, lines: 5 },
  ]);
  return svg(AD, card, [
    rect(0, 0, AD.width, AD.height, look.ground),
    rect(0, 0, AD.width, 12, look.brand),
    picture(card, isRtl(locale) ? 0 : 620, 12, 580, 618),
    column(locale, lines, { start: 60, page: AD.width, top: 60 }),
  ]);
}

/**
 * Poster on A4 (595 by 842 points) with a QR code that leads to the offer.
 *
 * @throws RangeError if the offer has no card, or no words in the language.
 */
export function qrPoster(template: CompiledTemplate, locale: string, link: string): string {
  const card = readCard(template, locale);
  const { look } = card;
  const lines = fitText(locale, { width: 499, height: 212 }, [
    { text: card.name, size: 18, weight: 700, fill: look.brand, top: 8 },
    { text: card.title, size: 34, weight: 800, fill: look.ink, top: 18, lines: 3 },
    { text: card.text, size: 18, weight: 400, fill: look.soft, top: 14, lines: 4 },
  ]);
  const rtl = isRtl(locale);
  const host = (template.manifest as OfferManifest).host;
  const hostSize = Math.min(16, 320 / textWidth('en', host, 600));
  return svg(POSTER, card, [
    rect(0, 0, POSTER.width, POSTER.height, '#fff'),
    picture(card, 0, 0, POSTER.width, 372),
    rect(0, 372, POSTER.width, 8, look.brand),
    column(locale, lines, { start: 48, page: POSTER.width, top: 398 }),
    qrCode(link, rtl ? 48 : 387, 622, 160),
    `<text x="${rtl ? 547 : 48}" y="770" text-anchor="${rtl ? 'end' : 'start'}" direction="ltr" font-size="${hostSize.toFixed(1)}" font-weight="600" fill="${look.ink}">${escapeText(host)}</text>`,
  ]);
}

function readCard(template: CompiledTemplate, locale: string): CardParts {
  const { manifest } = template;
  if (manifest.kind !== 'offer' || !manifest.card) {
    throw new RangeError(`Draw a card: ${template.slug} declares none in template.yaml`);
  }
  if (!template.locales.includes(locale)) {
    throw new RangeError(
      `Draw a card: ${template.slug} has no ${locale}, it has ${template.locales.join(', ')}`,
    );
  }
  return {
    locale,
    look: lookOf(template),
    name: manifest.entity.name,
    title: template.plain('card.title', locale),
    text: template.plain('card.text', locale),
    picture: template.dataAddress(manifest.card),
  };
}

/** Colours of the offer's pages, by the names every style sheet here gives them. */
function lookOf(template: CompiledTemplate): Look {
  const colour = (name: string, otherwise: string): string => template.colour(name) ?? otherwise;
  return {
    brand: colour('brand', '#0d5c63'),
    ground: colour('ground', '#f3f7f5'),
    ink: colour('ink', '#17211f'),
    soft: colour('soft', '#4a5c61'),
  };
}

/** Lines from the top, each on its baseline, where text begins on the page's first side. */
function column(
  locale: string,
  lines: readonly FittedLine[],
  { start, page, top }: { start: number; page: number; top: number },
): string {
  const rtl = isRtl(locale);
  const rows = lines.map(
    ({ text, baseline, size, weight, fill }) =>
      `<text x="${rtl ? page - start : start}" y="${(top + baseline).toFixed(1)}" font-size="${size.toFixed(1)}" font-weight="${weight}" fill="${fill}">${escapeText(text)}</text>`,
  );
  return `<g direction="${rtl ? 'rtl' : 'ltr'}">${rows.join('')}</g>`;
}

function isRtl(locale: string): boolean {
  return directionOf(locale) === 'rtl';
}

const FACE =
  'system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Noto Sans Thai, Noto Nastaliq Urdu, sans-serif';

function svg(
  { width, height }: { width: number; height: number },
  card: CardParts,
  parts: readonly string[],
): string {
  const face = escapeAttribute(faceOf(card.locale) ?? FACE);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" xml:lang="${card.locale}" font-family="${face}">` +
    `<title>${escapeText(card.title)}</title><desc>${escapeText(card.text)}</desc>${parts.join('')}</svg>\n`
  );
}

function rect(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${escapeAttribute(fill)}"/>`;
}

function picture(card: CardParts, x: number, y: number, width: number, height: number): string {
  return `<image x="${x}" y="${y}" width="${width}" height="${height}" preserveAspectRatio="xMidYMid slice" href="${escapeAttribute(card.picture)}"/>`;
}

function qrCode(link: string, x: number, y: number, size: number): string {
  const { size: modules, path } = qrPath(link);
  const unit = size / modules;
  return (
    `<g transform="translate(${x} ${y}) scale(${unit.toFixed(5)})"><rect width="${modules}" height="${modules}" fill="#fff"/>` +
    `<path d="${path}" fill="#000" shape-rendering="crispEdges"/></g>`
  );
}
