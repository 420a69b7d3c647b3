import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { partFolder, partsNamed } from './parts-of.ts';
import type { SourceFile, TemplateSource } from './types.ts';

const TEXT = /\.(yaml|html|css|svg|vtt|txt|md)$/;

/**
 * Reads a template's folder. The shared parts it names are folded in under `parts/<name>/`, so that
 * what is stored, hashed and exported stands alone; a folder that brings a part of its own keeps it.
 */
export function readTemplateFolder(folder: string): TemplateSource {
  const files = readFiles(folder, '');
  const manifest = files['template.yaml'];
  for (const part of partsNamed(manifest && 'text' in manifest ? manifest.text : '')) {
    if (Object.keys(files).some((name) => name.startsWith(`parts/${part}/`))) continue;
    const shared = partFolder(part);
    if (shared) Object.assign(files, readShared(shared, `parts/${part}/`));
  }
  return { slug: basename(folder), files };
}

const known = new Map<string, Record<string, SourceFile>>();

/** A part is read once a process, however many templates stand on it. */
function readShared(folder: string, prefix: string): Record<string, SourceFile> {
  const before = known.get(folder);
  if (before) return before;
  const files = readFiles(folder, prefix);
  known.set(folder, files);
  return files;
}

/** Line ends become LF, so that a checkout's habits don't change hashes. */
function readFiles(folder: string, prefix: string): Record<string, SourceFile> {
  const files: Record<string, SourceFile> = {};
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, '');
    files[prefix + name] = TEXT.test(name)
      ? { text: readFileSync(path, 'utf8').replaceAll('\r\n', '\n') }
      : { base64: readFileSync(path).toString('base64') };
  }
  return files;
}
