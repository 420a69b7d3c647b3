import type { JSX } from 'hono/jsx/jsx-runtime';
import type { ReportedEffect, TrialReport } from '../schema/report-schema.ts';
import {
  levelText,
  ofText,
  per100,
  shareText,
  signed100,
  signedDecimal,
} from '../words/numbers.ts';
import { AcceptanceDrawing, type AcceptanceMark } from './figures.tsx';
import { DoNotRely } from './short-section.tsx';
import { VerdictList } from './verdict-lists.tsx';

type Twins = NonNullable<ReportedEffect['comparisons'][number]['twins']>;
type ArmRisk = Twins['lure']['arm'];
type Estimate = Twins['dPrimeDifference'];

interface Side {
  readonly scam: ArmRisk;
  readonly genuine: ArmRisk;
  readonly detection: Twins['comparator'];
  /** Null for the comparator itself. */
  readonly against: Twins | null;
}

/** Acceptance of scams beside acceptance of genuine offers: skill, or suspicion of everything? */
export function GenuineSection(props: {
  readonly report: TrialReport;
  readonly effect: ReportedEffect;
}): JSX.Element | null {
  const { effect } = props;
  const twins = effect.comparisons.flatMap((comparison) =>
    comparison.twins ? [comparison.twins] : [],
  );
  const [first] = twins;
  if (!first) return null;
  const sides: Side[] = [
    {
      scam: first.lure.comparator,
      genuine: first.twin.comparator,
      detection: first.comparator,
      against: null,
    },
    ...twins.map((one) => ({
      scam: one.lure.arm,
      genuine: one.twin.arm,
      detection: one.arm,
      against: one,
    })),
  ];
  return (
    <section id="genuine" class="wide">
      <h2>Skill, or suspicion of everything?</h2>
      <p>
        Who went along with the practice scam, and who with the genuine-looking offer. Only offers
        met first in their wave, by randomised order, so that nothing learnt from the other one
        counts. The further apart the marks, the better people told them apart.
      </p>
      <DoNotRely report={props.report} />
      <ul class="legend">
        <li>
          <svg width="34" height="16" aria-hidden="true">
            <line class="scam-line" x1="0" x2="34" y1="8" y2="8" />
            <circle class="scam-mark" cx="17" cy="8" r="6" />
          </svg>
          practice scam
        </li>
        <li>
          <svg width="34" height="16" aria-hidden="true">
            <line class="genuine-line" x1="0" x2="34" y1="8" y2="8" />
            <rect class="genuine-mark" x="11" y="2" width="12" height="12" />
          </svg>
          genuine-looking offer
        </li>
        <li>lines: {levelText(effect.plan.level)} intervals</li>
      </ul>
      <div class="plot">
        {sides.map((side, index) => (
          <AcceptanceRow side={side} id={`acceptance-${index}`} />
        ))}
        <div class="plot-row axis" aria-hidden="true">
          <div />
          <div class="field">
            <svg width="100%" height="24" aria-hidden="true">
              {[0, 25, 50, 75, 100].map((at) => (
                <text
                  x={`${at}%`}
                  y="16"
                  text-anchor={at === 0 ? 'start' : at === 100 ? 'end' : 'middle'}
                >
                  {at === 100 ? '100 in 100' : at}
                </text>
              ))}
            </svg>
          </div>
          <div />
        </div>
      </div>
      <DetectionTable sides={sides} effect={effect} />
      <VerdictList effect={effect} />
    </section>
  );
}

function AcceptanceRow(props: { readonly side: Side; readonly id: string }): JSX.Element {
  const { scam, genuine } = props.side;
  return (
    <div class="plot-row">
      <div class="name">{scam.label}</div>
      <div class="field">
        <AcceptanceDrawing
          id={props.id}
          description={`${scam.label}: practice scams ${shareText(scam.events, scam.analysed)}, genuine-looking offers ${shareText(genuine.events, genuine.analysed)}`}
          scam={markOf(scam)}
          genuine={markOf(genuine)}
        />
      </div>
      <div class="figures">
        <FigureLine risk={scam} />
        <FigureLine risk={genuine} />
      </div>
    </div>
  );
}

function FigureLine({ risk }: { readonly risk: ArmRisk }): JSX.Element {
  return (
    <span class="nowrap figure-line">
      <b>{risk.risk === null ? '–' : per100(risk.risk)}</b> ({ofText(risk.events, risk.analysed)})
    </span>
  );
}

function DetectionTable(props: {
  readonly sides: readonly Side[];
  readonly effect: ReportedEffect;
}): JSX.Element {
  return (
    <div class="scroll">
      <table class="stack">
        <caption>
          Taken up less often than in the comparator by more than{' '}
          {per100(props.effect.plan.twinMargin)} in 100 would be distrust. d' says how well scams
          were told from genuine offers; only differences between arms mean anything.
        </caption>
        <thead>
          <tr>
            <th scope="col">Arm</th>
            <th scope="col">Genuine offers, difference in 100</th>
            <th scope="col">Fall beyond the margin</th>
            <th scope="col">
              <a href="#g-dprime">d'</a>
            </th>
            <th scope="col">Difference in d'</th>
            <th scope="col">
              <a href="#g-criterion">Criterion</a>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.sides.map(({ scam, detection, against }) => (
            <tr>
              <th scope="row">{scam.label}</th>
              <td data-label="Genuine offers, difference in 100">
                {against ? (
                  <Interval estimate={against.twin.standardised} show={signed100} />
                ) : (
                  'compared with'
                )}
              </td>
              <td data-label="Fall beyond the margin">
                {against ? (against.nonInferiority.shown ? 'excluded' : 'not excluded') : '–'}
              </td>
              <td data-label="d'">
                <Interval estimate={detection.dPrime} show={signedDecimal} />
              </td>
              <td data-label="Difference in d'">
                {against ? (
                  <Interval estimate={against.dPrimeDifference} show={signedDecimal} />
                ) : (
                  '–'
                )}
              </td>
              <td data-label="Criterion">
                <Interval estimate={detection.criterion} show={signedDecimal} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Interval(props: {
  readonly estimate: Estimate;
  readonly show: (value: number) => string;
}): JSX.Element {
  const { estimate, lower, upper, reason } = props.estimate;
  if (estimate === null) return <span>{reason ?? '–'}</span>;
  return (
    <span>
      {props.show(estimate)}
      {lower === null || upper === null ? null : (
        <small class="nowrap">
          {props.show(lower)} to {props.show(upper)}
        </small>
      )}
    </span>
  );
}

function markOf({ risk, lower, upper }: ArmRisk): AcceptanceMark | null {
  return risk === null ? null : { risk, lower, upper };
}
