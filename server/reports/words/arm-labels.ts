import type { TrialReport } from '../schema/report-schema.ts';

/** What an arm is called in the flow of a trial; its key where it isn't there. */
export function armLabels(flow: TrialReport['flow']): (arm: string) => string {
  return (arm) => flow.find((one) => one.arm === arm)?.label ?? arm;
}
