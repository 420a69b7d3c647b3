/** Words of a text in the order in which they stand; scripts without spaces are divided too. */
export function wordsOf(text: string, locale = 'und'): string[] {
  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
  return [...segmenter.segment(text)].flatMap(({ isWordLike, segment }) =>
    isWordLike ? [segment] : [],
  );
}
