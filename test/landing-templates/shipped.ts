import { loadCatalogue } from '../../landing-templates/catalogue.ts';
import { formatFault } from '../../landing-templates/faults.ts';
import { renderReplayPair } from '../../landing-templates/replay.ts';
import { sampleValues } from '../../landing-templates/sample-values.ts';
import type { Catalogue, CompiledTemplate, RenderValues } from '../../landing-templates/types.ts';

export interface ShippedPage {
  readonly name: string;
  readonly template: CompiledTemplate;
  readonly page: string;
  readonly locale: string;
  readonly html: string;
  readonly bytes: Uint8Array;
  readonly csp: string;
}

export function shippedCatalogue(): Catalogue {
  const loaded = loadCatalogue();
  if ('faults' in loaded) throw new Error(loaded.faults.map(formatFault).join('\n'));
  return loaded.catalogue;
}

/** Every page in every language; a replay once for each page of each lure. */
export function shippedPages(catalogue: Catalogue): ShippedPage[] {
  const pages: ShippedPage[] = [];
  for (const template of catalogue.all()) {
    for (const locale of template.locales) {
      for (const page of template.pages) {
        for (const [name, values] of variants(catalogue, template, page, locale)) {
          pages.push({
            name: `${template.slug} ${name} ${locale}`,
            template,
            page,
            locale,
            html: template.render(page, locale, values),
            bytes: template.renderBytes(page, locale, values),
            csp: template.csp(page, locale, { fragments: Object.values(values.fragments ?? {}) }),
          });
        }
      }
    }
  }
  return pages;
}

function variants(
  catalogue: Catalogue,
  template: CompiledTemplate,
  page: string,
  locale: string,
): [name: string, values: RenderValues][] {
  const values = sampleValues(locale);
  if (template.needs(page).fragments.length === 0) return [[page, values]];
  return catalogue.all().flatMap((lure): [string, RenderValues][] => {
    if (lure.manifest.kind !== 'offer' || lure.manifest.role !== 'lure') return [];
    const twin = catalogue.get(lure.manifest.twin);
    if (!twin) return [];
    return lure.pages.map((seen) => {
      const pair = renderReplayPair(lure, twin, seen, locale);
      const lists = { ...values.lists, ...pair.lists };
      return [`${page} of ${lure.slug} ${seen}`, { ...values, lists, fragments: pair.fragments }];
    });
  });
}
