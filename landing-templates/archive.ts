/** Templates as a zip file: one folder each, its parts included, so that it stands alone. */
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import type { SourceFile, TemplateSource } from './types.ts';

/** What an archive may hold; anything larger is no template. */
const MOST_FILES = 2_000;
const MOST_BYTES = 20_000_000;
const LARGEST_FILE_BYTES = 2_000_000;
/** The same in every archive, so that the same content makes the same file. */
const NO_DATE = new Date('2000-01-01T00:00:00Z');

const SAFE_NAME =
  /^[a-z][a-z0-9-]{1,59}\/(?:parts\/[a-z][a-z0-9-]*\/)?(?:copy\/)?[A-Za-z0-9-]+\.[a-z0-9]{2,4}$/;
const TEXT = /\.(yaml|html|css|svg|vtt)$/;

export function writeArchive(sources: readonly TemplateSource[]): Uint8Array {
  const entries: Zippable = {};
  for (const { slug, files } of sources) {
    for (const name of Object.keys(files).sort()) {
      entries[`${slug}/${name}`] = bytesOf(files[name]!);
    }
  }
  return zipSync(entries, { mtime: NO_DATE, level: 9 });
}

/**
 * Reads an archive; nothing in it is run, and nothing is written.
 *
 * @throws RangeError in one sentence when it is no archive of templates.
 */
export function readArchive(bytes: Uint8Array): TemplateSource[] {
  const sources = new Map<string, Record<string, SourceFile>>();
  let total = 0;
  let count = 0;
  let unpacked: Record<string, Uint8Array>;
  try {
    unpacked = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (name.endsWith('/')) return false;
        if (!SAFE_NAME.test(name)) {
          throw new RangeError(
            `Read the archive: "${name}" has no place in it; pack FOLDER/template.yaml and what stands beside it`,
          );
        }
        count += 1;
        total += originalSize;
        if (count > MOST_FILES || total > MOST_BYTES || originalSize > LARGEST_FILE_BYTES) {
          throw new RangeError(
            `Read the archive: it is too large; at most ${MOST_FILES} files and ${MOST_BYTES / 1e6} MB`,
          );
        }
        return true;
      },
    });
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw new RangeError('Read the archive: it is no zip file, or a broken one; export it again');
  }
  for (const [path, content] of Object.entries(unpacked)) {
    // What a header says of a size is no promise.
    if (content.length > LARGEST_FILE_BYTES) {
      throw new RangeError(`Read the archive: ${path} is too large`);
    }
    const [slug = '', ...rest] = path.split('/');
    const files = sources.get(slug) ?? {};
    files[rest.join('/')] = TEXT.test(path)
      ? { text: strFromU8(content).replaceAll('\r\n', '\n') }
      : { base64: Buffer.from(content).toString('base64') };
    sources.set(slug, files);
  }
  if (sources.size === 0) throw new RangeError('Read the archive: it holds no template');
  return [...sources].map(([slug, files]) => ({ slug, files }));
}

function bytesOf(file: SourceFile): Uint8Array {
  return 'text' in file ? strToU8(file.text) : new Uint8Array(Buffer.from(file.base64, 'base64'));
}
