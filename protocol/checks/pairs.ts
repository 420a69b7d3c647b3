import type { OfferFacts } from '../catalogue-facts.ts';
import type { CheckContext } from './context.ts';
import { lookUp } from './offers.ts';

/** Twins may be this much longer or shorter than their lures. */
const LENGTH_TOLERANCE = 1.25;

/** That a lure and its genuine twin belong together and differ in their red flags only. */
export function checkPairs({ protocol, facts, report }: CheckContext): void {
  const seen = new Set<string>();
  protocol.waves.forEach((wave, w) => {
    wave.pairs.forEach((pair, p) => {
      const once = `${pair.lure} ${pair.twin}`;
      if (seen.has(once)) return;
      seen.add(once);
      const lure = lookUp(facts.offers, pair.lure);
      const twin = lookUp(facts.offers, pair.twin);
      if (lure?.role !== 'lure') return;
      if (lure.difficulty === null) {
        report(
          'P614',
          ['waves', w, 'pairs', p, 'lure'],
          `Check the offers: ${pair.lure} has no rating; rate its cues and premise in its template.yaml`,
        );
      }
      if (twin?.role !== 'twin') return;
      const path = ['waves', w, 'pairs', p, 'twin'];
      if (lure.counterpart !== pair.twin || twin.counterpart !== pair.lure) {
        report(
          'P606',
          path,
          `Check the offers: ${pair.twin} is not the twin of ${pair.lure}; name ${lure.counterpart}`,
        );
      }
      if (lure.complianceStep !== twin.complianceStep) {
        report(
          'P607',
          path,
          `Check the offers: ${pair.lure} counts ${lure.complianceStep} and ${pair.twin} counts ${twin.complianceStep}; give both one compliance step`,
        );
      }
      const differences = unlike(lure, twin, protocol.population.languages);
      if (differences.length > 0) {
        report(
          'P612',
          path,
          `Check the offers: ${pair.lure} and ${pair.twin} differ in ${differences.join(', ')}; match them in length and polish, so that only the red flags tell them apart`,
        );
      }
    });
  });
}

function unlike(lure: OfferFacts, twin: OfferFacts, languages: readonly string[]): string[] {
  const differences: string[] = [];
  for (const measure of ['pages', 'images'] as const) {
    const [a, b] = [lure.measures[measure], twin.measures[measure]];
    if (a !== b) differences.push(`${measure} (${a} and ${b})`);
  }
  for (const locale of languages) {
    const a = lookUp(lure.measures.words, locale);
    const b = lookUp(twin.measures.words, locale);
    if (a === undefined || b === undefined) continue;
    if (Math.max(a, b) > LENGTH_TOLERANCE * Math.min(a, b))
      differences.push(`words in ${locale} (${a} and ${b})`);
  }
  return differences;
}
