import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';

/** A reader of school grade g is about this many years older. */
const AGE_AT_GRADE_0 = 5;

/**
 * Age at which a reader of English manages a text: the Flesch-Kincaid grade plus five years. Other
 * languages have no such formula here.
 *
 * @param texts - Separate texts; one without a full stop counts as a sentence.
 * @returns Years; `NaN` when there are no words.
 * @see Kincaid, Fishburne, Rogers and Chissom (1975), Research Branch Report 8-75.
 */
export function readingAge(texts: readonly string[]): number {
  const counts = { sentence: 0, word: 0, syllable: 0 };
  for (const text of texts) {
    const plain = text.replace(/\{\{[^}]*\}\}/g, 'ten').replace(/https?:\S+/g, '');
    for (const sentence of plain.split(/[.!?:\n]+(?:\s|$)/)) {
      const words = sentence.match(/[A-Za-z][A-Za-z'’-]*/g);
      if (!words) continue;
      counts.sentence += 1;
      counts.word += words.length;
      for (const word of words) counts.syllable += syllable(word);
    }
  }
  return counts.word === 0 ? Number.NaN : fleschKincaid(counts) + AGE_AT_GRADE_0;
}
