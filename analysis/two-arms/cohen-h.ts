import { type ArmCounts, assertCounts } from '../numerics/check.ts';

/**
 * Cohen's h: the difference between two proportions on the arcsine scale, in radians.
 *
 * @param treated - Events and participants; integers, events <= participants.
 * @param control - Same shape, other arm.
 * @returns Treated minus control, in [-pi, pi]; 0.2 is small, 0.5 medium, 0.8 large.
 * @throws RangeError if an arm is empty or events exceed participants.
 * @see Cohen (1988), Statistical Power Analysis, 2nd edition, equation 6.2.1.
 */
export function cohenH(treated: ArmCounts, control: ArmCounts): number {
  assertCounts('the treated arm', treated);
  assertCounts('the control arm', control);
  const angle = ({ events, participants }: ArmCounts): number =>
    2 * Math.asin(Math.sqrt(events / participants));
  return angle(treated) - angle(control);
}
