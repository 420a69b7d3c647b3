/** A starting folder: a copy of a template under another name, its firm renamed throughout. */
import { createHash } from 'node:crypto';
import { isTelephone } from './check-claims.ts';
import type { SourceFile, TemplateSource } from './types.ts';

/**
 * Copies a template, and with an offer its twin, under new slugs. Names of firms, senders and hosts
 * are replaced by ones made of the slug, so that the copy passes the checks at once and its signs
 * stay true; reviews are taken out, for nobody has read the new words.
 *
 * @param slug - Of the copy; its twin's ends in `-twin`.
 * @param sources - The template to copy, and its twin where it has one, in this order.
 */
export function copyTemplates(slug: string, sources: readonly TemplateSource[]): TemplateSource[] {
  const slugs = new Map(
    sources.map((source, place) => [source.slug, place === 0 ? slug : `${slug}-twin`]),
  );
  return sources.map((source) => {
    const name = slugs.get(source.slug)!;
    const manifest = textOf(source, 'template.yaml');
    const changes: [from: string, to: string][] = [...slugs];
    for (const [key, value] of Object.entries(namesOf(manifest))) {
      changes.push([value, newName(key, name, value)]);
    }
    // Longer names first: a sender's often begins with the firm's.
    changes.sort(([a], [b]) => b.length - a.length);
    const files: Record<string, SourceFile> = {};
    for (const [path, file] of Object.entries(source.files)) {
      if (path.startsWith('parts/')) continue;
      files[path] = 'text' in file ? { text: rename(path, file.text, changes) } : file;
    }
    return { slug: name, files };
  });
}

function namesOf(manifest: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const key of ['name', 'sender', 'host']) {
    const value = new RegExp(`^ *${key}: *(.+?) *$`, 'm').exec(manifest)?.[1];
    if (value) found[key] = value.replace(/^(['"])(.*)\1$/, '$2');
  }
  return found;
}

/** Signs speak of how a host or a sender is made, so that the new one is made alike. */
function newName(key: string, slug: string, old: string): string {
  const title = slug.replace(
    /(^|-)([a-z])/g,
    (_, dash: string, letter: string) => `${dash === '' ? '' : ' '}${letter.toUpperCase()}`,
  );
  if (key === 'host') return [slug, ...old.split('.').slice(1)].join('.');
  if (key !== 'sender') return title;
  return isTelephone(old) ? otherTelephone(old, slug) : `${title} team`;
}

/** Other digits behind the country code, which is nobody's. */
function otherTelephone(old: string, slug: string): string {
  const digits = createHash('sha256').update(slug).digest();
  const code = /^\S+/.exec(old)?.[0].length ?? 0;
  return old.replace(/\d/g, (digit, at: number) =>
    at < code ? digit : String(digits[at % digits.length]! % 10),
  );
}

function rename(path: string, text: string, changes: readonly [string, string][]): string {
  // In one go: a new name may hold an old one.
  const names = new RegExp(
    changes.map(([from]) => from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'),
    'g',
  );
  const renamed = text.replace(names, (name) => changes.find(([from]) => from === name)![1]);
  if (!path.startsWith('copy/')) return renamed;
  return renamed.replace(/^reviewed:(?: .*| *\n(?: .*\n)+)/m, 'reviewed: false');
}

function textOf(source: TemplateSource, name: string): string {
  const file = source.files[name];
  return file && 'text' in file ? file.text : '';
}
