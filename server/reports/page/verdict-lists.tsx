import type { JSX } from 'hono/jsx/jsx-runtime';
import type { ReportedEffect } from '../schema/report-schema.ts';
import { verdictWords } from '../words/summary.ts';

/** Why each certainty word is what it is. */
export function CertaintyList({ effect }: { readonly effect: ReportedEffect }): JSX.Element {
  return (
    <details>
      <summary>How certain, and why</summary>
      <ul>
        {effect.comparisons.map(({ label, certainty }) => (
          <li>
            {label}: <b>{certainty.word}</b>.{' '}
            {certainty.because.length === 0
              ? 'No rule took a step down.'
              : certainty.because.join(' ')}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Why each verdict is what it is. */
export function VerdictList({ effect }: { readonly effect: ReportedEffect }): JSX.Element {
  return (
    <ul class="notes">
      {effect.comparisons.map(({ label, verdict }) => (
        <li>
          <b>{label}.</b> {verdictWords(verdict.word)}. {verdict.because.join(' ')}
        </li>
      ))}
    </ul>
  );
}
