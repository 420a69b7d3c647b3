import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { SourceFile, TemplateSource } from './types.ts';

const TEXT = /\.(yaml|html|css|svg|txt|md)$/;

/** Reads a template's folder; line ends become LF so that a checkout's habits don't change hashes. */
export function readTemplateFolder(folder: string): TemplateSource {
  const files: Record<string, SourceFile> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, '');
    files[name] = TEXT.test(name)
      ? { text: readFileSync(path, 'utf8').replaceAll('\r\n', '\n') }
      : { base64: readFileSync(path).toString('base64') };
  }
  return { slug: basename(folder), files };
}
