/** `docs/parity.md`: how alike each lure and its genuine twin are. */
import { PARITY_BANDS, type PairMeasures, unlikeness } from './parity.ts';

export function parityPage(pairs: readonly PairMeasures[]): string {
  const rows = pairs.map((pair) => {
    const [lureAge, twinAge] = pair.readingAge;
    const cells = [
      pair.family,
      `\`${pair.lure}\` \`${pair.twin}\``,
      both(pair.pages),
      both(pair.pictures),
      pair.weight.map((bytes) => (bytes / 1000).toFixed(1)).join(' / '),
      `${lureAge.toFixed(1)} / ${twinAge.toFixed(1)}`,
      both(pair.words.en ?? [0, 0]),
      widest(pair),
      Object.entries(pair.popularity)
        .map(([name, counts]) => `${name} ${both(counts)}`)
        .join(', '),
      `${pair.difficulty.replaceAll('_', ' ')} (${pair.cues} cues, ${pair.alignment})`,
      unlikeness(pair).join('; ') || 'alike',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return `# How alike the twins are

Made by \`scampaign templates parity --out docs/parity.md\`. Each cell gives lure / twin. A pair must have as
many pages and pictures; its words, in every language, may differ by a factor of ${PARITY_BANDS.words}; the heaviest
page by ${PARITY_BANDS.weight}; the reading age in English (Flesch-Kincaid grade plus five) by ${PARITY_BANDS.readingAge} years; and
what says how many others take part (likes, comments, reviews, members) by ${PARITY_BANDS.popularity}. A pair outside is refused (T064). The rating is that of the lure, by the adapted Phish Scale: how hard it is to detect, cues
counted, alignment of the premise; the two forms of a family have the same.

| Family | Pair | Pages | Pictures | Heaviest page, KB | Reading age | Words, English | Language that differs most | Others who take part | Rating | |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

function both([lure, twin]: readonly [number, number]): string {
  return `${lure} / ${twin}`;
}

function widest({ words }: PairMeasures): string {
  const ratios = Object.entries(words).map(([tag, [a, b]]) => ({
    tag,
    ratio: Math.max(a, b) / Math.min(a, b),
  }));
  ratios.sort((a, b) => b.ratio - a.ratio);
  const [first] = ratios;
  return first ? `${first.tag} × ${first.ratio.toFixed(2)}` : '';
}
