/** The primary difference made in other ways, for a reader who asks whether it holds up. */
import type { Bounds, Estimate } from '../../../analysis/effect-report.ts';
import type { ReportedComparison, TrialReport } from '../schema/report-schema.ts';
import { countText, levelText, pText, shareText, signed100 } from './numbers.ts';
import { trueDifference } from './plot-rows.ts';
import type { PlotRow } from './plot-scale.ts';

export interface HoldsUp {
  readonly arm: string;
  readonly label: string;
  /** The estimate to quote first, then the others. */
  readonly rows: readonly PlotRow[];
  /** What has no place in a plot. */
  readonly lines: readonly string[];
}

/** One entry for each arm with a primary estimate; none while effects are masked. */
export function holdsUp(report: TrialReport): HoldsUp[] {
  const { effect } = report;
  if (!effect || effect.notAnalysed !== null) return [];
  return effect.comparisons.flatMap((comparison) => {
    const { arm, label, primary } = comparison;
    if (!primary || primary.people.standardised.estimate === null) return [];
    const truth = trueDifference(report, arm, 'lureRisk');
    const rows = otherWays(comparison, effect.plan.covariates, truth);
    const isDrawn = ({ lower, upper }: PlotRow): boolean => lower !== null && upper !== null;
    return [
      {
        arm,
        label,
        rows: rows.filter(isDrawn),
        lines: [
          ...redrawn(comparison),
          ...perExposure(comparison),
          ...decay(comparison),
          ...contact(comparison),
          ...rows
            .filter((row) => !isDrawn(row))
            .map((row) => `${row.label}: left out, ${row.reason ?? 'there is no interval'}.`),
        ],
      },
    ];
  });
}

function otherWays(
  { primary, missing }: ReportedComparison,
  covariates: readonly string[],
  truth: number | null,
): PlotRow[] {
  if (!primary) return [];
  const estimateRow = (label: string, one: Estimate): PlotRow => {
    const { estimate, lower, upper, reason, method } = one;
    return { label, note: method, estimate, lower, upper, reason, truth };
  };
  const { standardised, covariateAdjusted } = primary.people;
  const { newcombe, welch } = primary.people.unadjusted;
  return [
    estimateRow('The one to quote', standardised),
    estimateRow('Unadjusted', newcombe.estimate === null ? welch : newcombe),
    ...(covariateAdjusted
      ? [estimateRow(`Adjusted for ${covariates.join(', ')}`, covariateAdjusted)]
      : []),
    ...(missing
      ? [estimateRow('Weighted for loss', missing.weighted), boundsRow('Lee bounds', missing.lee)]
      : []),
  ];
}

/**
 * Bounds with the interval around them, when there is one. They are about those alone who would be
 * followed up in either arm, so that the truth for everyone isn't theirs.
 */
function boundsRow(label: string, bounds: Bounds): PlotRow {
  const { lower, upper, intervalLower, intervalUpper, reason, method } = bounds;
  const row = { label, note: method, estimate: null, truth: null, reason };
  return lower === null || upper === null
    ? { ...row, lower: null, upper: null }
    : {
        ...row,
        lower: intervalLower ?? lower,
        upper: intervalUpper ?? upper,
        band: [lower, upper],
      };
}

function redrawn({ randomisation }: ReportedComparison): string[] {
  if (!randomisation) return [];
  const { p, method, reason } = randomisation;
  return [
    p === null
      ? `Drawing the arms again: left out, ${reason}.`
      : `Drawing the arms again gives a difference as large with p ${pText(p)} (${method}).`,
  ];
}

function perExposure({ perExposure: rate }: ReportedComparison): string[] {
  if (!rate || rate.estimate === null) return [];
  const side = (counts: typeof rate.arm): string =>
    counts ? `${countText(counts.people)} people, ${countText(counts.exposures)} offers` : 'nobody';
  return [
    `For each practice scam met from the primary wave on: ${withInterval(rate)} (${rate.method}; here ${side(rate.arm)}, comparator ${side(rate.comparator)}). Who meets more of them is not drawn by lot.`,
  ];
}

function decay({ decay: found }: ReportedComparison): string[] {
  if (!found || found.slope.estimate === null) return [];
  const waves = found.waves.map(
    ({ wave, days, estimate }) =>
      `${signed100(estimate)} after ${countText(days)} days (wave ${wave})`,
  );
  return [
    `Over time: ${waves.join(', ')}; a change of ${slopeText(found.slope)} a day (${found.slope.method}). ${halfLife(found)}`,
  ];
}

type Decay = NonNullable<ReportedComparison['decay']>;

function halfLife({ halfLifeDays, halfLifeLower, halfLifeUpper }: Decay): string {
  if (halfLifeDays === null) return 'No half-life can be told.';
  const from = halfLifeLower === null ? '' : `from ${days(halfLifeLower)} to `;
  const to = halfLifeUpper === null ? 'no end' : days(halfLifeUpper);
  return `Half of it is gone after ${days(halfLifeDays)} days (${from}${to}).`;
}

function days(count: number): string {
  return countText(Math.round(count));
}

function contact({ contact: asked }: ReportedComparison): string[] {
  if (!asked) return [];
  const { withinComparator, undilutedDifference } = asked;
  return [
    [
      `In the comparator, ${shareText(asked.contact, asked.asked)} of those asked had talked with somebody who had a training`,
      withinComparator.estimate === null
        ? ''
        : `; they differ from the others by ${withInterval(withinComparator)}`,
      '.',
      undilutedDifference === null
        ? ' So many had that nothing can be said of a trial without it.'
        : ` If they were as good as trained, the difference would be ${signed100(undilutedDifference)}.`,
      ' Contact is not drawn by lot: read it as a warning.',
    ].join(''),
  ];
}

function withInterval({ estimate, lower, upper, level }: Estimate): string {
  if (estimate === null) return '–';
  const range =
    lower === null || upper === null
      ? ''
      : ` (${levelText(level)}: ${signed100(lower)} to ${signed100(upper)})`;
  return `${signed100(estimate)}${range}`;
}

/** A change a day is small: hundredths with two decimals. */
function slopeText({ estimate, lower, upper, level }: Estimate): string {
  const text = (value: number): string =>
    `${value < 0 ? '−' : '+'}${Math.abs(100 * value).toFixed(2)}`;
  if (estimate === null) return '–';
  return lower === null || upper === null
    ? text(estimate)
    : `${text(estimate)} (${levelText(level)}: ${text(lower)} to ${text(upper)})`;
}

/** The largest imbalance of what was known before, over arms; null where nothing was recorded. */
export function balanceText(
  balance: TrialReport['health']['balance'],
  labelOf: (arm: string) => string,
): string | null {
  if (balance.length === 0) return null;
  const unjudged = balance.map(({ covariate, arm, reason }) =>
    reason === null ? '' : `${covariate} in “${labelOf(arm)}”: ${reason}.`,
  );
  const known = balance.flatMap(({ covariate, arm, standardisedDifference }) =>
    standardisedDifference === null
      ? []
      : [{ covariate, arm, size: Math.abs(standardisedDifference) }],
  );
  return ['Before training:', largest(known, labelOf), ...unjudged]
    .filter((part) => part !== '')
    .join(' ');
}

function largest(
  known: readonly { readonly covariate: string; readonly arm: string; readonly size: number }[],
  labelOf: (arm: string) => string,
): string {
  const [worst] = known.toSorted((a, b) => b.size - a.size);
  if (!worst) return '';
  const size = worst.size.toFixed(2);
  return worst.size > 0.1
    ? `arms differ most from the comparator in ${worst.covariate}, by ${size} standard deviations in “${labelOf(worst.arm)}”. More than 0.10 deserves a look.`
    : `no arm differs from the comparator by more than ${size} standard deviations in ${[...new Set(known.map(({ covariate }) => covariate))].join(', ')}.`;
}
