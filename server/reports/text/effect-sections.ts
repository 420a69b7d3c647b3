import { READINGS } from '../../../analysis/dataset.ts';
import type { ReportedComparison, TrialReport } from '../schema/report-schema.ts';
import { holdsUp } from '../words/holds-up.ts';
import {
  countText,
  levelText,
  ofText,
  per100,
  pText,
  shareText,
  signed100,
  signedDecimal,
} from '../words/numbers.ts';
import { outcomeWords, READING_WORDS } from '../words/outcomes.ts';
import { genuineRows, primaryRows, trueDifference } from '../words/plot-rows.ts';
import { forestPlot } from './forest-plot.ts';
import { heading, table, wrap } from './layout.ts';

type Effect = NonNullable<TrialReport['effect']>;
type Contrast = NonNullable<ReportedComparison['primary']>['people'];

/** Everything that is masked until the look: primary, readings, genuine offers, the rest. */
export function effectSections(report: TrialReport): string[] {
  const { effect } = report;
  if (!effect || effect.notAnalysed !== null) return [];
  const warning = report.health.sampleRatio.stop
    ? [
        '',
        ...wrap(
          'DO NOT RELY on the numbers from here to “Who took part”: the split of arms is broken.',
        ),
      ]
    : [];
  return [
    ...warning,
    ...primarySection(report, effect),
    ...readingsSection(effect),
    ...genuineSection(report, effect),
    ...holdsUpSection(report, effect),
    ...boundsSection(effect),
    ...otherSection(effect),
  ];
}

function primarySection(report: TrialReport, effect: Effect): string[] {
  const { plan } = effect;
  const contrasts = effect.comparisons.flatMap(({ primary }) => (primary ? [primary.people] : []));
  const [first] = contrasts;
  if (!first) return [];
  const arms = [first.comparator, ...contrasts.map(({ arm }) => arm)];
  const truth = report.rehearsal?.truth;
  const rows = arms.map((arm) => [
    arm.label,
    ofText(arm.events, arm.analysed),
    arm.risk === null ? '–' : per100(arm.risk),
    arm.lower === null || arm.upper === null ? '–' : `${per100(arm.lower)} to ${per100(arm.upper)}`,
    ...(truth ? [trueRisk(truth, arm.arm)] : []),
  ]);
  const plot = forestPlot(primaryRows(report), plan.smallestEffect);
  return [
    ...heading(`Primary outcome: ${outcomeWords(plan.outcome).lure}`),
    ...wrap(
      `Wave ${plan.wave}, everyone assigned who has an outcome, visits of people. ${plan.good === 'lower' ? 'Lower' : 'Higher'} is better.${first.severalOffers ? ' Each person met several offers: a person counts by the share of them.' : ''}`,
    ),
    '',
    ...table(
      [
        { title: 'Arm' },
        { title: 'did' },
        { title: 'in 100' },
        { title: levelText(plan.level) },
        ...(truth ? [{ title: 'truth' }] : []),
      ],
      rows,
    ),
    '',
    ...wrap(
      `Difference in 100, arm minus comparator, standardised over group and offer form, with its ${levelText(plan.level)} interval. The dots mark the smallest difference that matters (${per100(plan.smallestEffect)} in 100)${truth ? ', ◆ the truth of the rehearsal' : ''}.`,
    ),
    '',
    ...plot,
    ...effect.comparisons.flatMap((comparison) => relativeLines(report, comparison)),
  ];
}

/** Relative figures, each beside both absolute ones; the unadjusted difference and the tests. */
function relativeLines(report: TrialReport, comparison: ReportedComparison): string[] {
  const contrast = comparison.primary?.people;
  if (!contrast) return wrap(`${comparison.label}: ${comparison.notAnalysed ?? 'no outcome'}.`);
  const { arm, comparator, relative, unadjusted, tests, standardised } = contrast;
  const truth = trueDifference(report, comparison.arm, 'lureRisk');
  const both = `${shareText(arm.events, arm.analysed)} against ${shareText(comparator.events, comparator.analysed)}`;
  const lines = [
    `p ${pText(standardised.p)}${comparison.adjustedP === null ? '' : `, adjusted across arms ${pText(comparison.adjustedP)}`} (${standardised.method}).`,
    `Unadjusted: ${interval(unadjusted.newcombe.estimate === null ? unadjusted.welch : unadjusted.newcombe)}.`,
    ...(relative.riskRatio.estimate === null
      ? []
      : [
          `Risk ratio ${ratio(relative.riskRatio)}${relative.oddsRatio.estimate === null ? '' : `, odds ratio ${ratio(relative.oddsRatio)}`}: ${both}.`,
        ]),
    ...(contrast.numberNeeded.estimate === null ? [] : [numberNeeded(contrast)]),
    ...(tests.chiSquare.p === null
      ? []
      : [`Chi-square p ${pText(tests.chiSquare.p)}, Fisher exact p ${pText(tests.fisher.p)}.`]),
    ...(truth === null
      ? []
      : [
          `This is a rehearsal: the true difference was ${signed100(truth)} in 100, and the interval ${holds(contrast, truth) ? 'holds' : 'misses'} it.`,
        ]),
  ];
  return ['', ...wrap(`${comparison.label}:`), ...lines.flatMap((line) => wrap(line, '  '))];
}

function numberNeeded({ numberNeeded: needed, arm, comparator }: Contrast): string {
  const ranges = needed.ranges
    .map(
      ({ direction, from, to }) =>
        `${direction} from ${countText(Math.ceil(from))} to ${to === null ? 'infinity' : countText(Math.ceil(to))}`,
    )
    .join(', and ');
  const both = `${ofText(arm.events, arm.analysed)} against ${ofText(comparator.events, comparator.analysed)}`;
  const one = needed.direction === 'harm' ? 'bad' : 'good';
  return `Number needed to train for one more ${one} outcome: ${countText(Math.ceil(needed.estimate ?? 0))} (${levelText(needed.level)}: ${ranges}); ${both}.`;
}

function readingsSection(effect: Effect): string[] {
  const tables = effect.comparisons.flatMap(({ label, primary }) => {
    if (!primary) return [];
    const rows = READINGS.map((reading) => {
      const { arm, comparator, standardised } = primary[reading];
      return [
        READING_WORDS[reading].short,
        ofText(arm.events, arm.analysed),
        ofText(comparator.events, comparator.analysed),
        interval(standardised),
      ];
    });
    return ['', ...wrap(`${label}:`), ...contrastTable('Reading', rows)];
  });
  if (tables.length === 0) return [];
  return [
    ...heading('What counts as a person'),
    ...wrap(
      'The first reading decides. The others also count visits that were, or may have been, machines.',
    ),
    ...tables,
  ];
}

function contrastTable(title: string, rows: readonly (readonly string[])[]): string[] {
  return table(
    [{ title }, { title: 'arm' }, { title: 'comparator' }, { title: 'difference' }],
    rows,
  );
}

function genuineSection(report: TrialReport, effect: Effect): string[] {
  const rows = genuineRows(report);
  if (rows.length === 0) return [];
  const lines = effect.comparisons.flatMap(({ label, twins, verdict }) => {
    if (!twins) return [];
    const { lure, twin, arm, comparator, dPrimeDifference, nonInferiority } = twins;
    const side = (word: string, { events, analysed }: Contrast['arm']): string =>
      `${word} ${shareText(events, analysed)}`;
    return [
      '',
      ...wrap(`${label}:`),
      ...wrap(
        `Genuine offers taken up: ${side('here', twin.arm)}, ${side('comparator', twin.comparator)}.`,
        '  ',
      ),
      ...wrap(
        `Practice scams, the same way: ${side('here', lure.arm)}, ${side('comparator', lure.comparator)}.`,
        '  ',
      ),
      ...wrap(
        `Telling them apart (d'): ${decimal(arm.dPrime.estimate)} against ${decimal(comparator.dPrime.estimate)}, difference ${decimalInterval(dPrimeDifference)}. Criterion: ${decimal(arm.criterion.estimate)} against ${decimal(comparator.criterion.estimate)}.`,
        '  ',
      ),
      ...wrap(
        `A fall beyond ${per100(nonInferiority.margin)} in 100 is ${nonInferiority.shown ? 'excluded' : 'not excluded'}. ${verdict.because.join(' ')}`,
        '  ',
      ),
    ];
  });
  return [
    ...heading('Genuine-looking offers'),
    ...wrap(
      'Only offers met first in their wave, by randomised order. The difference in take-up, in 100: a fall means distrust.',
    ),
    '',
    ...forestPlot(rows, effect.plan.twinMargin),
    ...lines,
  ];
}

function holdsUpSection(report: TrialReport, effect: Effect): string[] {
  const arms = holdsUp(report);
  if (arms.length === 0) return [];
  const axisOf = arms.flatMap(({ rows }) => rows);
  const methods = new Map(axisOf.map(({ label, note }) => [label, note]));
  return [
    ...heading('Does it hold up?'),
    ...wrap(
      'The same difference in 100, made in ways that assume less or something else. None of the other rows replaces the first.',
    ),
    '',
    ...[...methods].flatMap(([label, method]) => wrap(`${label}: ${method}.`, '  ')),
    ...arms.flatMap(({ label, rows, lines }) => [
      '',
      ...wrap(`${label}:`),
      '',
      ...forestPlot(rows, effect.plan.smallestEffect, axisOf),
      '',
      ...lines.flatMap((line) => wrap(line, '  ')),
    ]),
  ];
}

function boundsSection(effect: Effect): string[] {
  const rows = effect.comparisons.flatMap(({ label, primary }) => {
    if (!primary) return [];
    const { lower, upper, intervalLower, intervalUpper } = primary.people.bounds;
    const range = (from: number | null, to: number | null): string =>
      from === null || to === null ? '–' : `${signed100(from)} to ${signed100(to)}`;
    return [[label, range(lower, upper), range(intervalLower, intervalUpper)]];
  });
  if (rows.length === 0) return [];
  return [
    ...heading('Whatever the missing did'),
    ...wrap(
      `The difference in 100 among these people lies between the bounds, even if everyone without an outcome had behaved in the worst way. The ${levelText(effect.plan.level)} interval allows for chance as well.`,
    ),
    '',
    ...table(
      [{ title: 'Arm' }, { title: 'worst-case bounds' }, { title: 'with their interval' }],
      rows,
    ),
  ];
}

function otherSection(effect: Effect): string[] {
  const tables = effect.comparisons.flatMap(({ label, secondary, exploratory }) => {
    const rows = [
      ...secondary.map((one) => ({ ...one.people, mark: '' })),
      ...exploratory.map((one) => ({ ...one.people, mark: ' *' })),
    ].map(({ wave, role, outcome, mark, arm, comparator, standardised }) => [
      `${wave} ${ROLE_WORDS[role]}: ${outcomeWords(outcome).noun.toLowerCase()}${mark}`,
      ofText(arm.events, arm.analysed),
      ofText(comparator.events, comparator.analysed),
      interval(standardised),
    ]);
    return rows.length === 0 ? [] : ['', ...wrap(`${label}:`), ...contrastTable('Outcome', rows)];
  });
  if (tables.length === 0) return [];
  return [
    ...heading('Other outcomes and waves'),
    ...wrap('Secondary; those with * are exploratory. None of them decides.'),
    ...tables,
  ];
}

const ROLE_WORDS = { lure: 'scam', twin: 'genuine' } as const;

function trueRisk(
  truth: NonNullable<NonNullable<TrialReport['rehearsal']>['truth']>,
  arm: string,
): string {
  const risk = truth.arms.find((one) => one.arm === arm)?.lureRisk;
  return risk === undefined ? '–' : per100(risk);
}

function holds({ standardised: { lower, upper } }: Contrast, value: number): boolean {
  return lower !== null && upper !== null && lower <= value && value <= upper;
}

function interval({
  estimate,
  lower,
  upper,
  reason,
}: Contrast['standardised'] | Contrast['unadjusted']['welch']): string {
  if (estimate === null) return reason ?? '–';
  if (lower === null || upper === null) return signed100(estimate);
  return `${signed100(estimate)} (${signed100(lower)} to ${signed100(upper)})`;
}

function ratio({ estimate, lower, upper }: Contrast['relative']['riskRatio']): string {
  if (estimate === null) return '–';
  const range =
    lower === null || upper === null ? '' : ` (${lower.toFixed(2)} to ${upper.toFixed(2)})`;
  return `${estimate.toFixed(2)}${range}`;
}

function decimal(value: number | null): string {
  return value === null ? '–' : signedDecimal(value);
}

function decimalInterval({ estimate, lower, upper }: Contrast['unadjusted']['welch']): string {
  if (estimate === null || lower === null || upper === null) return '–';
  return `${signedDecimal(estimate)} (${signedDecimal(lower)} to ${signedDecimal(upper)})`;
}
