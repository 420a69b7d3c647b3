/**
 * Break points for scripts that write no space between words. Browsers know some of them by a
 * dictionary and old ones none, so that a zero-width space is put between words here, and a word
 * joiner where a dictionary would divide one.
 */
const UNSPACED = new Set(['th', 'lo', 'km', 'my']);
const ZERO_WIDTH_SPACE = '\u200b';
const WORD_JOINER = '\u2060';

/** Words and endings that the dictionaries of the segmenter divide, or join to their neighbours. */
const WHOLE: Readonly<Record<string, RegExp>> = {
  th: /(เอสเปรสโซ|ข้อเสนอ|นีน่า|มินา|นะคะ|นะครับ|ออนไลน์|พาสปอร์ต)/u,
  lo: /(ວີຊາ|ອາຫານ|ອີເມວ|ເວັບໄຊ|ມື້ນີ້|ດຽວນີ້|ຂໍ້ສະເໜີ|ອອນລາຍ)/u,
  km: /(វីសា|អេសប្រេសសូ|បដិសេធ|អនឡាញ|អ៊ីមែល|រីតា|ថេអូ)/u,
  my: /(ကမ်းလှမ်းချက်|လေ့ကျင့်ရေး|လူအများကြီး|အများကြီး|ပတ်စပို့|ပညာသင်ဆု|ချတ်|ဝဘ်ဆိုက်|အွန်လိုင်း|အက်စပရက်ဆို|လက်မခံ|ဒါမှမဟုတ်|ဘယ်သူ့?|ဘာမှ|တစ်ခု|အရင်|ဒီနေ့|လို့ရပါ(?:တယ်|မယ်)|ရ?ပါ(?:တယ်|ဘူး|မယ်|ပဲ|နဲ့|စေ))/u,
};
const LETTERS = new Intl.Segmenter('lo', { granularity: 'grapheme' });
/** Marks of repetition, vowels, tones and a polite ပါ stay with the word before them. */
const STAYS = /^([ๆฯໆຯៗ\p{M}]|ပါ$)/u;

export interface WordPiece {
  readonly piece: string;
  readonly isWord: boolean;
}

const segmenters = new Map<string, Intl.Segmenter>();

/** Whether the language of a tag is one of them. */
export function isUnspaced(locale: string): boolean {
  return UNSPACED.has(locale.split('-')[0] ?? '');
}

/** Text with a zero-width space between two words that nothing else divides, and words held whole. */
export function breakWords(locale: string, text: string): string {
  if (!isUnspaced(locale) || !/[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]{2}/.test(text))
    return text;
  let out = '';
  let before: WordPiece | undefined;
  // A mark of repetition never begins a line.
  const joined = text.replaceAll(' ๆ', '\u00a0ๆ');
  for (const each of wordPieces(locale, joined)) {
    if (before?.isWord) out += between(before, each);
    out += holdWhole(locale, each.piece);
    before = each;
  }
  return out;
}

function between(before: WordPiece, each: WordPiece): string {
  if (!each.isWord || /^\p{M}/u.test(each.piece)) return '';
  // A lone မ is Burmese for "not", said of the word after it.
  return staysWithWord(each) || before.piece === 'မ' ? WORD_JOINER : ZERO_WIDTH_SPACE;
}

/**
 * A word of which a dictionary makes several, its parts joined. What a browser's dictionary makes of a
 * Lao word hangs on the words around it: those listed are held at every letter.
 */
function holdWhole(locale: string, word: string): string {
  if (!/^\p{L}/u.test(word)) return word;
  const language = locale.split('-')[0] ?? '';
  if (language === 'lo' && WHOLE.lo?.exec(word)?.[0] === word) {
    return [...LETTERS.segment(word)].map(({ segment }) => segment).join(WORD_JOINER);
  }
  const parts = [...segmenterOf(locale).segment(word)].map(({ segment }) => segment);
  return parts.reduce((whole, part) => whole + (/^\p{L}/u.test(part) ? WORD_JOINER : '') + part);
}

/** Whether a piece may not begin a line. */
export function staysWithWord({ piece, isWord }: WordPiece): boolean {
  return !isWord || STAYS.test(piece);
}

/** Words of a text and what stands between them. */
export function* wordPieces(locale: string, text: string): Generator<WordPiece> {
  const whole = WHOLE[locale.split('-')[0] ?? ''];
  for (const [place, part] of (whole ? text.split(whole) : [text]).entries()) {
    // Split by one group: what stands at odd places is the group.
    if (place % 2 === 1) yield { piece: part, isWord: true };
    else
      for (const { segment, isWordLike } of segmenterOf(locale).segment(part))
        yield { piece: segment, isWord: isWordLike === true };
  }
}

function segmenterOf(locale: string): Intl.Segmenter {
  const known = segmenters.get(locale);
  if (known) return known;
  const made = new Intl.Segmenter(locale, { granularity: 'word' });
  segmenters.set(locale, made);
  return made;
}
