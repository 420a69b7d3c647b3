/** The catalogue: every template of a folder, read at once and compiled when first asked for. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPairs } from './check-pairs.ts';
import { openTemplate, tryCompile } from './compile-template.ts';
import { FaultList } from './faults.ts';
import type { TemplateManifest } from './manifest.ts';
import { observerScript } from './page-scripts.ts';
import { contentName } from './pictures.ts';
import { PREVIEW_PICTURE } from './preview-picture.ts';
import { readTemplateFolder } from './read-source.ts';
import { templateHash } from './template-hash.ts';
import type { Asset, Catalogue, CompiledTemplate, TemplateFault, TemplateSource } from './types.ts';

export { compileTemplate } from './compile-template.ts';

/** The templates shipped with the project. */
export const SHIPPED_TEMPLATES: string = fileURLToPath(new URL('./templates', import.meta.url));

/**
 * Reads the templates of one or more folders; a later folder's template takes the place of an
 * earlier one of the same slug. Nothing is compiled or checked before it is asked for.
 */
export function openCatalogue(
  folders: readonly string[] = [SHIPPED_TEMPLATES],
  observer: string = observerScript(),
): Catalogue {
  return new Templates(
    folders.flatMap((folder) =>
      readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .filter((entry) => existsSync(join(folder, entry.name, 'template.yaml')))
        .map((entry) => readTemplateFolder(join(folder, entry.name))),
    ),
    observer,
  );
}

/**
 * Reads and checks every template under a folder.
 *
 * @param folder - Folder whose sub-folders are templates; by default the one shipped here.
 * @returns The catalogue, or every fault found, in order of file and line; files are named from
 *   `folder`.
 */
export function loadCatalogue(
  folder: string = SHIPPED_TEMPLATES,
  observer: string = observerScript(),
): { readonly catalogue: Catalogue } | { readonly faults: readonly TemplateFault[] } {
  return checked(openCatalogue([folder], observer));
}

/** A catalogue of content already read, such as an imported archive; nothing is checked. */
export function catalogueOf(
  sources: readonly TemplateSource[],
  observer: string = observerScript(),
): Catalogue {
  return new Templates(sources, observer);
}

/** The same, checked. */
export function buildCatalogue(
  sources: readonly TemplateSource[],
  observer: string = observerScript(),
): { readonly catalogue: Catalogue } | { readonly faults: readonly TemplateFault[] } {
  return checked(catalogueOf(sources, observer));
}

function checked(
  catalogue: Catalogue,
): { readonly catalogue: Catalogue } | { readonly faults: readonly TemplateFault[] } {
  const faults = catalogue.faultsOf(catalogue.slugs);
  return faults.length > 0 ? { faults } : { catalogue };
}

class Templates implements Catalogue {
  readonly slugs: readonly string[];
  readonly sources: ReadonlyMap<string, TemplateSource>;
  readonly #observer: string;
  readonly #compiled = new Map<string, CompiledTemplate>();
  #hashes: ReadonlyMap<string, string> | undefined;
  #pictures: ReadonlyMap<string, string> | undefined;

  constructor(sources: readonly TemplateSource[], observer: string) {
    this.sources = new Map(sources.map((source) => [source.slug, source]));
    this.slugs = [...this.sources.keys()].sort();
    this.#observer = observer;
  }

  get(slug: string): CompiledTemplate | undefined {
    const known = this.#compiled.get(slug);
    const source = this.sources.get(slug);
    if (known || !source) return known;
    const compiled = openTemplate(source, this.#observer);
    this.#compiled.set(slug, compiled);
    return compiled;
  }

  all(): readonly CompiledTemplate[] {
    return this.slugs.map((slug) => this.get(slug)!);
  }

  kindOf(slug: string): TemplateManifest['kind'] | undefined {
    const manifest = this.sources.get(slug)?.files['template.yaml'];
    const text = manifest && 'text' in manifest ? manifest.text : '';
    const written = /^kind: *([a-z]+) *$/m.exec(text)?.[1];
    // One that is written otherwise, in quotes perhaps, is found by reading all of it.
    return isKind(written) ? written : this.get(slug)?.manifest.kind;
  }

  hashOf(slug: string): string | undefined {
    return this.#hashed().get(slug);
  }

  slugOf(hash: string): string | undefined {
    for (const [slug, other] of this.#hashed()) if (other === hash) return slug;
    return undefined;
  }

  faultsOf(
    slugs: readonly string[],
    locales: readonly string[] | undefined = undefined,
  ): readonly TemplateFault[] {
    const faults = new FaultList();
    const sound = new Map<string, CompiledTemplate>();
    for (const slug of slugs) {
      const source = this.sources.get(slug);
      if (!source) continue;
      const result = tryCompile(source, this.#observer, locales);
      if ('template' in result) sound.set(slug, result.template);
      else {
        // A fault of a shared part is that of every template built on it; it is listed once.
        for (const { code, file, line, message } of result.faults) {
          faults.add(code, file.startsWith('parts/') ? file : `${slug}/${file}`, line, message);
        }
      }
    }
    checkPairs(sound, new Set(this.slugs), faults);
    return faults.sorted();
  }

  asset(name: string): Asset | undefined {
    if (name === PREVIEW_PICTURE.name) return PREVIEW_PICTURE;
    this.#pictures ??= picturesOf(this.sources);
    const slug = this.#pictures.get(name.split('.')[0] ?? '');
    return slug === undefined ? undefined : this.get(slug)?.assets.get(name);
  }

  #hashed(): ReadonlyMap<string, string> {
    this.#hashes ??= new Map(
      this.slugs.map((slug) => [slug, templateHash(this.sources.get(slug)!)]),
    );
    return this.#hashes;
  }
}

const KINDS = ['offer', 'reveal', 'debrief', 'page', 'message'] as const;

function isKind(word: string | undefined): word is TemplateManifest['kind'] {
  return (KINDS as readonly (string | undefined)[]).includes(word);
}

/** Slug of a template that has the file, by what its public name begins with. */
function picturesOf(sources: ReadonlyMap<string, TemplateSource>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const [slug, source] of sources) {
    for (const [name, file] of Object.entries(source.files)) {
      if (/\.(yaml|html|css)$/.test(name)) continue;
      found.set(contentName(file), slug);
    }
  }
  return found;
}
