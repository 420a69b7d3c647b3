import { adCard, qrPoster } from '../../landing-templates/cards.ts';
import {
  everyPreview,
  type Preview,
  previewName,
  previewValues,
} from '../../landing-templates/gallery/previews.ts';
import type { Catalogue, CompiledTemplate } from '../../landing-templates/types.ts';

export interface ShippedPage {
  readonly name: string;
  readonly template: CompiledTemplate;
  readonly page: string;
  readonly locale: string;
  readonly variant: string | undefined;
  readonly html: string;
  readonly bytes: Uint8Array;
  readonly csp: string;
}

/** Every page in every language; a replay once for each page of each lure. */
export function shippedPages(
  catalogue: Catalogue,
  wanted: (preview: Preview) => boolean = () => true,
): ShippedPage[] {
  return everyPreview(catalogue)
    .filter(wanted)
    .map((preview) => {
      const { slug, page, locale, variant } = preview;
      const template = catalogue.get(slug)!;
      const values = previewValues(catalogue, preview);
      return {
        ...{ name: previewName(preview), template, page, locale, variant },
        html: template.render(page, locale, values),
        bytes: template.renderBytes(page, locale, values),
        csp: template.csp(page, locale, { fragments: Object.values(values.fragments ?? {}) }),
      };
    });
}

export interface ShippedCard {
  readonly name: string;
  readonly locale: string;
  readonly svg: string;
}

/** About as long as a link to an offer becomes. */
const LINK = `https://offers.example/o/${'v1.sample'.repeat(5)}`;

/** Every offer's advertisement and poster in every language it speaks. */
export function shippedCards(catalogue: Catalogue): ShippedCard[] {
  return catalogue.all().flatMap((template) => {
    const { manifest, slug, locales } = template;
    if (manifest.kind !== 'offer' || !manifest.card) return [];
    return locales.flatMap((locale) => [
      { name: `${slug} card ${locale}`, locale, svg: adCard(template, locale) },
      { name: `${slug} poster ${locale}`, locale, svg: qrPoster(template, locale, LINK) },
    ]);
  });
}
