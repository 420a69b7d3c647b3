import { type ArmCounts, assertCounts } from '../numerics/check.ts';
import type { TestOfCounts } from './types.ts';

/**
 * Fisher's exact test of equal risks, two-sided by R's definition: the total probability of all
 * tables with these margins that are no likelier than the one seen (within 1e-7 relative).
 *
 * Terms are built outward from the mode by their ratio, so the cost follows the spread of the
 * distribution, not the size of the trial, and nothing overflows.
 *
 * @param treated - Events and participants; integers, events <= participants.
 * @param control - Same shape, other arm.
 * @returns p in [0, 1]; no statistic.
 * @throws RangeError if an arm is empty or events exceed participants.
 * @see Fisher (1935), J. R. Stat. Soc. 98:39-82; `fisher.test` of R's stats package.
 */
export function fisherExactTest(treated: ArmCounts, control: ArmCounts): TestOfCounts {
  assertCounts('the treated arm', treated);
  assertCounts('the control arm', control);
  const n1 = treated.participants;
  const n0 = control.participants;
  const total = treated.events + control.events;
  const least = Math.max(0, total - n0);
  const most = Math.min(total, n1);
  const mode = Math.min(
    most,
    Math.max(least, Math.floor(((total + 1) * (n1 + 1)) / (n1 + n0 + 2))),
  );
  // Weight of x + 1 over weight of x in the hypergeometric distribution.
  const ratio = (x: number): number => ((n1 - x) * (total - x)) / ((x + 1) * (n0 - total + x + 1));

  const seen = outward(mode, treated.events, ratio);
  const limit = seen * (1 + 1e-7);
  // Terms this small can change neither the total nor the tail by a digit.
  const negligible = Math.min(1, seen) * 1e-18;
  const sides = [
    1,
    ...side(mode, most, 1, ratio, negligible),
    ...side(mode, least, -1, ratio, negligible),
  ];
  let all = 0;
  let unlikely = 0;
  for (let index = sides.length - 1; index >= 0; index -= 1) {
    const weight = sides[index] ?? 0;
    all += weight;
    if (weight <= limit) unlikely += weight;
  }
  return {
    method: 'Fisher exact, two-sided',
    statistic: null,
    degreesOfFreedom: null,
    p: Math.min(1, unlikely / all),
  };
}

/** Weight of `target` relative to the mode's. */
function outward(mode: number, target: number, ratio: (x: number) => number): number {
  let weight = 1;
  for (let x = mode; x < target; x += 1) weight *= ratio(x);
  for (let x = mode; x > target; x -= 1) weight /= ratio(x - 1);
  return weight;
}

/** Weights from the mode's neighbour to the end, or until they no longer matter. */
function side(
  mode: number,
  end: number,
  step: 1 | -1,
  ratio: (x: number) => number,
  negligible: number,
): number[] {
  const weights: number[] = [];
  let weight = 1;
  for (let x = mode; x !== end; x += step) {
    weight = step === 1 ? weight * ratio(x) : weight / ratio(x - 1);
    if (weight < negligible || weight === 0) break;
    weights.push(weight);
  }
  return weights;
}
