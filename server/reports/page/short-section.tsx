import type { JSX } from 'hono/jsx/jsx-runtime';
import type { ReportedComparison, TrialReport } from '../schema/report-schema.ts';
import { naturalPair, naturalText, ofText } from '../words/numbers.ts';
import { outcomeWords } from '../words/outcomes.ts';
import { type ArmSummary, type Summary, summarise } from '../words/summary.ts';
import { HundredDots } from './figures.tsx';

/** The first screen and the first printed page: what a leader reads. */
export function ShortSection({ report }: { readonly report: TrialReport }): JSX.Element {
  const summary = summarise(report);
  return (
    <section id="short" class="wide">
      <h2>In short</h2>
      <p class="lead">{summary.people}</p>
      <Banner summary={summary} />
      {summary.arms.length > 0 ? (
        <div class="cards">
          {summary.arms.map((arm) => (
            <ArmCard
              arm={arm}
              comparison={report.effect?.comparisons.find((one) => one.arm === arm.arm)}
            />
          ))}
        </div>
      ) : null}
      <p class="after">{summary.harms}</p>
    </section>
  );
}

function Banner({ summary }: { readonly summary: Summary }): JSX.Element | null {
  const { banner, state } = summary;
  if (banner === null) return null;
  return (
    <div class={state === 'do_not_rely' ? 'banner danger' : 'banner masked'}>
      <strong>{banner.title}</strong>
      <p>{banner.text}</p>
    </div>
  );
}

/** Stands over every section whose numbers must not be read as a result. */
export function DoNotRely({ report }: { readonly report: TrialReport }): JSX.Element | null {
  if (!report.health.sampleRatio.stop) return null;
  return (
    <p class="banner danger strip">
      <b>Do not rely on these numbers:</b> the split of arms is broken.
    </p>
  );
}

function ArmCard(props: {
  readonly arm: ArmSummary;
  readonly comparison: ReportedComparison | undefined;
}): JSX.Element {
  const { arm, comparison } = props;
  return (
    <article class="card arm-card">
      <h3>{arm.label}</h3>
      {comparison?.primary ? <DotPair comparison={comparison} /> : null}
      <p>{arm.result}</p>
      {arm.genuine === '' ? null : <p>{arm.genuine}</p>}
      <ul class="chips">
        <li class={`chip ${comparison?.verdict.word ?? ''}`}>{arm.verdict}</li>
        <li class={`chip ${(comparison?.certainty.word ?? '').replace(' ', '-')}`}>
          {arm.certainty}
        </li>
      </ul>
      <p class="next">
        <b>Next step by rule</b> {arm.next}
      </p>
    </article>
  );
}

/** The two absolute risks as dots out of a hundred, the fraction under each. */
function DotPair({ comparison }: { readonly comparison: ReportedComparison }): JSX.Element | null {
  const contrast = comparison.primary?.people;
  if (!contrast || contrast.arm.risk === null || contrast.comparator.risk === null) return null;
  const pair = naturalPair(contrast.arm.risk, contrast.comparator.risk);
  const sides = [
    { side: contrast.comparator, people: pair.comparator, key: 'c' },
    { side: contrast.arm, people: pair.arm, key: 'a' },
  ];
  const what = outcomeWords(contrast.outcome)[contrast.role];
  return (
    <div class={contrast.good === 'higher' ? 'dot-pair good' : 'dot-pair'}>
      {sides.map(({ side, people, key }) => (
        <figure>
          <HundredDots
            id={`dots-${comparison.arm}-${key}`}
            filled={Math.round((side.risk ?? 0) * 100)}
            description={`${side.label}: about ${Math.round((side.risk ?? 0) * 100)} of 100 dots are filled, for people who ${what}`}
          />
          <figcaption>
            <b>{naturalText(people, pair.per)}</b>
            {contrast.severalOffers
              ? ` mean over ${ofText(side.analysed, side.assigned)}`
              : ` (${ofText(side.events, side.analysed)})`}
            , {side.label}
          </figcaption>
        </figure>
      ))}
    </div>
  );
}
