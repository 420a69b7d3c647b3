/** Wrapping without a layout engine: widths are estimated by script, breaks are those of the language. */
import { staysWithWord, wordPieces } from './break-words.ts';

interface Script {
  /** Mean width of a letter, as a share of the font's size. */
  readonly letter: number;
  /** Line height, as a multiple of the font's size. */
  readonly height: number;
}

const LATIN: Script = { letter: 0.53, height: 1.24 };
const SCRIPTS: Readonly<Record<string, Script>> = {
  th: { letter: 0.57, height: 1.5 },
  lo: { letter: 0.54, height: 1.5 },
  km: { letter: 0.6, height: 1.65 },
  my: { letter: 0.62, height: 1.65 },
  hi: { letter: 0.5, height: 1.45 },
  ne: { letter: 0.5, height: 1.45 },
  bn: { letter: 0.52, height: 1.45 },
  si: { letter: 0.66, height: 1.55 },
  ur: { letter: 0.42, height: 1.9 },
  am: { letter: 0.68, height: 1.4 },
  zh: { letter: 1.02, height: 1.3 },
};

export function lineWidth(locale: string): Script {
  return SCRIPTS[locale.split('-')[0] ?? ''] ?? LATIN;
}

/**
 * @param width - Of a line, as a multiple of the font's size.
 * @returns Lines; a word that is wider than a line stands on one of its own.
 */
export function wrapText(locale: string, text: string, width: number): string[] {
  const most = Math.max(1, Math.floor(width / lineWidth(locale).letter));
  const lines = fill(locale, text, most);
  // As many lines, but alike in length: no single word is left on the last.
  let balanced = lines;
  for (let shorter = most - 1; shorter > 0 && lines.length > 1; shorter -= 1) {
    const next = fill(locale, text, shorter);
    if (next.length > lines.length || next.some((line) => letters(line) > most)) break;
    balanced = next;
  }
  return balanced;
}

/** @param most - Letters a line may have. */
function fill(locale: string, text: string, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(locale, text)) {
    if (line !== '' && letters(line + piece.trimEnd()) > most) {
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

/** Letters as seen: marks above and below a letter take no width. */
function letters(text: string): number {
  return [...text.replace(/\p{Mn}/gu, '')].length;
}
