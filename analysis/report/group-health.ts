import { adjustPValues } from '../arms/adjust-p-values.ts';
import { type Dataset, OFFER_STATUSES } from '../dataset.ts';
import type { AnalysisPlan } from '../plan.ts';
import { type ArmMean, armMean, prepareArm } from '../regression/arm-mean.ts';
import { differenceOfMeans, noTest } from './estimates.ts';
import type { GroupHealth } from './health.ts';
import type { TestResult } from './types.ts';

const SENT = (['analysed', 'undelivered', 'expired', 'lost'] as const).map((status) =>
  OFFER_STATUSES.indexOf(status),
);

/** Sample ratio in groups, and loss by arm with errors from differences between groups. */
export function groupHealth(
  dataset: Dataset,
  plan: AnalysisPlan,
  armOfLevel: Int32Array,
): GroupHealth {
  const members: Set<number>[] = plan.arms.map(() => new Set());
  for (let row = 0; row < dataset.rows; row += 1) {
    if (dataset.count[row] === 0) continue;
    const arm = armOfLevel[dataset.arm.codes[row] as number] as number;
    members[arm]?.add(dataset.cluster?.codes[row] ?? -1);
  }
  const perArm = members.map((groups) => groups.size);
  const lures = dataset.offers.find(
    ({ wave, role }) => wave === plan.primary.wave && role === 'lure',
  );
  const test = (name: string, isCounted: (status: number) => boolean): TestResult => {
    const method = `CR2 t tests of ${name} against the comparator, Holm across arms`;
    if (!lures) return noTest(method, 'the primary wave has no lures');
    if (perArm.some((groups) => groups < 2))
      return noTest(method, 'an arm has fewer than two groups');
    const means = plan.arms.map((_, arm) =>
      shareOf(dataset, armOfLevel, arm, (row) => isCounted(lures.status[row] as number)),
    );
    const control = means[plan.arms.findIndex(({ key }) => key === plan.comparator)];
    const pValues = means.flatMap((mean) => {
      if (!control || mean === control) return [];
      const { p } = differenceOfMeans([mean, control], method, 1 - plan.alpha);
      return p === null ? [] : [p];
    });
    if (pValues.length === 0) return noTest(method, 'shares do not vary between groups');
    return {
      method,
      statistic: null,
      degreesOfFreedom: null,
      p: Math.min(...adjustPValues(pValues, 'holm')),
      reason: null,
    };
  };
  return {
    perArm,
    sentByArm: test('the share sent', (status) => SENT.includes(status)),
    attritionByArm: test('the share lost', (status) => status !== 0),
  };
}

/** Share of an arm's people counted, with its variance between groups. */
function shareOf(
  dataset: Dataset,
  armOfLevel: Int32Array,
  arm: number,
  isCounted: (row: number) => boolean,
): ArmMean {
  const groups = new Map<number, { people: number; counted: number }>();
  for (let row = 0; row < dataset.rows; row += 1) {
    const n = dataset.count[row] as number;
    if (n === 0 || armOfLevel[dataset.arm.codes[row] as number] !== arm) continue;
    const code = dataset.cluster?.codes[row] ?? -1;
    const group = groups.get(code) ?? { people: 0, counted: 0 };
    group.people += n;
    if (isCounted(row)) group.counted += n;
    groups.set(code, group);
  }
  const list = [...groups.entries()].sort(([a], [b]) => a - b);
  const counted = Float64Array.from(list, ([, group]) => group.counted);
  return armMean(
    prepareArm({
      cells: 1,
      cell: new Int32Array(list.length),
      columns: 0,
      covariates: new Float64Array(0),
      people: Float64Array.from(list, ([, group]) => group.people),
      cluster: Int32Array.from(list, ([code]) => code),
    }),
    { sum: counted, sumOfSquares: counted },
    { cellShares: Float64Array.of(1), means: new Float64Array(0) },
  );
}
