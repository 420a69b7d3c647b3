/** Pictures, sounds and films of a template: checked, and named by their content. */
import { createHash } from 'node:crypto';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import type { FaultList } from './faults.ts';
import { LARGEST_MEDIA_BYTES } from './story.ts';
import type { Asset, SourceFile } from './types.ts';

export const LARGEST_PICTURE_BYTES = 20 * 1024;

/** A drawing up to this size stands in the page itself: a request of its own would cost more. */
const LARGEST_INLINE_BYTES = 1_200;

const TYPES: Readonly<Record<string, { type: Asset['type']; most: number }>> = {
  webp: { type: 'image/webp', most: LARGEST_PICTURE_BYTES },
  svg: { type: 'image/svg+xml', most: LARGEST_PICTURE_BYTES },
  m4a: { type: 'audio/mp4', most: LARGEST_MEDIA_BYTES.audio },
  mp3: { type: 'audio/mpeg', most: LARGEST_MEDIA_BYTES.audio },
  ogg: { type: 'audio/ogg', most: LARGEST_MEDIA_BYTES.audio },
  webm: { type: 'video/webm', most: LARGEST_MEDIA_BYTES.video },
  mp4: { type: 'video/mp4', most: LARGEST_MEDIA_BYTES.video },
  vtt: { type: 'text/vtt', most: LARGEST_PICTURE_BYTES },
};

const SVG_ELEMENTS = new Set([
  'svg',
  'g',
  'defs',
  'title',
  'desc',
  'path',
  'rect',
  'circle',
  'ellipse',
  'line',
  'polyline',
  'polygon',
  'text',
  'tspan',
  'lineargradient',
  'radialgradient',
  'stop',
  'clippath',
  'mask',
  'use',
  'filter',
  'fegaussianblur',
  'feoffset',
  'femerge',
  'femergenode',
  'feflood',
  'fecomposite',
  'feblend',
  'fecolormatrix',
]);

export interface Pictures {
  readonly assets: ReadonlyMap<string, Asset>;
  /** Public path by file name, `/a/<hash>.<ending>`; a small drawing as a data address. */
  readonly paths: ReadonlyMap<string, string>;
  readonly bytes: ReadonlyMap<string, number>;
}

export function readPictures(files: ReadonlyMap<string, SourceFile>, faults: FaultList): Pictures {
  const assets = new Map<string, Asset>();
  const paths = new Map<string, string>();
  const sizes = new Map<string, number>();
  for (const [file, content] of files) {
    const extension = file.slice(file.lastIndexOf('.') + 1);
    const known = TYPES[extension];
    if (!known) continue;
    const bytes = bytesOf(content);
    if (bytes.length > known.most) {
      faults.add(
        'T040',
        file,
        1,
        `Make the file smaller: ${bytes.length} bytes, at most ${known.most}`,
      );
    }
    if (extension === 'svg') checkSvg(file, bytes.toString('utf8'), faults);
    else if (
      extension === 'webp' &&
      (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP')
    ) {
      faults.add('T042', file, 1, 'Save the picture as WebP: its first bytes say otherwise');
    }
    const name = `${contentName(content)}.${extension}`;
    if (extension === 'svg' && bytes.length <= LARGEST_INLINE_BYTES) {
      paths.set(file, dataAddress(bytes.toString('utf8').trim()));
      continue;
    }
    assets.set(name, { type: known.type, bytes });
    paths.set(file, `/a/${name}`);
    // Sound and film load on a tap, so they weigh nothing before.
    if (known.type.startsWith('image/')) sizes.set(file, bytes.length);
  }
  return { assets, paths, bytes: sizes };
}

/** What the public name of a file begins with: the start of the SHA-256 hex of its bytes. */
export function contentName(file: SourceFile): string {
  return createHash('sha256').update(bytesOf(file)).digest('hex').slice(0, 24);
}

/** Only what an address or an attribute can't hold is encoded. */
function dataAddress(svg: string): string {
  const encoded = encodeURIComponent(svg).replace(/%(20|2F|3A|2C|3B)/g, (code) =>
    decodeURIComponent(code),
  );
  return `data:image/svg+xml,${encoded}`;
}

function bytesOf(file: SourceFile): Buffer {
  return 'text' in file ? Buffer.from(file.text, 'utf8') : Buffer.from(file.base64, 'base64');
}

function checkSvg(file: string, source: string, faults: FaultList): void {
  if (/<!DOCTYPE|<!ENTITY|<\?/i.test(source)) {
    faults.add('T041', file, 1, 'Leave out DOCTYPE, entities and processing instructions');
  }
  const root = parseFragment(source, { sourceCodeLocationInfo: true });
  visit(root);

  function visit(node: DefaultTreeAdapterTypes.ParentNode): void {
    for (const child of node.childNodes) {
      if (!('tagName' in child)) continue;
      const line = child.sourceCodeLocation?.startLine ?? 1;
      if (!SVG_ELEMENTS.has(child.tagName.toLowerCase())) {
        faults.add('T041', file, line, `Use a listed SVG element: <${child.tagName}> is not one`);
      }
      for (const { name, value } of child.attrs) {
        const outside = /href$/.test(name) && !value.startsWith('#');
        const unsafe = /^on|^style$/.test(name) || /url\(\s*['"]?(?!#)|javascript:/i.test(value);
        if (outside || unsafe) {
          faults.add(
            'T041',
            file,
            line,
            `Leave out the attribute: ${name}="${value.slice(0, 40)}"`,
          );
        }
      }
      visit(child);
    }
  }
}
