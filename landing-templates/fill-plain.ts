import { knownWord, type Words } from './link.ts';
import { pluralOf, writeNumber } from './numerals.ts';
import { splitTags } from './tags.ts';
import type { Scalar } from './types.ts';

/** A text for mail or paper: nothing is escaped, line breaks in values become spaces. */
export function fillPlain(
  source: string,
  words: Words,
  values: Readonly<Record<string, Scalar>> = {},
): string {
  const given = (name: string): Scalar => {
    const value = values[name];
    if (value !== undefined) return value;
    throw new RangeError(`Write the message: value ${name} is missing and must be given`);
  };
  return splitTags(source)
    .map((part) => {
      if ('text' in part) return part.text;
      if (!('tag' in part)) return '';
      const { tag, name } = part.tag;
      const known = knownWord(part.tag, words);
      if (known !== undefined) return known;
      if (tag === 'number') return writeNumber(words.locale, Number(given(name)));
      if (tag === 'plural') {
        const offered =
          words.manifest.kind === 'offer' ? words.manifest.numbers?.[name] : undefined;
        const form = pluralOf(words.locale, Number(offered ?? given(name)));
        return fillPlain(words.copy(`plurals.${name}.${form}`) ?? '', words, values);
      }
      return String(given(name)).replace(/[\r\n]+/g, ' ');
    })
    .join('');
}
