/** Wrapping without a layout engine: widths are estimated by script, breaks are those of the language. */
import { staysWithWord, wordPieces } from './break-words.ts';

/** Measures as shares of the font's size; rather too much than too little, since fonts differ. */
export interface Script {
  /** Width of a letter that takes room of its own. */
  readonly letter: number;
  /** From one line to the next. */
  readonly height: number;
  /** How far letters and their marks reach above the line they stand on, and below it. */
  readonly above: number;
  readonly below: number;
}

const LATIN: Script = { letter: 0.61, height: 1.24, above: 1.07, below: 0.3 };
const SCRIPTS: Readonly<Record<string, Script>> = {
  th: { letter: 0.66, height: 1.5, above: 1.1, below: 0.42 },
  lo: { letter: 0.71, height: 1.5, above: 1.1, below: 0.48 },
  km: { letter: 0.74, height: 1.65, above: 1.1, below: 0.88 },
  my: { letter: 1.02, height: 1.7, above: 1.1, below: 0.83 },
  hi: { letter: 0.65, height: 1.45, above: 1.1, below: 0.42 },
  ne: { letter: 0.62, height: 1.45, above: 1.1, below: 0.42 },
  bn: { letter: 0.67, height: 1.45, above: 1.1, below: 0.42 },
  si: { letter: 0.9, height: 1.55, above: 1.1, below: 0.4 },
  ur: { letter: 0.6, height: 2.1, above: 1.9, below: 0.88 },
  am: { letter: 0.82, height: 1.4, above: 1.07, below: 0.3 },
  zh: { letter: 1.02, height: 1.3, above: 1.07, below: 0.3 },
};

/** Of what every script borrows from Latin, by kind; the first that fits. */
const LATIN_WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[\p{Mn}\u200b-\u200d\u2060]/u, 0],
  [/[ \u00a0.,:;!|'’‘·]/u, 0.29],
  [/\d/u, LATIN.letter],
  [/[ijlI()[\]\-ftr]/u, 0.4],
  [/[\u2e80-\uffef]/u, 1.02],
  [/\p{Extended_Pictographic}/u, 1.4],
  [/[mwMW%—œŒÆæ]/u, 0.95],
  [/[A-Z\u00c0-\u00de&@+=<>]/u, 0.72],
];
/** A bold letter is wider than a plain one. */
const BOLD = 1.07;

export function scriptOf(locale: string): Script {
  return SCRIPTS[locale.split('-')[0] ?? ''] ?? LATIN;
}

/** Width of a line, as a multiple of the font's size. */
export function textWidth(locale: string, text: string, weight = 400): number {
  const { letter } = scriptOf(locale);
  let width = 0;
  for (const each of text) {
    const known = LATIN_WIDTHS.find(([kind]) => kind.test(each))?.[1];
    width +=
      known ??
      (/[\p{L}\p{M}]/u.test(each) && !/\p{Script=Latin}/u.test(each) ? letter : LATIN.letter);
  }
  return width * (weight >= 600 ? BOLD : 1);
}

/**
 * @param width - Of a line, as a multiple of the font's size.
 * @returns Lines; a word that is wider than a line stands on one of its own.
 */
export function wrapText(locale: string, text: string, width: number, weight = 400): string[] {
  const lines = fill(locale, text, width, weight);
  // As many lines, but alike in length: no single word is left on the last.
  let balanced = lines;
  for (let narrower = width - STEP; narrower > 0 && lines.length > 1; narrower -= STEP) {
    const next = fill(locale, text, narrower, weight);
    if (next.length > lines.length || next.some((line) => textWidth(locale, line, weight) > width))
      break;
    balanced = next;
  }
  return balanced;
}

/** By how much a line is narrowed at once when lines are made alike. */
const STEP = 0.5;

function fill(locale: string, text: string, width: number, weight: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(locale, text)) {
    if (line !== '' && textWidth(locale, line + piece.trimEnd(), weight) > width) {
      lines.push(line.trim());
      line = '';
    }
    line += line === '' ? piece.trimStart() : piece;
  }
  if (line.trim() !== '') lines.push(line.trim());
  return lines;
}

/** Words with what follows them; punctuation stays with the word before it. */
function pieces(locale: string, text: string): string[] {
  const found: string[] = [];
  for (const each of wordPieces(locale, text)) {
    const joins = found.length > 0 && (staysWithWord(each) || /[“‘(«$€฿-]$/u.test(found.at(-1)!));
    if (joins) found[found.length - 1] += each.piece;
    else found.push(each.piece);
  }
  return found;
}
