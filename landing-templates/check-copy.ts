import { readLocale } from './copy-set.ts';
import type { FaultList } from './faults.ts';
import type { TemplateManifest } from './manifest.ts';
import { pluralForms } from './numerals.ts';
import { type Structure, titleKey } from './open-template.ts';
import { everyOp } from './ops.ts';
import type { Copy } from './read-copy.ts';
import { signTextKey } from './sign-text.ts';
import { splitTags, type Tag } from './tags.ts';

/** Every key in every language, none unused, the same placeholders everywhere. */
export function checkCopy(
  structure: Structure,
  faults: FaultList,
  locales: readonly string[] = structure.copies.locales,
): void {
  const { files, copies, manifest, yaml } = structure;
  const english = readLocale(files, 'en', faults);
  if (!english) {
    faults.add('T035', 'copy/en.yaml', 1, 'Add the English copy: every template has it');
    return;
  }
  const needed = neededKeys(structure, english.text);
  const optional = new Set(manifest.messages.map((key) => `messages.${key}.short`));
  for (const locale of copies.locales.filter((tag) => tag === 'en' || locales.includes(tag))) {
    const copy = locale === 'en' ? english : readLocale(files, locale, faults);
    if (!copy) continue;
    const { own } = copy;
    const missing = (key: string, from: string) =>
      faults.add('T030', own.file, 1, `Add the text: ${key} is missing, ${from}`);
    const plural = pluralNames([...needed.keys()], english.text);
    for (const [key, from] of needed) if (!copy.text.has(key)) missing(key, `${from} uses it`);
    for (const name of plural) {
      for (const form of pluralForms(locale)) {
        const key = `plurals.${name}.${form}`;
        if (!copy.text.has(key)) missing(key, `the language has this form`);
      }
    }
    for (const key of optional) {
      if (english.text.has(key) && !copy.text.has(key)) missing(key, 'the English copy has it');
    }
    const isUsed = (key: string) =>
      needed.has(key) || optional.has(key) || isForm(key, plural, locale);
    for (const [key, text] of own.text) {
      const line = own.lines.get(key) ?? 1;
      if (!isUsed(key)) {
        faults.add('T031', own.file, line, `Remove the text: nothing uses ${key}`);
      }
      checkText(manifest, own, key, text, line, english.text, faults);
    }
    for (const part of copy.parts) {
      for (const [key, text] of part.text) {
        // A part's texts are for several templates, some of them without these amounts.
        if (!isUsed(key)) continue;
        checkText(manifest, part, key, text, part.lines.get(key) ?? 1, english.text, faults);
      }
    }
    if (copy.parts.length < english.parts.length) {
      faults.add('T036', own.file, 1, `Translate the parts first: one of them has no ${locale}`);
    }
    checkVariants(structure, own, english.own, faults);
  }
  for (const page of structure.built.values()) {
    for (const op of everyOp(page.ops)) {
      if (op.op === 'money' || op.op === 'number' || op.op === 'percent' || op.op === 'plural') {
        const tag = { tag: op.op, name: op.key };
        checkTag(manifest, tag, true, 'template.yaml', yaml.lineOf(['amounts']), op.key, faults);
      }
    }
  }
}

/** Each audience of the manifest has words in each language, and the same ones differ everywhere. */
function checkVariants(
  { manifest, yaml }: Structure,
  own: Copy,
  english: Copy,
  faults: FaultList,
): void {
  const declared = manifest.kind === 'debrief' ? Object.keys(manifest.variants ?? {}) : [];
  for (const name of declared) {
    const words = own.variants.get(name);
    if (!words || words.size === 0) {
      faults.add(
        'T037',
        own.file,
        1,
        `Write the words of the variant: variants.${name} is missing`,
      );
      continue;
    }
    const keys = english.variants.get(name) ?? new Map();
    for (const key of keys.keys()) {
      if (!words.has(key))
        faults.add('T037', own.file, 1, `Add the text: variants.${name} lacks ${key}`);
    }
    for (const [key, text] of words) {
      const line = own.lines.get(`${name}/${key}`) ?? 1;
      if (!keys.has(key) || !own.text.has(key)) {
        faults.add('T037', own.file, line, `Remove the text: ${key} is no text of this template`);
      } else checkText(manifest, own, key, text, line, english.text, faults);
    }
  }
  for (const name of own.variants.keys()) {
    if (declared.includes(name)) continue;
    const line = yaml.lineOf(['variants']);
    faults.add('T037', 'template.yaml', line, `Describe the variant: variants.${name} is missing`);
  }
}

function neededKeys(
  { manifest, built, story }: Structure,
  english: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const needed = new Map<string, string>();
  const need = (key: string, from: string) => needed.has(key) || needed.set(key, from);
  if (manifest.pages.length > 0) need('preview_title', 'every page');
  for (const page of manifest.pages) {
    need(titleKey(page), page.file);
    for (const op of everyOp(built.get(page.key)?.ops ?? [])) {
      if (op.op === 'copy') need(op.key, page.file);
      if (op.op === 'plural') need(`plurals.${op.key}.other`, page.file);
    }
  }
  for (const key of manifest.messages) {
    for (const part of ['subject', 'body']) need(`messages.${key}.${part}`, 'template.yaml');
  }
  if (manifest.kind === 'offer') {
    for (const { key, at } of manifest.red_flags) {
      for (const part of ['title', 'twin']) need(`flags.${key}.${part}`, 'template.yaml');
      for (const { page } of at)
        need(
          signTextKey(key, page, (text) => english.get(text)),
          'template.yaml',
        );
    }
    for (const { key } of manifest.good_signs) need(`signs.${key}`, 'template.yaml');
    if (manifest.card) for (const part of ['title', 'text']) need(`card.${part}`, 'template.yaml');
  }
  if (story)
    for (const part of ['attached', 'drawing_alt', 'empty']) need(`story.${part}`, 'story.yaml');
  return needed;
}

/** Counts that texts write in plural forms. */
function pluralNames(needed: readonly string[], text: ReadonlyMap<string, string>): Set<string> {
  const names = new Set<string>();
  for (const key of needed) {
    const direct = /^plurals\.([^.]+)\./.exec(key)?.[1];
    if (direct) names.add(direct);
    for (const part of splitTags(text.get(key) ?? '')) {
      if ('tag' in part && part.tag.tag === 'plural') names.add(part.tag.name);
    }
  }
  return names;
}

function isForm(key: string, plural: ReadonlySet<string>, locale: string): boolean {
  const [, name, form] = /^plurals\.([^.]+)\.([a-z]+)$/.exec(key) ?? [];
  if (!name || !form || !plural.has(name)) return false;
  return (pluralForms(locale) as readonly string[]).includes(form);
}

function checkText(
  manifest: TemplateManifest,
  copy: Copy,
  key: string,
  text: string,
  line: number,
  english: ReadonlyMap<string, string>,
  faults: FaultList,
): void {
  for (const part of splitTags(text)) {
    if ('wrong' in part) {
      faults.add(
        'T014',
        copy.file,
        line,
        `Mend the placeholder: ${part.wrong} in ${key} is not one`,
      );
    } else if ('tag' in part) {
      const runtime = manifest.kind !== 'offer' || key.startsWith('messages.');
      checkTag(manifest, part.tag, runtime, copy.file, line, key, faults);
    }
  }
  // A form may leave its number out: "one page".
  if (key.startsWith('plurals.')) return;
  const theirs = placeholders(text);
  const ours = placeholders(english.get(key) ?? text);
  if (theirs.join() !== ours.join()) {
    faults.add(
      'T034',
      copy.file,
      line,
      `Use the placeholders of the English text: ${key} has ${theirs.join(', ') || 'none'}, English ${ours.join(', ') || 'none'}`,
    );
  }
}

function checkTag(
  manifest: TemplateManifest,
  { tag, name }: Tag,
  runtime: boolean,
  file: string,
  line: number,
  key: string,
  faults: FaultList,
): void {
  const wrong = (message: string) => faults.add('T014', file, line, message);
  const offer = manifest.kind === 'offer' ? manifest : undefined;
  if (tag === 'money') {
    if (offer?.amounts[name] === undefined)
      wrong(`Give the amount in template.yaml: amounts.${name} is missing`);
  } else if (tag === 'number' || tag === 'percent' || tag === 'plural') {
    if (offer ? offer.numbers?.[name] === undefined : tag === 'percent')
      wrong(`Give the number in template.yaml: numbers.${name} is missing`);
  } else if (tag === 'offer' ? !offer : !runtime || (tag !== 'value' && tag !== 'item')) {
    wrong(
      `Use money, number, offer or value in copy: {{${tag}.${name}}} in ${key} can't be filled`,
    );
  }
}

function placeholders(text: string): string[] {
  return [
    ...new Set(
      splitTags(text).flatMap((part) =>
        'tag' in part ? [`${part.tag.tag}.${part.tag.name}`] : [],
      ),
    ),
  ].sort();
}
