/** Shared pieces of templates: `parts/<name>/` holds pages, snippets, a style sheet and words. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The parts shipped with the project. */
const SHIPPED_PARTS: string = fileURLToPath(new URL('./parts', import.meta.url));

/** Names under `parts:` of a manifest; none when it can't be read, which is a fault of its own. */
export function partsNamed(manifest: string): string[] {
  if (!/^parts:/m.test(manifest)) return [];
  try {
    const { parts } = parse(manifest) as { parts?: unknown };
    return Array.isArray(parts) ? parts.filter(isPartName) : [];
  } catch {
    return [];
  }
}

function isPartName(name: unknown): name is string {
  return typeof name === 'string' && /^[a-z][a-z0-9-]{1,59}$/.test(name);
}

/** Folder of a part, or undefined when there is none of that name. */
export function partFolder(name: string): string | undefined {
  const folder = join(SHIPPED_PARTS, name);
  return existsSync(folder) ? folder : undefined;
}
