/**
 * Entry cards of an offer, drawn as SVG from its own words, picture and colours: the image of a
 * social advertisement and a poster with a QR code.
 */
import { escapeAttribute, escapeText } from './escape.ts';
import type { OfferManifest } from './manifest.ts';
import { directionOf } from './page-frame.ts';
import { qrPath } from './qr-code.ts';
import type { CompiledTemplate } from './types.ts';
import { lineWidth, wrapText } from './wrap-text.ts';

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

/**
 * Image of a social advertisement, 1200 by 630.
 *
 * @throws RangeError if the offer has no card, or no words in the language.
 */
export function adCard(template: CompiledTemplate, locale: string): string {
  const card = readCard(template, locale);
  const { look } = card;
  const text = new TextColumn(card.locale, { x: 60, width: 500 });
  text.add(card.name, { size: 30, weight: 700, fill: look.brand, top: 90 });
  text.add(card.title, { size: 56, weight: 800, fill: look.ink, top: 40, lines: 4 });
  text.add(card.text, { size: 31, weight: 400, fill: look.soft, top: 30, lines: 5 });
  return svg(1200, 630, card, [
    rect(0, 0, 1200, 630, look.ground),
    rect(0, 0, 1200, 12, look.brand),
    picture(card, 620, 12, 580, 618),
    text.svg(620),
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
  const text = new TextColumn(card.locale, { x: 48, width: 499 });
  text.add(card.name, { size: 18, weight: 700, fill: look.brand, top: 420 });
  text.add(card.title, { size: 34, weight: 800, fill: look.ink, top: 22, lines: 3 });
  text.add(card.text, { size: 18, weight: 400, fill: look.soft, top: 16, lines: 4 });
  const rtl = directionOf(card.locale) === 'rtl';
  const host = (template.manifest as OfferManifest).host;
  return svg(595, 842, card, [
    rect(0, 0, 595, 842, '#fff'),
    picture(card, 0, 0, 595, 372),
    rect(0, 372, 595, 8, look.brand),
    text.svg(595),
    qrCode(link, rtl ? 48 : 387, 622, 160),
    `<text x="${rtl ? 547 : 48}" y="770" text-anchor="${rtl ? 'end' : 'start'}" direction="ltr" font-size="16" font-weight="600" fill="${look.ink}">${escapeText(host)}</text>`,
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

interface Line {
  readonly size: number;
  readonly weight: number;
  readonly fill: string;
  /** Space above, in points. */
  readonly top: number;
  /** Most lines; what is longer is set smaller. */
  readonly lines?: number;
}

/** Lines of text one under the other, each wrapped to the width. */
class TextColumn {
  readonly #locale: string;
  readonly #x: number;
  readonly #width: number;
  readonly #rows: string[] = [];
  #y = 0;

  constructor(locale: string, { x, width }: { x: number; width: number }) {
    this.#locale = locale;
    this.#x = x;
    this.#width = width;
  }

  add(text: string, { size, weight, fill, top, lines: most = 1 }: Line): void {
    let fitted = size;
    let rows = wrapText(this.#locale, text, this.#width / fitted);
    while (rows.length > most && fitted > size / 2) {
      fitted *= 0.92;
      rows = wrapText(this.#locale, text, this.#width / fitted);
    }
    this.#y += top;
    const step = fitted * lineWidth(this.#locale).height;
    for (const row of rows) {
      this.#y += step;
      this.#rows.push(
        `<text y="${this.#y.toFixed(1)}" font-size="${fitted.toFixed(1)}" font-weight="${weight}" fill="${fill}">${escapeText(row)}</text>`,
      );
    }
  }

  /** @param edge - Width of the column's side, from which right-to-left text begins. */
  svg(edge: number): string {
    const rtl = directionOf(this.#locale) === 'rtl';
    const x = rtl ? edge - this.#x : this.#x;
    const rows = this.#rows.map((row) => row.replace('<text ', `<text x="${x}" `));
    return `<g direction="${rtl ? 'rtl' : 'ltr'}">${rows.join('')}</g>`;
  }
}

const FACE =
  'system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Noto Sans Thai, Noto Nastaliq Urdu, sans-serif';

function svg(width: number, height: number, card: CardParts, parts: readonly string[]): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" xml:lang="${card.locale}" font-family="${FACE}">` +
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
