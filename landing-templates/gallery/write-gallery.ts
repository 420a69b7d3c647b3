/** The gallery as files, to be opened from a disk or put on any web server. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from '../types.ts';
import { flagsPage } from './flags-page.ts';
import { galleryEntries, galleryPage, MESSAGES_PAGE, messagePage } from './gallery-page.ts';
import { renderPreview } from './previews.ts';

/**
 * Writes `index.html`, one file a page and language (and audience, and with its signs shown), and
 * the pictures.
 *
 * @param onPage - Told of every file written, and how many there will be.
 * @returns How many pages were written.
 */
export function writeGallery(
  catalogue: Catalogue,
  folder: string,
  slugs: readonly string[] = catalogue.slugs,
  onPage: (done: number, total: number) => void = () => undefined,
): number {
  const entries = galleryEntries(catalogue, slugs);
  mkdirSync(join(folder, 'pages'), { recursive: true });
  mkdirSync(join(folder, 'a'), { recursive: true });
  const files = entries.flatMap(({ slug, pages, locales, variants, flags }) =>
    locales.flatMap((locale) =>
      pages.flatMap((page) => [
        { slug, page, locale, kind: 'plain' as const, variant: undefined },
        ...(flags ? [{ slug, page, locale, kind: 'flags' as const, variant: undefined }] : []),
        ...variants.map((variant) => ({ slug, page, locale, kind: 'plain' as const, variant })),
      ]),
    ),
  );
  for (const [index, { slug, page, locale, kind, variant }] of files.entries()) {
    const words = [slug, page, kind === 'flags' ? 'flags' : undefined, variant, locale];
    const name = `${words.filter((word) => word !== undefined).join('.')}.html`;
    const html =
      page === MESSAGES_PAGE && catalogue.kindOf(slug) === 'message'
        ? messagePage(catalogue, slug, locale)
        : kind === 'flags'
          ? flagsPage(catalogue, { slug, page, locale })
          : renderPreview(catalogue, { slug, page, locale, variant }).html;
    writeFileSync(join(folder, 'pages', name), nearby(html));
    onPage(index + 1, files.length);
  }
  for (const slug of slugs) {
    for (const [name, { bytes }] of catalogue.get(slug)?.assets ?? []) {
      writeFileSync(join(folder, 'a', name), bytes);
    }
  }
  writeFileSync(join(folder, 'index.html'), galleryPage(entries, false));
  return files.length;
}

/** From a disk, `/a/…` would be the root of the disk. */
function nearby(html: string): string {
  return html.replaceAll('"/a/', '"../a/').replaceAll('(/a/', '(../a/');
}
