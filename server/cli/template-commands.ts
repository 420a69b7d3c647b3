/** Commands on templates: look at them, check them, make new ones, hand them on. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { readArchive, writeArchive } from '../../landing-templates/archive.ts';
import { adCard, qrPoster } from '../../landing-templates/cards.ts';
import { catalogueOf, openCatalogue } from '../../landing-templates/catalogue.ts';
import { formatFault } from '../../landing-templates/faults.ts';
import { writeGallery } from '../../landing-templates/gallery/write-gallery.ts';
import { copyTemplates } from '../../landing-templates/new-template.ts';
import { measurePairs, unlikeness } from '../../landing-templates/parity.ts';
import { parityPage } from '../../landing-templates/parity-page.ts';
import { signReview } from '../../landing-templates/sign-review.ts';
import type { Catalogue, TemplateSource } from '../../landing-templates/types.ts';
import { isDay } from '../../protocol/checks/days.ts';
import { OWN_TEMPLATES } from '../config/config.ts';
import { systemClock } from '../database/clock.ts';
import { openTemplates } from '../trials/open-templates.ts';
import { ServiceError } from '../web/errors.ts';
import { action, readInput, settings, writeOutput } from './open.ts';
import { untilToldToStop } from './serve-commands.ts';
import { servePreview } from './template-preview.ts';
import { printSheets } from './template-sheets.ts';
import { EXIT, openProgress, print } from './terminal.ts';
import { webAddress } from './web-address.ts';

interface Json {
  json?: boolean;
}

export function addTemplateCommands(program: Command): void {
  const templates = program.command('templates').description('what participants meet');
  templates
    .command('check')
    .description('check every template, or those of a folder: file:line code sentence')
    .argument('[folder]', 'folder whose sub-folders are templates; by default all that are known')
    .option('--json', 'print the faults as JSON')
    .action(action(check));
  templates
    .command('new')
    .description(
      'start a template from a copy of one, with an offer its twin too, under a new name',
    )
    .argument('<name>', 'small letters, digits and -; becomes the folder’s name')
    .option('--from <slug>', 'the template to copy', 'coffee-corner-sale')
    .option(
      '--into <folder>',
      `where to put it; by default SCAMPAIGN_TEMPLATES or ${OWN_TEMPLATES}/`,
    )
    .option('--json', 'print the result as JSON')
    .action(action(startNew));
  templates
    .command('preview')
    .description('a gallery of every template, language and width side by side')
    .argument('[slugs...]', 'only these')
    .option('--out <folder>', 'write it as files instead of serving it')
    .option('--port <n>', 'where to serve it; a free port by default', '0')
    .action(action(preview));
  templates
    .command('parity')
    .description('how alike each lure and its twin are; exit code 1 when a pair is out of its band')
    .option('--out <file>', 'write the table as Markdown')
    .option('--json', 'print the measures as JSON')
    .action(action(parity));
  templates
    .command('review')
    .description('sign that a named speaker has read the words of a language')
    .argument('<folder>', 'folder of the template or part')
    .argument('<language>', 'tag of the words that were read, such as th')
    .requiredOption('--by <name>', 'who read them')
    .option('--on <day>', 'when, YYYY-MM-DD; today by default')
    .option('--json', 'print the result as JSON')
    .action(action(review));
  templates
    .command('cards')
    .description('the advertisement image and the QR poster of an offer, as SVG')
    .argument('<slug>', 'the offer')
    .requiredOption('--link <address>', 'where the QR code leads')
    .option('--language <tag>', 'whose words', 'en')
    .option('--out <folder>', 'where to put them', '.')
    .option('--json', 'print the files as JSON')
    .action(action(cards));
  templates
    .command('sheets')
    .description('the printed sheets of a training given in person, filled in from a protocol')
    .argument('<protocol>', 'the protocol, a YAML file')
    .option('--template <slug>', 'whose sheets', 'in-person')
    .option('--language <tag>', 'whose words; the protocol’s first language by default')
    .addOption(new Option('--audience <key>', 'words for an audience, such as migrants'))
    .option('--attendance <address>', 'where those who came are noted')
    .option('--out <folder>', 'where to put them', 'sheets')
    .option('--json', 'print the files as JSON')
    .action(action(printSheets));
  templates
    .command('export')
    .description('pack templates, and with an offer its twin, into a zip file that stands alone')
    .argument('<file>', 'the zip file to write')
    .argument('<slugs...>', 'what to pack')
    .option('--json', 'print the result as JSON')
    .action(action(exportArchive));
  templates
    .command('import')
    .description('unpack a zip file of templates after the same checks; nothing in it is run')
    .argument('<file>', 'the zip file')
    .option(
      '--into <folder>',
      `where to put them; by default SCAMPAIGN_TEMPLATES or ${OWN_TEMPLATES}/`,
    )
    .option('--replace', 'take the place of templates of the same name there')
    .option('--json', 'print the result as JSON')
    .action(action(importArchive));
}

async function check(folder: string | undefined, options: Json): Promise<number> {
  const catalogue = folder ? await openFolder(folder) : openTemplates(settings());
  const faults = catalogue.faultsOf(catalogue.slugs);
  const count = catalogue.slugs.length;
  print(options.json ?? false, { templates: count, faults }, [
    ...faults.map(formatFault),
    `${count} ${count === 1 ? 'template' : 'templates'}, ${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}`,
  ]);
  return faults.length > 0 ? EXIT.wrongInput : EXIT.ok;
}

async function openFolder(folder: string): Promise<Catalogue> {
  let catalogue: Catalogue;
  try {
    catalogue = openCatalogue([folder]);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new ServiceError(
      'invalid_input',
      `Read ${folder}: it can't be read (${code}); name a folder whose sub-folders are templates`,
    );
  }
  if (catalogue.slugs.length === 0) {
    throw new ServiceError(
      'invalid_input',
      `Read ${folder}: no folder in it holds a template.yaml; name the folder above the templates`,
    );
  }
  return catalogue;
}

async function startNew(
  name: string,
  options: Json & { from: string; into?: string },
): Promise<number> {
  const config = settings();
  const catalogue = openTemplates(config);
  if (!/^[a-z][a-z0-9-]{1,50}$/.test(name)) {
    throw new ServiceError(
      'invalid_input',
      `Start a template: "${name}" is no name; write small letters, digits and -, such as tea-house-sale`,
    );
  }
  const made = copyTemplates(name, pairOf(catalogue, options.from));
  const taken = made.find(({ slug }) => catalogue.sources.has(slug));
  if (taken) {
    throw new ServiceError(
      'conflict',
      `Start a template: ${taken.slug} is there already; choose another name`,
    );
  }
  const folder = ownFolder(options.into, config.templateFolders);
  const files = await writeSources(folder, made);
  print(options.json ?? false, { folder, templates: made.map(({ slug }) => slug), files }, [
    ...made.map(({ slug }) => `Made ${join(folder, slug)}`),
    'Now invent a firm in template.yaml, write the words in copy/, and run: scampaign templates check',
  ]);
  return EXIT.ok;
}

async function preview(slugs: string[], options: { out?: string; port: string }): Promise<number> {
  const catalogue = openTemplates(settings());
  for (const slug of slugs) pairOf(catalogue, slug);
  const wanted = slugs.length > 0 ? slugs : catalogue.slugs;
  if (options.out) {
    const progress = openProgress();
    const pages = writeGallery(catalogue, options.out, wanted, (done, total) =>
      progress.show('writing the gallery', done, total),
    );
    progress.end();
    process.stdout.write(`Wrote ${pages} pages; open ${join(options.out, 'index.html')}\n`);
    return EXIT.ok;
  }
  const port = Number(options.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new ServiceError(
      'invalid_input',
      `Serve the gallery: ${options.port} is no port; give one from 0 to 65535`,
    );
  }
  const server = await servePreview(catalogue, wanted, port);
  process.stdout.write(`${server.url} shows the gallery; Ctrl-C ends it\n`);
  await untilToldToStop();
  await server.close();
  return EXIT.ok;
}

async function parity(options: Json & { out?: string }): Promise<number> {
  const pairs = measurePairs(openTemplates(settings()));
  const page = parityPage(pairs);
  const unlike = pairs.flatMap((pair) =>
    unlikeness(pair).map((what) => `${pair.lure} and ${pair.twin} differ in ${what}`),
  );
  if (options.out) await writeOutput(options.out, page);
  print(
    options.json ?? false,
    { pairs, unlike },
    options.out ? [`Wrote ${options.out}`, ...unlike] : [page.trimEnd()],
  );
  return unlike.length > 0 ? EXIT.failed : EXIT.ok;
}

async function review(
  folder: string,
  language: string,
  options: Json & { by: string; on?: string },
): Promise<number> {
  const name = `copy/${language}.yaml`;
  const path = join(folder, name);
  const text = await readInput(path);
  const on = options.on ?? systemClock().now().toISOString().slice(0, 10);
  if (!isDay(on) || on > systemClock().now().toISOString().slice(0, 10)) {
    throw new ServiceError(
      'invalid_input',
      `Sign the review: ${on} is no day up to today; write YYYY-MM-DD`,
    );
  }
  if (options.by.trim() === '') {
    throw new ServiceError('invalid_input', 'Sign the review: --by is empty; write who read it');
  }
  const signed = said(() => signReview(name, text, options.by, on));
  await writeFile(path, signed);
  print(options.json ?? false, { file: path, by: options.by, on }, [
    `${path} says that ${options.by} read it on ${on}`,
  ]);
  return EXIT.ok;
}

async function cards(
  slug: string,
  options: Json & { link: string; language: string; out: string },
): Promise<number> {
  const template = openTemplates(settings()).get(slug);
  if (template?.manifest.kind !== 'offer') {
    throw new ServiceError('not_found', `Draw the cards: there is no offer called ${slug}`);
  }
  const link = webAddress('Draw the cards', '--link', options.link);
  const { language } = options;
  const drawn = {
    [`${slug}.card.${language}.svg`]: said(() => adCard(template, language)),
    [`${slug}.poster.${language}.svg`]: said(() => qrPoster(template, language, link)),
  };
  await mkdir(options.out, { recursive: true });
  const files = Object.keys(drawn).map((name) => join(options.out, name));
  for (const [name, svg] of Object.entries(drawn)) await writeFile(join(options.out, name), svg);
  print(
    options.json ?? false,
    { files },
    files.map((file) => `Wrote ${file}`),
  );
  return EXIT.ok;
}

async function exportArchive(file: string, slugs: string[], options: Json): Promise<number> {
  const catalogue = openTemplates(settings());
  const sources = new Map(
    slugs.flatMap((slug) => pairOf(catalogue, slug)).map((source) => [source.slug, source]),
  );
  const bytes = writeArchive([...sources.values()]);
  await mkdir(dirname(resolve(file)), { recursive: true });
  await writeFile(file, bytes);
  print(options.json ?? false, { file, templates: [...sources.keys()], bytes: bytes.length }, [
    `Packed ${[...sources.keys()].join(', ')} into ${file}`,
  ]);
  return EXIT.ok;
}

async function importArchive(
  file: string,
  options: Json & { into?: string; replace?: boolean },
): Promise<number> {
  const config = settings();
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new ServiceError('invalid_input', `Read ${file}: it can't be read (${error.code})`);
  });
  const sources = said(() => readArchive(bytes));
  const known = openTemplates(config);
  const there = sources.filter(({ slug }) => known.sources.has(slug)).map(({ slug }) => slug);
  if (there.length > 0 && !options.replace) {
    throw new ServiceError(
      'conflict',
      `Import templates: ${there.join(', ')} ${there.length === 1 ? 'is' : 'are'} there already; add --replace to take the place, or rename the folder in the archive`,
    );
  }
  // Pairs may be split between the archive and what is here: they are checked together.
  const rest = [...known.sources.values()].filter(({ slug }) =>
    sources.every((source) => source.slug !== slug),
  );
  const all = catalogueOf([...rest, ...sources]);
  const faults = all.faultsOf(sources.map(({ slug }) => slug));
  if (faults.length > 0) {
    throw new ServiceError(
      'invalid_input',
      `Import templates: ${faults.length} ${faults.length === 1 ? 'fault needs' : 'faults need'} mending; nothing was written`,
      faults.map(formatFault),
    );
  }
  const folder = ownFolder(options.into, config.templateFolders);
  await writeSources(folder, sources);
  const slugs = sources.map(({ slug }) => slug);
  print(options.json ?? false, { folder, templates: slugs }, [
    `Imported ${slugs.join(', ')} into ${folder}`,
  ]);
  return EXIT.ok;
}

/** The template of a slug and, with an offer, its twin. */
function pairOf(catalogue: Catalogue, slug: string): TemplateSource[] {
  const template = catalogue.get(slug);
  const source = catalogue.sources.get(slug);
  if (!template || !source) {
    throw new ServiceError(
      'not_found',
      `Find a template: there is none called ${slug}; there are ${catalogue.slugs.join(', ')}`,
    );
  }
  const { manifest } = template;
  const twin = manifest.kind === 'offer' ? catalogue.sources.get(manifest.twin) : undefined;
  return twin ? [source, twin] : [source];
}

function ownFolder(into: string | undefined, folders: readonly string[]): string {
  return into ? resolve(into) : (folders[0] ?? resolve(OWN_TEMPLATES));
}

async function writeSources(folder: string, sources: readonly TemplateSource[]): Promise<string[]> {
  const written: string[] = [];
  for (const { slug, files } of sources) {
    for (const [name, file] of Object.entries(files)) {
      const path = join(folder, slug, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, 'text' in file ? file.text : Buffer.from(file.base64, 'base64'));
      written.push(path);
    }
  }
  return written;
}

/** A RangeError of the templates is a sentence for whoever typed the command. */
function said<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError) throw new ServiceError('invalid_input', error.message);
    throw error;
  }
}
