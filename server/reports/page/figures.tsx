/** Plots as components. Positions are percentages, so that text keeps its size on any width. */
import { scaleLinear } from 'd3-scale';
import type { JSX } from 'hono/jsx/jsx-runtime';
import { countText, rangeText, signed100 } from '../words/numbers.ts';
import { isWithin, type PlotRow, plotScale } from '../words/plot-scale.ts';

type Element = JSX.Element;

/** A scale onto percentages of a drawing's width. */
export type PercentScale = (value: number) => string;

export function percentScale(from: number, to: number): PercentScale {
  const scale = scaleLinear().domain([from, to]).range([0, 100]);
  return (value) => `${Math.round(scale(value) * 100) / 100}%`;
}

/** A hundred dots, so many of them filled, in rows of ten. */
export function HundredDots(props: {
  readonly id: string;
  readonly filled: number;
  readonly description: string;
}): Element {
  return (
    <svg viewBox="0 0 100 100" role="img" aria-labelledby={`${props.id}-title`}>
      <title id={`${props.id}-title`}>{props.description}</title>
      {Array.from({ length: 100 }, (_, place) => (
        <circle
          class={place < props.filled ? 'dot did' : 'dot'}
          cx={(place % 10) * 10 + 5}
          cy={Math.floor(place / 10) * 10 + 5}
          r="3.7"
        />
      ))}
    </svg>
  );
}

/** A forest plot: estimate, interval, zero, the difference that matters, the truth if known. */
export function ForestPlot(props: {
  readonly id: string;
  readonly rows: readonly PlotRow[];
  /** Rows of all plots that share an axis; its own when left out. */
  readonly axisOf?: readonly PlotRow[];
  readonly smallestEffect: number;
  /** What a difference below and above zero means, for the ends of the axis. */
  readonly ends: readonly [string, string];
}): Element {
  const { rows, smallestEffect, id } = props;
  const scale = plotScale(props.axisOf ?? rows, smallestEffect);
  const x = percentScale(scale.from, scale.to);
  return (
    <div class="plot">
      {rows.map((row, index) => (
        <div class="plot-row">
          <div class="name">
            {row.label}
            {row.note === undefined ? null : <small>{row.note}</small>}
          </div>
          <div class="field">
            <IntervalDrawing
              id={`${id}-${index}`}
              row={row}
              x={x}
              smallestEffect={smallestEffect}
            />
          </div>
          <div class="figures">
            <RowFigures row={row} />
          </div>
        </div>
      ))}
      <div class="plot-row axis" aria-hidden="true">
        <div />
        <div class="field">
          <svg width="100%" height="46" aria-hidden="true">
            {scale.ticks.map((tick) => (
              <>
                <line class="tick" x1={x(tick)} x2={x(tick)} y1="0" y2="6" />
                <text x={x(tick)} y="20" text-anchor="middle">
                  {tickText(tick)}
                </text>
              </>
            ))}
            <text x="0" y="40">
              ← {props.ends[0]}
            </text>
            <text x="100%" y="40" text-anchor="end">
              {props.ends[1]} →
            </text>
          </svg>
        </div>
        <div />
      </div>
    </div>
  );
}

function RowFigures({ row }: { readonly row: PlotRow }): Element {
  const { estimate, lower, upper, band } = row;
  const range =
    lower === null || upper === null ? null : `${signed100(lower)} to ${signed100(upper)}`;
  if (band) {
    return (
      <>
        {`${signed100(band[0])} to ${signed100(band[1])}`}
        <small>{isWithin(row) ? range : 'no interval'}</small>
      </>
    );
  }
  if (estimate === null) return <>–</>;
  return (
    <>
      <b>{signed100(estimate)}</b> in 100
      <small>{range ?? 'no interval'}</small>
    </>
  );
}

function IntervalDrawing(props: {
  readonly id: string;
  readonly row: PlotRow;
  readonly x: PercentScale;
  readonly smallestEffect: number;
}): Element {
  const { row, x, id, smallestEffect } = props;
  const { estimate, lower, upper, truth, band } = row;
  const middle = 22;
  return (
    <svg width="100%" height={middle * 2} role="img" aria-labelledby={`${id}-t`}>
      <title id={`${id}-t`}>{rowWords(row)}</title>
      <line class="matter" x1={x(-smallestEffect)} x2={x(-smallestEffect)} y1="0" y2="100%" />
      <line class="matter" x1={x(smallestEffect)} x2={x(smallestEffect)} y1="0" y2="100%" />
      <line class="zero" x1={x(0)} x2={x(0)} y1="0" y2="100%" />
      {lower === null || upper === null ? null : (
        <>
          {isWithin(row) ? (
            <line class="whisker" x1={x(lower)} x2={x(upper)} y1={middle} y2={middle} />
          ) : null}
          {band ? (
            <line class="bounds" x1={x(band[0])} x2={x(band[1])} y1={middle} y2={middle} />
          ) : null}
          {truth === null ? null : <circle class="truth" cx={x(truth)} cy={middle} r="9" />}
          {estimate === null ? null : <circle class="mark" cx={x(estimate)} cy={middle} r="6.5" />}
        </>
      )}
    </svg>
  );
}

function rowWords(row: PlotRow): string {
  const { label, estimate, lower, upper, reason, band } = row;
  if (lower === null || upper === null) return `${label}: ${reason ?? 'no estimate'}`;
  const interval = isWithin(row) ? `, interval ${rangeText(lower, upper)}` : '';
  if (band) return `${label}: ${rangeText(band[0], band[1])}${interval}`;
  return `${label}: ${estimate === null ? '' : `${signed100(estimate)} in 100`}${interval}`;
}

export interface AcceptanceMark {
  readonly risk: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Acceptance of scams (circle) and of genuine offers (square) in one arm, from 0 to 100. */
export function AcceptanceDrawing(props: {
  readonly id: string;
  readonly description: string;
  readonly scam: AcceptanceMark | null;
  readonly genuine: AcceptanceMark | null;
}): Element {
  const x = percentScale(0, 1);
  const { scam, genuine } = props;
  return (
    <svg width="100%" height="52" role="img" aria-labelledby={`${props.id}-t`}>
      <title id={`${props.id}-t`}>{props.description}</title>
      {[0, 0.25, 0.5, 0.75, 1].map((at) => (
        <line class="matter" x1={x(at)} x2={x(at)} y1="0" y2="100%" />
      ))}
      {scam ? (
        <>
          <line
            class="scam-line"
            x1={x(scam.lower ?? scam.risk)}
            x2={x(scam.upper ?? scam.risk)}
            y1="16"
            y2="16"
          />
          <circle class="scam-mark" cx={x(scam.risk)} cy="16" r="7" />
        </>
      ) : null}
      {genuine ? (
        <>
          <line
            class="genuine-line"
            x1={x(genuine.lower ?? genuine.risk)}
            x2={x(genuine.upper ?? genuine.risk)}
            y1="36"
            y2="36"
          />
          {/* A square at a place in percent: a short line as wide as it is long. */}
          <line
            class="genuine-square"
            x1={x(genuine.risk)}
            x2={x(genuine.risk)}
            y1="29.5"
            y2="42.5"
          />
        </>
      ) : null}
    </svg>
  );
}

export interface LossPart {
  readonly kind: 'sent' | 'lost' | 'withdrew';
  readonly words: string;
  readonly people: number;
}

/** One bar of everyone assigned to an arm: with an outcome, without one, withdrawn. */
export function LossBar(props: {
  readonly id: string;
  readonly label: string;
  readonly parts: readonly LossPart[];
}): Element {
  const all = props.parts.reduce((sum, { people }) => sum + people, 0);
  const x = percentScale(0, Math.max(1, all));
  let before = 0;
  return (
    <svg width="100%" height="26" role="img" aria-labelledby={`${props.id}-t`}>
      <title id={`${props.id}-t`}>
        {`${props.label}: ${props.parts.map(({ words, people }) => `${words} ${countText(people)}`).join(', ')}`}
      </title>
      {props.parts.map(({ kind, people }) => {
        const from = before;
        before += people;
        return (
          <rect
            class={`bar-${kind === 'sent' ? 'sent' : kind}`}
            x={x(from)}
            width={x(people)}
            y="4"
            height="18"
          />
        );
      })}
    </svg>
  );
}

function tickText(tick: number): string {
  const hundredths = Math.round(tick * 1000) / 10;
  if (hundredths === 0) return '0';
  return hundredths < 0 ? `−${-hundredths}` : `+${hundredths}`;
}
