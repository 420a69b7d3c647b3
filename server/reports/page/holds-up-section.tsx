import type { JSX } from 'hono/jsx/jsx-runtime';
import type { ReportedEffect, TrialReport } from '../schema/report-schema.ts';
import { holdsUp } from '../words/holds-up.ts';
import { ForestPlot } from './figures.tsx';
import { DoNotRely } from './short-section.tsx';

/** The same difference by other methods, each with its name. */
export function HoldsUpSection(props: {
  readonly report: TrialReport;
  readonly effect: ReportedEffect;
}): JSX.Element | null {
  const { report, effect } = props;
  const arms = holdsUp(report);
  if (arms.length === 0) return null;
  const axisOf = arms.flatMap(({ rows }) => rows);
  return (
    <section id="holds" class="wide">
      <h2>Does it hold up?</h2>
      <p>
        The same difference, made in ways that assume less or something else. A result that stays on
        its side of zero from row to row stands on more than one foot; none of the other rows
        replaces the first.
      </p>
      <DoNotRely report={report} />
      {arms.map(({ arm, label, rows, lines }) => (
        <details open class="holds">
          <summary>{label}</summary>
          <ForestPlot
            id={`holds-${arm}`}
            rows={rows}
            axisOf={axisOf}
            smallestEffect={effect.plan.smallestEffect}
            ends={['fewer', 'more']}
          />
          <ul class="notes">
            {lines.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}
