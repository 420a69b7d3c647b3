import type { JSX } from 'hono/jsx/jsx-runtime';
import type { TrialReport } from '../schema/report-schema.ts';
import { armLabels } from '../words/arm-labels.ts';
import { levelText, pText, shareText, signed100 } from '../words/numbers.ts';
import { LossBar } from './figures.tsx';

/** Who has no outcome, by arm, and what the result could be whatever they did. */
export function LossSection({ report }: { readonly report: TrialReport }): JSX.Element | null {
  const { health, effect, flow } = report;
  if (health.attrition.length === 0) return null;
  const label = armLabels(flow);
  return (
    <section id="loss" class="wide">
      <h2>Who was lost on the way</h2>
      <p>
        Without an outcome at the primary wave's practice scam. Does loss differ by arm? p{' '}
        {pText(health.attritionByArm.p)}.
      </p>
      <ul class="legend">
        <LegendBox kind="sent" words="with an outcome" />
        <LegendBox kind="lost" words="not sent, not delivered or lost" />
        <LegendBox kind="withdrew" words="withdrew or did not confirm" />
      </ul>
      <div class="plot">
        {health.attrition.map(({ arm, assigned, missing, byStatus }, index) => {
          const withdrew = byStatus.withdrawn + byStatus.expired;
          return (
            <div class="plot-row">
              <div class="name">{label(arm)}</div>
              <div class="field">
                <LossBar
                  id={`loss-${index}`}
                  label={label(arm)}
                  parts={[
                    { kind: 'sent', words: 'with an outcome', people: byStatus.analysed },
                    {
                      kind: 'lost',
                      words: 'not sent, not delivered or lost',
                      people: missing - withdrew,
                    },
                    { kind: 'withdrew', words: 'withdrew or did not confirm', people: withdrew },
                  ]}
                />
              </div>
              <div class="figures">{shareText(missing, assigned)}</div>
            </div>
          );
        })}
      </div>
      {effect && effect.notAnalysed === null ? <BoundsList effect={effect} /> : null}
    </section>
  );
}

function BoundsList({
  effect,
}: {
  readonly effect: NonNullable<TrialReport['effect']>;
}): JSX.Element {
  const rows = effect.comparisons.flatMap(({ label, primary }) =>
    primary ? [{ label, bounds: primary.people.bounds }] : [],
  );
  return (
    <div class="scroll">
      <table class="stack">
        <caption>
          <a href="#g-bounds">Worst-case bounds</a>: the difference in 100, whatever those without
          an outcome would have done.
        </caption>
        <thead>
          <tr>
            <th scope="col">Arm</th>
            <th scope="col">Lowest</th>
            <th scope="col">Highest</th>
            <th scope="col">{levelText(effect.plan.level)} interval around them</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ label, bounds }) => (
            <tr>
              <th scope="row">{label}</th>
              <td data-label="Lowest">
                {bounds.lower === null ? (bounds.reason ?? '–') : signed100(bounds.lower)}
              </td>
              <td data-label="Highest">{bounds.upper === null ? '–' : signed100(bounds.upper)}</td>
              <td data-label="Interval around them">
                {bounds.intervalLower === null || bounds.intervalUpper === null
                  ? 'none'
                  : `${signed100(bounds.intervalLower)} to ${signed100(bounds.intervalUpper)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LegendBox(props: {
  readonly kind: 'sent' | 'lost' | 'withdrew';
  readonly words: string;
}): JSX.Element {
  return (
    <li>
      <svg width="16" height="14" aria-hidden="true">
        <rect class={`bar-${props.kind}`} width="16" height="14" />
      </svg>
      {props.words}
    </li>
  );
}
