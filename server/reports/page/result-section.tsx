import type { JSX } from 'hono/jsx/jsx-runtime';
import { READINGS, type Reading } from '../../../analysis/dataset.ts';
import type { ReportedEffect, TrialReport } from '../schema/report-schema.ts';
import { levelText, ofText, per100, pText, rangeText, signed100 } from '../words/numbers.ts';
import { outcomeWords, READING_WORDS } from '../words/outcomes.ts';
import { primaryRows } from '../words/plot-rows.ts';
import { ForestPlot } from './figures.tsx';
import { DoNotRely } from './short-section.tsx';
import { CertaintyList } from './verdict-lists.tsx';

type Contrast = NonNullable<ReportedEffect['comparisons'][number]['primary']>['people'];

const IDS: Readonly<Record<Reading, string>> = {
  people: 'people',
  people_and_unsure: 'unsure',
  everything: 'everything',
};

/** The primary outcome under the three readings; radio buttons and CSS switch them. */
export function ResultSection(props: {
  readonly report: TrialReport;
  readonly effect: ReportedEffect;
}): JSX.Element {
  const { report, effect } = props;
  const { plan } = effect;
  const truth = report.rehearsal?.truth !== null && report.rehearsal !== null;
  return (
    <section id="result" class="wide">
      <h2>Who {outcomeWords(plan.outcome).lure}</h2>
      <p>
        Wave {plan.wave}, within {plan.windowDays} days, everyone assigned who has an outcome.{' '}
        {plan.good === 'lower' ? 'Lower' : 'Higher'} is better. The difference is{' '}
        <a href="#g-standardised">standardised</a>, with its {levelText(plan.level)}{' '}
        <a href="#g-interval">interval</a>; dashed lines mark ±{per100(plan.smallestEffect)} in 100,
        the smallest difference that matters.
        {truth ? ' The ring is the truth of this rehearsal.' : ''}
      </p>
      <DoNotRely report={report} />
      <fieldset class="switch">
        <legend>What counts as a visit of a person? The first choice decides.</legend>
        {READINGS.map((reading) => (
          <>
            <input
              type="radio"
              name="reading"
              id={`reading-${IDS[reading]}`}
              checked={reading === 'people'}
            />
            <label for={`reading-${IDS[reading]}`}>{READING_WORDS[reading].short}</label>
          </>
        ))}
        {READINGS.map((reading) => (
          <ReadingPanel report={report} effect={effect} reading={reading} />
        ))}
      </fieldset>
      <CertaintyList effect={effect} />
    </section>
  );
}

function ReadingPanel(props: {
  readonly report: TrialReport;
  readonly effect: ReportedEffect;
  readonly reading: Reading;
}): JSX.Element {
  const { report, effect, reading } = props;
  const contrasts = effect.comparisons.flatMap(({ primary, adjustedP, randomisation }) => {
    if (!primary) return [];
    const contrast = primary[reading];
    return reading === 'people'
      ? [{ contrast, adjustedP, redrawnP: randomisation?.p ?? null }]
      : [{ contrast, adjustedP: null, redrawnP: null }];
  });
  return (
    <div class={`panel ${IDS[reading]}`}>
      <p>{READING_WORDS[reading].long}</p>
      <ForestPlot
        id={`forest-${IDS[reading]}`}
        rows={primaryRows(report, reading)}
        smallestEffect={effect.plan.smallestEffect}
        ends={['fewer', 'more']}
      />
      <RiskTable contrasts={contrasts} level={effect.plan.level} />
    </div>
  );
}

/** Absolute risks first; each relative figure stands in the row of both its absolute ones. */
function RiskTable(props: {
  readonly contrasts: readonly {
    readonly contrast: Contrast;
    readonly adjustedP: number | null;
    readonly redrawnP: number | null;
  }[];
  readonly level: number;
}): JSX.Element {
  return (
    <div class="scroll">
      <table class="stack">
        <caption>
          Each row holds both absolute risks of what it compares. Intervals at{' '}
          {levelText(props.level)}.
        </caption>
        <thead>
          <tr>
            <th scope="col">Arm</th>
            <th scope="col">In the arm</th>
            <th scope="col">In the comparator</th>
            <th scope="col">Unadjusted difference</th>
            <th scope="col">Risk ratio</th>
            <th scope="col">
              <a href="#g-nnt">Number needed</a>
            </th>
            <th scope="col">p</th>
          </tr>
        </thead>
        <tbody>
          {props.contrasts.map(({ contrast, adjustedP, redrawnP }) => (
            <tr>
              <th scope="row">{contrast.arm.label}</th>
              <td data-label="In the arm">
                <RiskCell risk={contrast.arm} />
              </td>
              <td data-label="In the comparator">
                <RiskCell risk={contrast.comparator} />
              </td>
              <td data-label="Unadjusted difference">
                <Unadjusted contrast={contrast} />
              </td>
              <td data-label="Risk ratio">
                <Ratio estimate={contrast.relative.riskRatio} />
              </td>
              <td data-label="Number needed">
                <Needed needed={contrast.numberNeeded} />
              </td>
              <td data-label="p" class="nowrap">
                <span>
                  {pText(contrast.standardised.p)}
                  {adjustedP === null ? null : <small>all arms {pText(adjustedP)}</small>}
                  {redrawnP === null ? null : (
                    <small>
                      <a href="#g-redrawn">redrawn</a> {pText(redrawnP)}
                    </small>
                  )}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RiskCell({ risk }: { readonly risk: Contrast['arm'] }): JSX.Element {
  return (
    <span>
      <span class="nowrap">{ofText(risk.events, risk.analysed)}</span>
      <small class="nowrap">{risk.risk === null ? '–' : `${per100(risk.risk)} in 100`}</small>
      {risk.lower === null || risk.upper === null ? null : (
        <small class="nowrap">
          {per100(risk.lower)} to {per100(risk.upper)}
        </small>
      )}
    </span>
  );
}

function Unadjusted({ contrast }: { readonly contrast: Contrast }): JSX.Element {
  const { newcombe, welch } = contrast.unadjusted;
  const { estimate, lower, upper, reason } = newcombe.estimate === null ? welch : newcombe;
  if (estimate === null) return <span>{reason ?? '–'}</span>;
  return (
    <span>
      {signed100(estimate)}
      {lower === null || upper === null ? null : <small>{rangeText(lower, upper)}</small>}
    </span>
  );
}

function Ratio({
  estimate,
}: {
  readonly estimate: Contrast['relative']['riskRatio'];
}): JSX.Element {
  if (estimate.estimate === null) return <span>–</span>;
  return (
    <span>
      {estimate.estimate.toFixed(2)}
      {estimate.lower === null || estimate.upper === null ? null : (
        <small class="nowrap">
          {estimate.lower.toFixed(2)} to {estimate.upper.toFixed(2)}
        </small>
      )}
    </span>
  );
}

function Needed({ needed }: { readonly needed: Contrast['numberNeeded'] }): JSX.Element {
  if (needed.estimate === null) return <span>–</span>;
  return (
    <span>
      {Math.ceil(needed.estimate)}
      {needed.direction === 'harm' ? ' to harm one' : ''}
      {needed.ranges.map(({ direction, from, to }) => (
        <small class="nowrap">
          {Math.ceil(from)} to {to === null ? '∞' : Math.ceil(to)} ({direction})
        </small>
      ))}
    </span>
  );
}
