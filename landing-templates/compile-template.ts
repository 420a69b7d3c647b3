/** One template: read, checked, compiled. */
import { type BuiltPage, buildPage } from './build-page.ts';
import { checkBrands } from './check-brands.ts';
import { checkCopy } from './check-copy.ts';
import { checkOffer } from './check-offer.ts';
import { Compiled } from './compiled.ts';
import { FaultList, TemplateError } from './faults.ts';
import { type TemplateManifest, templateManifestSchema } from './manifest.ts';
import { observerScript } from './observer-script.ts';
import { readPictures } from './pictures.ts';
import { prepareCss } from './prepare-css.ts';
import { type Copy, readCopy } from './read-copy.ts';
import { type ReadYaml, readYaml } from './read-yaml.ts';
import type { CompiledTemplate, TemplateFault, TemplateSource } from './types.ts';

/** Largest page with its pictures, in bytes, before compression. */
const LARGEST_PAGE_BYTES = { offer: 50_000, other: 80_000 };

const KNOWN_FILE =
  /^(template\.yaml|page\.css|[a-z0-9-]+\.(html|svg|webp)|copy\/[A-Za-z-]+\.yaml)$/;

/**
 * Compiles one template, for instance from the content stored by hash.
 *
 * @param observer - Script text for observed pages; by default the one shipped here.
 * @throws TemplateError with every fault found.
 */
export function compileTemplate(
  source: TemplateSource,
  observer: string = observerScript(),
): CompiledTemplate {
  const result = tryCompile(source, observer);
  if ('faults' in result) throw new TemplateError(source.slug, result.faults);
  return result.template;
}

export function tryCompile(
  source: TemplateSource,
  observer: string,
): { readonly template: CompiledTemplate } | { readonly faults: readonly TemplateFault[] } {
  const faults = new FaultList();
  const template = compile(source, observer, faults);
  if (template && faults.faults.length === 0) return { template };
  return { faults: faults.sorted() };
}

function compile(
  source: TemplateSource,
  observer: string,
  faults: FaultList,
): Compiled | undefined {
  if (!/^[a-z][a-z0-9-]{1,59}$/.test(source.slug)) {
    faults.add(
      'T063',
      'template.yaml',
      1,
      `Name the folder with small letters, digits and -: it is ${source.slug}`,
    );
  }
  const yaml = readYaml(textOf(source, 'template.yaml') ?? '', 'template.yaml', faults);
  if (!yaml) return undefined;
  const manifest = readManifest(yaml, faults);
  if (!manifest) return undefined;
  checkFiles(source, manifest, faults);

  const pictures = readPictures(source.files, faults);
  const picture = (file: string) => pictures.paths.get(file);
  const css = prepareCss(textOf(source, 'page.css') ?? '', 'page.css', picture, faults);
  const built = new Map<string, BuiltPage>();
  const html = new Map<string, string>();
  for (const page of manifest.pages) {
    const text = textOf(source, page.file);
    if (text === undefined) continue;
    html.set(page.key, text);
    built.set(
      page.key,
      buildPage({
        file: page.file,
        html: text,
        manifest,
        observed: page.observed,
        picture,
        faults,
      }),
    );
  }
  const copies = readCopies(source, faults);
  checkCopy(manifest, built, copies, yaml.lineOf, faults);
  checkUsedPictures(pictures.paths, built, css.pictures, faults);
  if (manifest.kind === 'offer') checkOffer(manifest, built, yaml.lineOf, faults);
  const exceptions = (manifest.brand_exceptions ?? []).map(({ word }) => word);
  for (const [name, file] of Object.entries(source.files)) {
    if ('text' in file && !name.endsWith('.css'))
      checkBrands(name, withoutExceptions(name, file.text), exceptions, faults);
  }
  if (faults.faults.length > 0) return undefined;
  const template = new Compiled({
    source,
    manifest,
    css: css.css,
    cssPictures: css.pictures,
    built,
    html,
    copies,
    pictures,
    observer,
  });
  for (const [page, bytes] of Object.entries(template.weights)) {
    const most = manifest.kind === 'offer' ? LARGEST_PAGE_BYTES.offer : LARGEST_PAGE_BYTES.other;
    if (bytes > most) {
      const file = manifest.pages.find(({ key }) => key === page)?.file ?? 'template.yaml';
      faults.add(
        'T080',
        file,
        1,
        `Make the page lighter: ${bytes} bytes with its pictures, at most ${most}`,
      );
    }
  }
  return template;
}

function readManifest(yaml: ReadYaml, faults: FaultList): TemplateManifest | undefined {
  const parsed = templateManifestSchema.safeParse(yaml.value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const where = issue.path.length > 0 ? issue.path.join('.') : 'the file';
    faults.add('T002', 'template.yaml', yaml.lineOf(issue.path), `Mend ${where}: ${issue.message}`);
  }
  return undefined;
}

function checkFiles(source: TemplateSource, manifest: TemplateManifest, faults: FaultList): void {
  const pages = new Set(manifest.pages.map(({ file }) => file));
  for (const name of Object.keys(source.files)) {
    if (!KNOWN_FILE.test(name))
      faults.add('T003', name, 1, `Remove the file: ${name} has no place in a template`);
    else if (name.endsWith('.html') && !pages.has(name)) {
      faults.add('T004', name, 1, `List the page in template.yaml: ${name} is not there`);
    }
  }
  for (const { file } of manifest.pages) {
    if (textOf(source, file) === undefined)
      faults.add('T004', file, 1, `Add the page: ${file} is listed and missing`);
  }
  if (manifest.pages.length > 0 && textOf(source, 'page.css') === undefined) {
    faults.add('T005', 'page.css', 1, 'Add page.css: the pages need a style sheet');
  }
  const known = new Set<string>();
  for (const { key } of manifest.pages) {
    if (known.has(key))
      faults.add('T004', 'template.yaml', 1, `Give each page its own key: ${key} stands twice`);
    known.add(key);
  }
}

function readCopies(source: TemplateSource, faults: FaultList): ReadonlyMap<string, Copy> {
  const copies = new Map<string, Copy>();
  for (const name of Object.keys(source.files).sort()) {
    if (!name.startsWith('copy/')) continue;
    const copy = readCopy(name, textOf(source, name) ?? '', faults);
    if (copy) copies.set(copy.locale, copy);
  }
  return copies;
}

function checkUsedPictures(
  paths: ReadonlyMap<string, string>,
  built: ReadonlyMap<string, BuiltPage>,
  inCss: ReadonlySet<string>,
  faults: FaultList,
): void {
  const used = new Set([...inCss, ...[...built.values()].flatMap((page) => [...page.pictures])]);
  for (const file of paths.keys()) {
    if (!used.has(file))
      faults.add('T042', file, 1, `Use the picture or remove it: no page shows ${file}`);
  }
}

function textOf(source: TemplateSource, name: string): string | undefined {
  const file = source.files[name];
  return file && 'text' in file ? file.text : undefined;
}

/** What people don't read is left out: the list of exceptions, class names and ids. */
function withoutExceptions(name: string, text: string): string {
  if (name.endsWith('.html')) return text.replace(/\b(?:class|id|to|field|kind)="[^"]*"/g, '');
  if (name !== 'template.yaml') return text;
  return text.replace(/^brand_exceptions:\n(?:[ -].*\n)*/m, (block) => block.replace(/[^\n]/g, ''));
}
