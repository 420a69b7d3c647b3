import type { BuiltPage } from './build-page.ts';
import type { FaultList } from './faults.ts';
import type { TemplateManifest } from './manifest.ts';
import { everyOp } from './ops.ts';
import type { Copy } from './read-copy.ts';
import { splitTags } from './tags.ts';

type LineOf = (path: readonly PropertyKey[]) => number;

/** Every key in every locale, none unused, the same placeholders everywhere. */
export function checkCopy(
  manifest: TemplateManifest,
  built: ReadonlyMap<string, BuiltPage>,
  copies: ReadonlyMap<string, Copy>,
  lineOf: LineOf,
  faults: FaultList,
): void {
  const english = copies.get('en');
  if (!english) {
    faults.add('T035', 'copy/en.yaml', 1, 'Add the English copy: every template has it');
    return;
  }
  const needed = neededKeys(manifest, built);
  const optional = new Set(manifest.messages.map((key) => `messages.${key}.short`));
  for (const copy of copies.values()) {
    for (const [key, from] of needed) {
      if (!copy.text.has(key))
        faults.add('T030', copy.file, 1, `Add the text: ${key} is missing, ${from} uses it`);
    }
    for (const [key, text] of copy.text) {
      const line = copy.lines.get(key) ?? 1;
      if (!needed.has(key) && !optional.has(key)) {
        faults.add('T031', copy.file, line, `Remove the text: nothing uses ${key}`);
      }
      checkPlaceholders(manifest, copy, key, text, line, faults);
      const theirs = placeholders(text);
      const ours = placeholders(english.text.get(key) ?? text);
      if (theirs.join() !== ours.join()) {
        faults.add(
          'T034',
          copy.file,
          line,
          `Use the placeholders of the English text: ${key} has ${theirs.join(', ') || 'none'}, English ${ours.join(', ') || 'none'}`,
        );
      }
    }
    for (const key of optional) {
      if (english.text.has(key) && !copy.text.has(key)) {
        faults.add(
          'T030',
          copy.file,
          1,
          `Add the text: ${key} is missing, the English copy has it`,
        );
      }
    }
  }
  for (const page of built.values()) {
    for (const op of everyOp(page.ops)) {
      if (op.op === 'money')
        checkMoney(manifest, op.key, 'template.yaml', lineOf(['amounts']), faults);
    }
  }
}

function neededKeys(
  manifest: TemplateManifest,
  built: ReadonlyMap<string, BuiltPage>,
): ReadonlyMap<string, string> {
  const needed = new Map<string, string>();
  const need = (key: string, from: string) => needed.has(key) || needed.set(key, from);
  if (manifest.pages.length > 0) need('preview_title', 'every page');
  for (const page of manifest.pages) {
    need(`pages.${page.key}.title`, page.file);
    for (const op of everyOp(built.get(page.key)?.ops ?? [])) {
      if (op.op === 'copy') need(op.key, page.file);
    }
  }
  for (const key of manifest.messages) {
    for (const part of ['subject', 'body']) need(`messages.${key}.${part}`, 'template.yaml');
  }
  if (manifest.kind === 'offer') {
    for (const { key } of manifest.red_flags) {
      for (const part of ['title', 'text', 'twin']) need(`flags.${key}.${part}`, 'template.yaml');
    }
    for (const { key } of manifest.good_signs) need(`signs.${key}`, 'template.yaml');
  }
  return needed;
}

function checkPlaceholders(
  manifest: TemplateManifest,
  copy: Copy,
  key: string,
  text: string,
  line: number,
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
      const { tag, name } = part.tag;
      const runtime = manifest.kind !== 'offer' || key.startsWith('messages.');
      if (tag === 'money') checkMoney(manifest, name, copy.file, line, faults);
      else if (
        tag === 'offer'
          ? manifest.kind !== 'offer'
          : !(tag === 'value' && runtime) && !(tag === 'item' && runtime)
      ) {
        faults.add(
          'T014',
          copy.file,
          line,
          `Use money, offer or value in copy: {{${tag}.${name}}} in ${key} can't be filled`,
        );
      }
    }
  }
}

function checkMoney(
  manifest: TemplateManifest,
  name: string,
  file: string,
  line: number,
  faults: FaultList,
): void {
  if (manifest.kind !== 'offer' || manifest.amounts[name] === undefined) {
    faults.add('T014', file, line, `Give the amount in template.yaml: amounts.${name} is missing`);
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
