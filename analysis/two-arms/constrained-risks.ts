import type { ArmCounts } from '../numerics/check.ts';

/** Both risks under a hypothesis that ties them together. */
export interface ConstrainedRisks {
  readonly treated: number;
  readonly control: number;
}

/**
 * Maximum likelihood estimates of both risks given that they differ by exactly `difference`.
 *
 * The likelihood is concave along the line, so its derivative is bisected; the closed cubic of
 * the source loses half the digits when two of its roots meet.
 *
 * @param treated - Events and participants; integers, events <= participants.
 * @param control - Same shape, other arm.
 * @param difference - Treated minus control, in (-1, 1).
 * @see Miettinen and Nurminen (1985), Stat. Med. 4:213-226, appendix 1.
 */
export function constrainedRisksForDifference(
  treated: ArmCounts,
  control: ArmCounts,
  difference: number,
): ConstrainedRisks {
  const least = Math.max(0, -difference);
  const most = Math.min(1, 1 - difference);
  let low = least;
  let high = most;
  const x1 = treated.events;
  const y1 = treated.participants - x1;
  const x0 = control.events;
  const y0 = control.participants - x0;
  for (let step = 0; step < 200; step += 1) {
    const p0 = low + (high - low) / 2;
    if (p0 === low || p0 === high) break;
    const p1 = p0 + difference;
    const slope =
      (x1 === 0 ? 0 : x1 / p1) -
      (y1 === 0 ? 0 : y1 / (1 - p1)) +
      (x0 === 0 ? 0 : x0 / p0) -
      (y0 === 0 ? 0 : y0 / (1 - p0));
    if (slope > 0) low = p0;
    else high = p0;
  }
  // Where the likelihood falls or rises all the way, the estimate is the end itself.
  const p0 = low === least ? least : high === most ? most : low + (high - low) / 2;
  return { treated: Math.min(1, Math.max(0, p0 + difference)), control: p0 };
}

/** Both risks with their complements, which keep their digits where a risk is near 1. */
export interface ConstrainedRisksWithRest extends ConstrainedRisks {
  readonly treatedRest: number;
  readonly controlRest: number;
}

/**
 * Maximum likelihood estimates of both risks given that their ratio is exactly exp(logRatio).
 *
 * @param treated - Events and participants; integers, events <= participants.
 * @param control - Same shape, other arm.
 * @param logRatio - Logarithm of treated over control.
 * @see Miettinen and Nurminen (1985), Stat. Med. 4:213-226, equation 10.
 */
export function constrainedRisksForRatio(
  treated: ArmCounts,
  control: ArmCounts,
  logRatio: number,
): ConstrainedRisksWithRest {
  // The arm with the higher risk is solved for: the other's complement is then a sum, not a gap.
  if (logRatio > 0) {
    const turned = constrainedRisksForRatio(control, treated, -logRatio);
    return {
      treated: turned.control,
      control: turned.treated,
      treatedRest: turned.controlRest,
      controlRest: turned.treatedRest,
    };
  }
  const n1 = treated.participants;
  const n0 = control.participants;
  const ratio = Math.exp(logRatio);
  const short = -Math.expm1(logRatio);
  const a = (n1 + n0) * ratio;
  const b = -(n1 * ratio + treated.events + n0 + control.events * ratio);
  const c = treated.events + control.events;
  // The smaller root, in the form that doesn't subtract near-equal numbers (b is negative).
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  const p0 = Math.min(1, Math.max(0, (2 * c) / (-b + root)));
  // The same equation in 1 - p0: a x^2 - slope x - (n0 - x0) (1 - ratio) = 0, its larger root.
  const rest = n0 - control.events;
  const slope = n1 - treated.events + rest - short * (n1 + n0 + rest);
  const spread = Math.sqrt(slope * slope + 4 * a * rest * short);
  const q0 = slope > 0 ? (slope + spread) / (2 * a) : (2 * rest * short) / (spread - slope);
  const controlRest = Math.min(1, Math.max(0, Number.isNaN(q0) ? 0 : q0));
  return {
    treated: p0 * ratio,
    control: p0,
    treatedRest: ratio * controlRest + short,
    controlRest,
  };
}
