import type { JSX } from 'hono/jsx/jsx-runtime';
import type { ReportedEffect, TrialReport } from '../schema/report-schema.ts';
import { ofText, per100, rangeText, signed100 } from '../words/numbers.ts';
import { outcomeWords } from '../words/outcomes.ts';
import { DoNotRely } from './short-section.tsx';

type Contrast = ReportedEffect['comparisons'][number]['secondary'][number]['people'];

/** Secondary and exploratory contrasts, marked as what they are; none of them decides. */
export function OtherSection(props: {
  readonly report: TrialReport;
  readonly effect: ReportedEffect;
}): JSX.Element | null {
  const { effect } = props;
  const groups = effect.comparisons
    .map(({ label, secondary, exploratory }) => ({
      label,
      rows: [
        ...secondary.map(({ people }) => ({ contrast: people, kind: 'secondary' })),
        ...exploratory.map(({ people }) => ({ contrast: people, kind: 'exploratory' })),
      ],
    }))
    .filter(({ rows }) => rows.length > 0);
  if (groups.length === 0) return null;
  return (
    <section id="other" class="wide">
      <h2>Other outcomes and waves</h2>
      <p>Planned in second place, or only explored. None of them decides.</p>
      <DoNotRely report={props.report} />
      {groups.map(({ label, rows }) => (
        <details>
          <summary>{label}</summary>
          <div class="scroll">
            <table class="stack">
              <thead>
                <tr>
                  <th scope="col">Outcome</th>
                  <th scope="col">In the arm</th>
                  <th scope="col">In the comparator</th>
                  <th scope="col">Difference in 100</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ contrast, kind }) => (
                  <OtherRow contrast={contrast} kind={kind} />
                ))}
              </tbody>
            </table>
          </div>
        </details>
      ))}
    </section>
  );
}

function OtherRow(props: { readonly contrast: Contrast; readonly kind: string }): JSX.Element {
  const { contrast } = props;
  const { estimate, lower, upper, reason } = contrast.standardised;
  return (
    <tr>
      <th scope="row">
        {outcomeWords(contrast.outcome).noun}
        <small>
          {contrast.wave}, {contrast.role === 'lure' ? 'practice scam' : 'genuine-looking offer'},{' '}
          {props.kind}
        </small>
      </th>
      {[contrast.arm, contrast.comparator].map((side, place) => (
        <td data-label={place === 0 ? 'In the arm' : 'In the comparator'}>
          <span>
            {ofText(side.events, side.analysed)}
            <small>{side.risk === null ? '–' : `${per100(side.risk)} in 100`}</small>
          </span>
        </td>
      ))}
      <td data-label="Difference in 100">
        {estimate === null ? (
          (reason ?? '–')
        ) : (
          <span>
            {signed100(estimate)}
            {lower === null || upper === null ? null : <small>{rangeText(lower, upper)}</small>}
          </span>
        )}
      </td>
    </tr>
  );
}
