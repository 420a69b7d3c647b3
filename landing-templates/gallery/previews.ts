/** Every page of every template as somebody looking for one meets it, with invented values. */
import { renderReplayPair } from '../replay.ts';
import { sampleValues } from '../sample-values.ts';
import type { Catalogue, CompiledTemplate, RenderValues } from '../types.ts';

/** Which page is shown, and how. */
export interface Preview {
  readonly slug: string;
  readonly page: string;
  readonly locale: string;
  /** Audience whose words are used. */
  readonly variant?: string | undefined;
  /** Debriefs that show a page again: which lure's, and which page of it. */
  readonly of?: { readonly lure: string; readonly page: string } | undefined;
}

export interface PreviewPage {
  readonly html: string;
  readonly csp: string;
}

/**
 * All there is to see: each page in each language, a replay once for each page of each lure that
 * speaks the language, and the first page of each audience's words.
 */
export function everyPreview(catalogue: Catalogue, slugs = catalogue.slugs): Preview[] {
  return slugs.flatMap((slug) => {
    const template = catalogue.get(slug)!;
    return template.locales.flatMap((locale) =>
      template.pages.flatMap((page): Preview[] => {
        const variants = template.variants.map((variant) => ({ slug, page, locale, variant }));
        if (template.needs(page).fragments.length === 0) {
          return [{ slug, page, locale }, ...variants];
        }
        const seen = replayed(catalogue, locale);
        return [
          ...seen.map((of) => ({ slug, page, locale, of })),
          ...variants.map((one) => ({ ...one, of: seen[0] })),
        ];
      }),
    );
  });
}

/** Name of a preview: words with spaces between, the same for the same page. */
export function previewName({ slug, page, locale, variant, of }: Preview): string {
  return [slug, page, ...(of ? ['of', of.lure, of.page] : []), variant, locale]
    .filter((word) => word !== undefined)
    .join(' ');
}

/** @throws RangeError for a page, language or audience the template doesn't have. */
export function renderPreview(catalogue: Catalogue, preview: Preview): PreviewPage {
  const template = known(catalogue, preview.slug);
  const { page, locale } = preview;
  const values = previewValues(catalogue, preview);
  const fragments = Object.values(values.fragments ?? {});
  return {
    html: template.render(page, locale, values),
    csp: template.csp(page, locale, { fragments }),
  };
}

/** What a preview's page is filled with. */
export function previewValues(catalogue: Catalogue, preview: Preview): RenderValues {
  const { slug, page, locale, variant, of } = preview;
  const values = { ...sampleValues(locale), variant };
  if (known(catalogue, slug).needs(page).fragments.length === 0) return values;
  const { lure: shown, page: seen } = of ?? replayed(catalogue, locale)[0]!;
  const lure = known(catalogue, shown);
  const { manifest } = lure;
  if (manifest.kind !== 'offer') throw new RangeError(`Replay ${shown}: it is not an offer`);
  const pair = renderReplayPair(
    lure,
    known(catalogue, manifest.twin),
    seen,
    lure.localeFor(locale),
  );
  return { ...values, fragments: pair.fragments, lists: { ...values.lists, ...pair.lists } };
}

/** Pages of lures in a language, as a replay may show them; in English when no lure speaks it. */
function replayed(catalogue: Catalogue, locale: string): { lure: string; page: string }[] {
  const spoken = catalogue.slugs.flatMap((slug) => {
    if (catalogue.kindOf(slug) !== 'offer') return [];
    const lure = catalogue.get(slug)!;
    const { manifest } = lure;
    if (manifest.kind !== 'offer' || manifest.role !== 'lure') return [];
    if (!lure.locales.includes(locale) || !catalogue.sources.has(manifest.twin)) return [];
    return tellingPages(lure).map((page) => ({ lure: slug, page }));
  });
  return spoken.length > 0 || locale === 'en' ? spoken : replayed(catalogue, 'en').slice(0, 1);
}

/** Of a conversation, the page on which most was said; of others, each. */
function tellingPages(lure: CompiledTemplate): readonly string[] {
  const { manifest } = lure;
  if (manifest.kind !== 'offer' || !manifest.pages.some(({ file }) => file === 'chat.html')) {
    return lure.pages;
  }
  const signs = (page: string): number =>
    manifest.red_flags.filter(({ at }) => at.some((place) => place.page === page)).length;
  return [...lure.pages].sort((a, b) => signs(b) - signs(a)).slice(0, 1);
}

function known(catalogue: Catalogue, slug: string): CompiledTemplate {
  const template = catalogue.get(slug);
  if (!template) throw new RangeError(`Show ${slug}: there is no template of this name`);
  return template;
}
