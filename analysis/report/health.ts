import { sampleRatioTest } from '../health/sample-ratio-test.ts';
import type { AnalysisPlan } from '../plan.ts';
import { chiSquareTest } from '../two-arms/chi-square-test.ts';
import { noTest, reportTest } from './estimates.ts';
import type { ArmFlow, BalanceRow, TestResult, TrialHealth } from './types.ts';

/** What health needs to know of a trial that assigned groups. */
export interface GroupHealth {
  /** Groups assigned, in the plan's order of arms. */
  readonly perArm: readonly number[];
  readonly sentByArm: TestResult;
  readonly attritionByArm: TestResult;
}

/** Sample ratio, loss by arm and the attrition table, from the flow of participants. */
export function trialHealth(
  plan: AnalysisPlan,
  flow: readonly ArmFlow[],
  groups: GroupHealth | null,
  balance: readonly BalanceRow[],
): TrialHealth {
  const primary = flow.map((arm) => ({
    ...arm,
    offers: arm.waves.find(({ wave, role }) => wave === plan.primary.wave && role === 'lure'),
  }));
  return {
    sampleRatio: groups
      ? sampleRatio(plan, groups.perArm, flow)
      : sampleRatio(
          plan,
          flow.map(({ assigned }) => assigned),
          flow,
        ),
    sentByArm:
      groups?.sentByArm ??
      byArm(
        'chi-square of sent by arm',
        primary.map(({ assigned, offers }) => [offers?.sent ?? 0, assigned - (offers?.sent ?? 0)]),
      ),
    attritionByArm:
      groups?.attritionByArm ??
      byArm(
        'chi-square of loss by arm',
        primary.map(({ assigned, offers }) => [
          assigned - (offers?.analysed ?? 0),
          offers?.analysed ?? 0,
        ]),
      ),
    balance,
    attrition: primary.map(({ arm, assigned, offers }) => {
      const missing = assigned - (offers?.analysed ?? 0);
      return {
        arm,
        assigned,
        missing,
        share: assigned > 0 ? missing / assigned : null,
        byStatus: offers?.byStatus ?? {
          analysed: 0,
          not_sent: assigned,
          undelivered: 0,
          withdrawn: 0,
          expired: 0,
          lost: 0,
        },
      };
    }),
  };
}

/** Units are people, or groups where groups were assigned. */
function sampleRatio(
  plan: AnalysisPlan,
  units: readonly number[],
  flow: readonly ArmFlow[],
): TrialHealth['sampleRatio'] {
  const shares = plan.arms.map(({ share }) => share);
  const sum = shares.reduce((all, share) => all + share, 0);
  const method = `chi-square of ${plan.unit === 'cluster' ? 'groups' : 'people'} assigned against planned shares`;
  if (units.every((arm) => arm === 0)) {
    return { ...noTest(method, 'nobody is assigned'), stop: false, arms: [] };
  }
  const result = sampleRatioTest(
    units,
    shares.map((share) => share / sum),
  );
  return {
    method,
    statistic: result.statistic,
    degreesOfFreedom: result.degreesOfFreedom,
    p: result.p,
    reason: null,
    stop: result.stop,
    arms: flow.map(({ arm }, index) => ({
      arm,
      assigned: units[index] ?? 0,
      expected: result.expected[index] ?? 0,
    })),
  };
}

/** Arms without anybody are left out; a column without anybody leaves nothing to test. */
function byArm(method: string, table: readonly (readonly [number, number])[]): TestResult {
  const rows = table.filter(([yes, no]) => yes + no > 0);
  if (rows.length < 2) return noTest(method, 'fewer than two arms have anybody');
  const yes = rows.reduce((sum, row) => sum + row[0], 0);
  const no = rows.reduce((sum, row) => sum + row[1], 0);
  if (yes === 0 || no === 0) {
    return noTest(method, 'everybody or nobody is in the same state, so arms cannot differ');
  }
  return { ...reportTest(chiSquareTest(rows)), method };
}
