/**
 * Writes every page of the shipped templates as static files, to look at in a browser:
 * `node bin/run.mjs landing-templates/preview.ts FOLDER`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from './catalogue.ts';
import { formatFault } from './faults.ts';
import { renderReplayPair } from './replay.ts';
import { sampleValues } from './sample-values.ts';
import type { Catalogue, CompiledTemplate, RenderValues } from './types.ts';

const folder = process.argv[2];
const loaded = loadCatalogue();
if (!folder) {
  console.error(
    'Write the preview: no folder was named; write node bin/run.mjs landing-templates/preview.ts FOLDER',
  );
  process.exitCode = 2;
} else if ('faults' in loaded) {
  for (const fault of loaded.faults) console.error(formatFault(fault));
  process.exitCode = 2;
} else writePreview(loaded.catalogue, folder);

function writePreview(catalogue: Catalogue, into: string): void {
  mkdirSync(join(into, 'a'), { recursive: true });
  for (const { assets } of catalogue.all()) {
    for (const [name, { bytes }] of assets) writeFileSync(join(into, 'a', name), bytes);
  }
  const links: string[] = [];
  for (const template of catalogue.all()) {
    for (const locale of template.locales) {
      for (const [name, page, values] of previews(catalogue, template, locale)) {
        const file = `${template.slug}.${name}.${locale}.html`;
        const html = template.render(page, locale, values);
        writeFileSync(join(into, file), html.replaceAll('"/a/', '"a/').replaceAll('(/a/', '(a/'));
        links.push(`<li><a href="${file}">${file}</a></li>`);
      }
    }
  }
  writeFileSync(join(into, 'index.html'), `<!doctype html><ul>${links.join('')}</ul>`);
  console.log(`Wrote ${links.length} pages to ${into}`);
}

function previews(
  catalogue: Catalogue,
  template: CompiledTemplate,
  locale: string,
): [name: string, page: string, values: RenderValues][] {
  return template.pages.flatMap((page): [string, string, RenderValues][] => {
    const values = sampleValues(locale);
    if (template.needs(page).fragments.length === 0) return [[page, page, values]];
    return lures(catalogue).flatMap((lure): [string, string, RenderValues][] => {
      const twin = lure.manifest.kind === 'offer' && catalogue.get(lure.manifest.twin);
      if (!twin) return [];
      return lure.pages.map((seen) => {
        const pair = renderReplayPair(lure, twin, seen, locale);
        const lists = { ...values.lists, ...pair.lists };
        return [
          `${page}.${lure.slug}.${seen}`,
          page,
          { ...values, fragments: pair.fragments, lists },
        ];
      });
    });
  });
}

function lures(catalogue: Catalogue): CompiledTemplate[] {
  return catalogue
    .all()
    .filter(({ manifest }) => manifest.kind === 'offer' && manifest.role === 'lure');
}
