/** What a template must hold beyond its structure: files, words in every language, signs, names. */

import { checkClaims } from './check-claims.ts';
import { checkCopy } from './check-copy.ts';
import { checkNames } from './check-names.ts';
import { checkOffer } from './check-offer.ts';
import { checkQuotes } from './check-quotes.ts';
import { checkStory } from './check-story.ts';
import { readLocale } from './copy-set.ts';
import { FaultList } from './faults.ts';
import type { Structure } from './open-template.ts';
import { everyOp } from './ops.ts';

const KNOWN_FILE =
  /^(template\.yaml|chat\.yaml|story\.yaml|page\.css|[a-z0-9-]+\.(html|svg|webp|m4a|mp3|ogg|webm|mp4|vtt)|copy\/[A-Za-z-]+\.yaml)$/;
const PART_FILE = /^parts\/([a-z][a-z0-9-]*)\/(.+)$/;

/** @param locales - Languages whose words are checked; by default all there are. */
export function checkTemplate(
  structure: Structure,
  faults: FaultList,
  locales?: readonly string[],
): void {
  const { source, manifest, built, yaml } = structure;
  if (!/^[a-z][a-z0-9-]{1,59}$/.test(source.slug)) {
    faults.add(
      'T063',
      'template.yaml',
      1,
      `Name the folder with small letters, digits and -: it is ${source.slug}`,
    );
  }
  checkFiles(structure, faults);
  checkParts(structure, faults);
  checkCopy(structure, faults, locales);
  checkUsedPictures(structure, faults);
  checkLinks(structure, faults);
  checkWaysOut(structure, faults);
  checkRationales(structure, faults);
  checkStory(structure, faults, locales);
  checkClaims(structure, faults, locales);
  if (manifest.kind === 'offer') {
    checkOffer(manifest, built, yaml.lineOf, faults);
    checkQuotes(structure, manifest, faults, locales);
  }
  const exceptions = (manifest.brand_exceptions ?? []).map(({ word }) => word);
  for (const [name, file] of Object.entries(source.files)) {
    const locale = /copy\/([^/]+)\.yaml$/.exec(name)?.[1];
    if (locale && locales && !locales.includes(locale)) continue;
    // The terms of a story name real people; nobody is shown them.
    if (name === 'story.yaml') continue;
    if ('text' in file && !name.endsWith('.css'))
      checkNames(name, withoutExceptions(name, file.text), exceptions, faults);
  }
}

function checkFiles({ source, files, manifest }: Structure, faults: FaultList): void {
  const pages = new Set(manifest.pages.map(({ file }) => file));
  for (const name of Object.keys(source.files)) {
    const [, part, inner] = PART_FILE.exec(name) ?? [];
    if (!KNOWN_FILE.test(inner ?? name) || (part && !files.parts.includes(part))) {
      faults.add('T003', name, 1, `Remove the file: ${name} has no place in a template`);
    } else if (!part && name.endsWith('.html') && !pages.has(name)) {
      faults.add('T004', name, 1, `List the page in template.yaml: ${name} is not there`);
    }
  }
  for (const { file } of manifest.pages) {
    if (!files.find(file))
      faults.add('T004', file, 1, `Add the page: ${file} is listed and missing`);
  }
  if (manifest.pages.length > 0 && !files.find('page.css')) {
    faults.add('T005', 'page.css', 1, 'Add page.css: the pages need a style sheet');
  }
  const known = new Set<string>();
  for (const { key } of manifest.pages) {
    if (known.has(key))
      faults.add('T004', 'template.yaml', 1, `Give each page its own key: ${key} stands twice`);
    known.add(key);
  }
}

function checkParts({ source, files, yaml }: Structure, faults: FaultList): void {
  for (const [index, part] of files.parts.entries()) {
    if (Object.keys(source.files).some((name) => name.startsWith(`parts/${part}/`))) continue;
    faults.add(
      'T006',
      'template.yaml',
      yaml.lineOf(['parts', index]),
      `Name a part that exists: there is no folder parts/${part}`,
    );
  }
}

function checkUsedPictures(
  { source, files, built, cssPictures, manifest }: Structure,
  faults: FaultList,
): void {
  const used = new Set([
    ...cssPictures,
    ...[...built.values()].flatMap((page) => [...page.pictures]),
  ]);
  if (manifest.kind === 'offer' && manifest.card) used.add(manifest.card);
  // A part's picture may be meant for another template.
  for (const file of files.named(/\.(webp|svg|m4a|mp3|ogg|webm|mp4|vtt)$/).keys()) {
    if (!used.has(file) && source.files[file])
      faults.add('T042', file, 1, `Use the picture or remove it: no page shows ${file}`);
  }
}

/** Links between the pages of a debrief lead somewhere, and every page can be reached. */
function checkLinks({ manifest, built, chat }: Structure, faults: FaultList): void {
  if (manifest.kind !== 'debrief' || manifest.printed) return;
  const reached = new Set(manifest.pages.slice(0, 1).map(({ key }) => key));
  for (const { key, file } of manifest.pages) {
    for (const { to, line } of built.get(key)?.links ?? []) {
      reached.add(to);
      if (manifest.pages.some((page) => page.key === to)) continue;
      const where = chat.has(key) ? 'chat.yaml' : file;
      faults.add('T017', where, line, `Lead to a page of this template: to is "${to}"`);
    }
  }
  for (const { key, file } of manifest.pages) {
    if (!reached.has(key)) faults.add('T017', file, 1, `Lead to the page: no link leads to ${key}`);
  }
}

/** A year, or an address without or with its scheme. */
const CITED = /\b(?:19|20)\d\d\b|\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\b/i;

/** Why a debrief, or its words for an audience, should help is said by evidence that can be found. */
function checkRationales({ manifest, yaml }: Structure, faults: FaultList): void {
  if (manifest.kind !== 'debrief') return;
  const rationales: [readonly string[], string][] = [
    [['rationale'], manifest.rationale],
    ...Object.entries(manifest.variants ?? {}).map(
      ([name, { rationale }]): [readonly string[], string] => [
        ['variants', name, 'rationale'],
        rationale,
      ],
    ),
  ];
  for (const [path, rationale] of rationales) {
    if (CITED.test(rationale.replace(/\b[\w-]+\.(?:md|ts|yaml|html)\b/g, ''))) continue;
    faults.add(
      'T059',
      'template.yaml',
      yaml.lineOf(path),
      `Name the evidence: ${path.join('.')} has neither a year nor a link; write who found it and when, or where it can be read`,
    );
  }
}

/** Acts a page must offer, by what it is. */
const WAYS_OUT: Readonly<Record<string, readonly string[]>> = {
  reveal: ['next', 'help_opened', 'distressed', 'complained', 'withdraw'],
  debrief: ['help_opened', 'distressed', 'complained', 'withdraw'],
};

/** Whoever is told has help, a complaint, a quick exit and withdrawal on the very page. */
function checkWaysOut(structure: Structure, faults: FaultList): void {
  const { manifest, built } = structure;
  if (manifest.kind === 'debrief' && manifest.printed) {
    checkWrittenWays(structure, faults);
    return;
  }
  const needed = WAYS_OUT[manifest.kind];
  if (!needed) return;
  for (const { key, file } of manifest.pages) {
    const page = built.get(key);
    if (!page) continue;
    const ops = [...everyOp(page.ops)];
    const missing = needed.filter((act) => !page.acts.has(act)).map((act) => `the act ${act}`);
    if (!ops.some((op) => op.op === 'value' && op.name === 'exitUrl')) missing.push('exitUrl');
    if (!ops.some((op) => op.op === 'list' && op.name === 'contacts'))
      missing.push('list.contacts');
    if (missing.length > 0) {
      faults.add(
        'T055',
        file,
        1,
        `Add the ways out: page ${key} lacks ${missing.join(', ')}; the snippets of the part care bring them`,
      );
    }
  }
}

/**
 * Nothing can be tapped on paper: every sheet says where to write, each that sends people to somebody
 * says that many are fooled, and one of these, which they take home, how to stop and be forgotten.
 */
function checkWrittenWays({ manifest, built, files }: Structure, faults: FaultList): void {
  const english = readLocale(files, 'en', new FaultList())?.text;
  const add = (file: string, lacking: string): void =>
    faults.add(
      'T055',
      file,
      1,
      `Write the ways out: ${lacking}; the parts care and sheet bring the words`,
    );
  const sheets = manifest.pages.flatMap(({ key, file }) => {
    const ops = [...everyOp(built.get(key)?.ops ?? [])];
    const words = ops.flatMap((op) => (op.op === 'copy' ? [op.key] : []));
    const values = ops.some((op) => op.op === 'value' && op.name === 'contact');
    const address =
      values || words.some((word) => english?.get(word)?.includes('{{value.contact}}'));
    const helps = ops.some((op) => op.op === 'list' && op.name === 'contacts');
    return built.has(key) ? [{ key, file, words, address, helps }] : [];
  });
  for (const { key, file, words, address, helps } of sheets) {
    if (!address) add(file, `sheet ${key} lacks an address to write to, value.contact`);
    if (helps && !words.includes('told.many')) {
      add(file, `sheet ${key} doesn't say that many are fooled, copy.told.many`);
    }
  }
  const taken = sheets.some(({ helps, words }) => helps && words.includes('sheet.forget'));
  if (!taken) {
    add(
      'template.yaml',
      'no sheet with list.contacts says how to stop and be forgotten, copy.sheet.forget',
    );
  }
}

/** What people don't read is left out: exceptions, sources, tags, class names and ids. */
function withoutExceptions(name: string, text: string): string {
  if (name.endsWith('.html')) return text.replace(/\b(?:class|id|to|field|kind)="[^"]*"/g, '');
  if (name !== 'template.yaml') return text;
  const emptied = (block: string): string => block.replace(/[^\n]/g, '');
  return text
    .replace(/^(?:brand_exceptions|pictures):\n(?:[ -].*\n)*/gm, emptied)
    .replace(/^com_b:.*$/m, emptied)
    .replace(/^( *)rationale:.*\n(?:\1 +.*\n|\n)*/gm, emptied);
}
