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
