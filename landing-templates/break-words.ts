/**
 * Break points for scripts that write no space between words. Browsers know some of them by a
 * dictionary and old ones none, so that a zero-width space is put between words here.
 */
const UNSPACED = new Set(['th', 'lo', 'km', 'my']);
const ZERO_WIDTH_SPACE = '\u200b';

const segmenters = new Map<string, Intl.Segmenter>();

/** Whether the language of a tag is one of them. */
export function isUnspaced(locale: string): boolean {
  return UNSPACED.has(locale.split('-')[0] ?? '');
}

/** Text with a zero-width space between two words that nothing else divides. */
export function breakWords(locale: string, text: string): string {
  if (!isUnspaced(locale) || !/[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{2}/.test(text))
    return text;
  let out = '';
  let afterWord = false;
  // A mark of repetition never begins a line.
  const joined = text.replaceAll(' ๆ', '\u00a0ๆ');
  for (const { segment, isWordLike } of segmenterOf(locale).segment(joined)) {
    // Repetition and abbreviation marks stay with the word before them.
    const isWord = isWordLike === true && !/^[ๆฯໆຯៗ]/.test(segment);
    if (isWord && afterWord) out += ZERO_WIDTH_SPACE;
    out += segment;
    afterWord = isWord;
  }
  return out;
}

function segmenterOf(locale: string): Intl.Segmenter {
  const known = segmenters.get(locale);
  if (known) return known;
  const made = new Intl.Segmenter(locale, { granularity: 'word' });
  segmenters.set(locale, made);
  return made;
}
