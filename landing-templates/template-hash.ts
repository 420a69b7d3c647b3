import { createHash } from 'node:crypto';
import type { TemplateSource } from './types.ts';

/**
 * SHA-256 hex of a template's content: every file's name and content in the order of the names.
 * The slug is left out: it is the name under which the content is kept, not part of it.
 */
export function templateHash(source: TemplateSource): string {
  const entries = Object.entries(source.files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, file]) =>
      'text' in file ? [name, 'text', file.text] : [name, 'base64', file.base64],
    );
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex');
}
