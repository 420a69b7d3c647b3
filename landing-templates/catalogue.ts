/** The catalogue: every template of a folder, read, checked and compiled once. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPairs } from './check-pairs.ts';
import { tryCompile } from './compile-template.ts';
import { FaultList } from './faults.ts';
import { observerScript } from './observer-script.ts';
import { readTemplateFolder } from './read-source.ts';
import type { Asset, Catalogue, CompiledTemplate, TemplateFault, TemplateSource } from './types.ts';

export { compileTemplate } from './compile-template.ts';

/** The templates shipped with the project. */
export const SHIPPED_TEMPLATES: string = fileURLToPath(new URL('./templates', import.meta.url));

/**
 * Reads, checks and compiles every template under a folder.
 *
 * @param folder - Folder whose sub-folders are templates; by default the one shipped here.
 * @returns The catalogue, or every fault found, in order of file and line; files are named from
 *   `folder`.
 */
export function loadCatalogue(
  folder: string = SHIPPED_TEMPLATES,
  observer: string = observerScript(),
): { readonly catalogue: Catalogue } | { readonly faults: readonly TemplateFault[] } {
  const sources = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => readTemplateFolder(join(folder, entry.name)));
  return buildCatalogue(sources, observer);
}

/** The same from content already read, such as an imported archive. */
export function buildCatalogue(
  sources: readonly TemplateSource[],
  observer: string = observerScript(),
): { readonly catalogue: Catalogue } | { readonly faults: readonly TemplateFault[] } {
  const faults = new FaultList();
  const templates = new Map<string, CompiledTemplate>();
  for (const source of [...sources].sort((a, b) => (a.slug < b.slug ? -1 : 1))) {
    const result = tryCompile(source, observer);
    if ('template' in result) templates.set(source.slug, result.template);
    else {
      for (const { code, file, line, message } of result.faults) {
        faults.add(code, `${source.slug}/${file}`, line, message);
      }
    }
  }
  checkPairs(templates, new Set(sources.map(({ slug }) => slug)), faults);
  if (faults.faults.length > 0) return { faults: faults.sorted() };
  const assets = new Map<string, Asset>();
  for (const template of templates.values()) {
    for (const [name, asset] of template.assets) assets.set(name, asset);
  }
  return {
    catalogue: {
      templates,
      sources: new Map(sources.map((source) => [source.slug, source])),
      assets,
    },
  };
}
