/** Pictures of a template: checked, named by content, small SVG turned into data addresses. */
import { createHash } from 'node:crypto';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import type { FaultList } from './faults.ts';
import type { Asset, SourceFile } from './types.ts';

export const LARGEST_PICTURE_BYTES = 20 * 1024;

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
  /** Public path by file name. */
  readonly paths: ReadonlyMap<string, string>;
  readonly bytes: ReadonlyMap<string, number>;
}

export function readPictures(
  files: Readonly<Record<string, SourceFile>>,
  faults: FaultList,
): Pictures {
  const assets = new Map<string, Asset>();
  const paths = new Map<string, string>();
  const sizes = new Map<string, number>();
  for (const [file, content] of Object.entries(files)) {
    const extension = /\.(webp|svg)$/.exec(file)?.[1];
    if (!extension) continue;
    const bytes =
      'text' in content ? Buffer.from(content.text, 'utf8') : Buffer.from(content.base64, 'base64');
    if (bytes.length > LARGEST_PICTURE_BYTES) {
      faults.add(
        'T040',
        file,
        1,
        `Make the picture smaller: ${bytes.length} bytes, at most ${LARGEST_PICTURE_BYTES}`,
      );
    }
    if (extension === 'svg') checkSvg(file, bytes.toString('utf8'), faults);
    else if (
      bytes.toString('latin1', 0, 4) !== 'RIFF' ||
      bytes.toString('latin1', 8, 12) !== 'WEBP'
    ) {
      faults.add('T042', file, 1, 'Save the picture as WebP: its first bytes say otherwise');
    }
    const name = `${createHash('sha256').update(bytes).digest('hex').slice(0, 24)}.${extension}`;
    assets.set(name, { type: extension === 'svg' ? 'image/svg+xml' : 'image/webp', bytes });
    paths.set(file, `/a/${name}`);
    sizes.set(file, bytes.length);
  }
  return { assets, paths, bytes: sizes };
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
