import { type Dataset, OFFER_STATUSES, type OfferStatus } from '../dataset.ts';
import type { AnalysisPlan } from '../plan.ts';
import type { ArmFlow } from './types.ts';

/** Statuses at which an offer left for the person. */
const SENT: readonly OfferStatus[] = ['analysed', 'undelivered', 'expired', 'lost'];

/** People per arm in the order of a flow diagram: assigned, sent, analysed, and why not. */
export function participantFlow(
  dataset: Dataset,
  plan: AnalysisPlan,
  armOfLevel: Int32Array,
): ArmFlow[] {
  const assigned = assignedPerArm(dataset, plan, armOfLevel);
  const statuses = OFFER_STATUSES.length;
  const { count } = dataset;
  const armCodes = dataset.arm.codes;
  const waves = inOrder(dataset, plan).map((offers) => {
    const counts = new Float64Array(plan.arms.length * statuses);
    const { status } = offers;
    for (let row = 0; row < status.length; row += 1) {
      const arm = armOfLevel[armCodes[row] as number] as number;
      const at = arm * statuses + (status[row] as number);
      counts[at] = (counts[at] as number) + (count[row] as number);
    }
    return { wave: offers.wave, role: offers.role, counts };
  });
  return plan.arms.map(({ key, label }, arm) => ({
    arm: key,
    label,
    assigned: assigned[arm] ?? 0,
    waves: waves.map(({ wave, role, counts }) => {
      const people = (status: OfferStatus): number =>
        counts[arm * statuses + OFFER_STATUSES.indexOf(status)] ?? 0;
      return {
        wave,
        role,
        sent: SENT.reduce((sum, status) => sum + people(status), 0),
        analysed: people('analysed'),
        byStatus: {
          analysed: people('analysed'),
          not_sent: people('not_sent'),
          undelivered: people('undelivered'),
          withdrawn: people('withdrawn'),
          expired: people('expired'),
          lost: people('lost'),
        },
      };
    }),
  }));
}

/** People assigned, in the plan's order of arms. */
export function assignedPerArm(
  dataset: Dataset,
  plan: AnalysisPlan,
  armOfLevel: Int32Array,
): number[] {
  const assigned = new Array<number>(plan.arms.length).fill(0);
  const { count } = dataset;
  const { codes } = dataset.arm;
  for (let row = 0; row < codes.length; row += 1) {
    const arm = armOfLevel[codes[row] as number] as number;
    assigned[arm] = (assigned[arm] as number) + (count[row] as number);
  }
  return assigned;
}

/** The dataset's offers by wave in order of time, lures before twins. */
export function inOrder(dataset: Dataset, plan: AnalysisPlan): Dataset['offers'][number][] {
  return plan.waves.flatMap((wave) =>
    (['lure', 'twin'] as const).flatMap((role) =>
      dataset.offers.filter((offers) => offers.wave === wave && offers.role === role),
    ),
  );
}
