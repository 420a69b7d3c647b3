/** Text set into a box of a drawing: smaller where it must be, and with fewer lines where even that won't do. */
import { scriptOf, textWidth, wrapText } from './wrap-text.ts';

export interface TextBlock {
  readonly text: string;
  readonly size: number;
  readonly weight: number;
  readonly fill: string;
  /** Space above. */
  readonly top: number;
  /** Most lines; what is longer is set smaller. One by default. */
  readonly lines?: number;
}

export interface FittedLine extends Pick<TextBlock, 'text' | 'size' | 'weight' | 'fill'> {
  /** From the top of the box. */
  readonly baseline: number;
}

interface Box {
  readonly width: number;
  readonly height: number;
}

/** Type gets smaller by these steps, at the end to half its size. */
const STEP = 0.94;
const SMALLEST = 0.5;
/** Widths are estimates, and another font may be wider. */
const SPARE = 0.94;

/** Lines of the blocks, one under the other, none beyond the box. */
export function fitText(
  locale: string,
  box: Box,
  blocks: readonly TextBlock[],
): readonly FittedLine[] {
  let lines = layOut(locale, box, blocks, 1);
  for (let scale = STEP; bottomOf(locale, lines) > box.height && scale > SMALLEST; scale *= STEP) {
    lines = layOut(locale, box, blocks, scale);
  }
  const fitting = lines.filter((line) => bottomOf(locale, [line]) <= box.height);
  const last = fitting.at(-1);
  if (!last || fitting.length === lines.length) return fitting;
  return [...fitting.slice(0, -1), { ...last, text: shortened(locale, box, last) }];
}

function layOut(
  locale: string,
  box: Box,
  blocks: readonly TextBlock[],
  scale: number,
): FittedLine[] {
  const lines: FittedLine[] = [];
  let baseline = 0;
  for (const block of blocks) {
    const { weight, fill } = block;
    const { size, rows } = fitWidth(locale, box, block, block.size * scale);
    baseline += block.top * scale;
    for (const text of rows) {
      baseline += size * scriptOf(locale).height;
      lines.push({ text, size, weight, fill, baseline });
    }
  }
  return lines;
}

/** As large as it may be with no more than its lines, and no word wider than one. */
function fitWidth(
  locale: string,
  box: Box,
  { text, weight, lines: most = 1 }: TextBlock,
  largest: number,
): { readonly size: number; readonly rows: readonly string[] } {
  for (let size = largest; ; size *= STEP) {
    const room = (box.width * SPARE) / size;
    const rows = wrapText(locale, text, room, weight);
    const fits = rows.length <= most && rows.every((row) => textWidth(locale, row, weight) <= room);
    if (fits || size < largest * SMALLEST) return { size, rows };
  }
}

function bottomOf(locale: string, lines: readonly FittedLine[]): number {
  const last = lines.at(-1);
  return last ? last.baseline + last.size * scriptOf(locale).below : 0;
}

/** The line with a sign that more was said. */
function shortened(locale: string, box: Box, { text, size, weight }: FittedLine): string {
  let kept = text;
  while (kept !== '' && textWidth(locale, `${kept}…`, weight) > (box.width * SPARE) / size) {
    kept = kept.slice(0, -1).trimEnd();
  }
  return `${kept}…`;
}
