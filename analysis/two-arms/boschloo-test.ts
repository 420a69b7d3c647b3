import { type ArmCounts, assertCounts } from '../numerics/check.ts';
import type { TestOfCounts } from './types.ts';

export type Alternative = 'two-sided' | 'less' | 'greater';

/** Largest product of arm sizes taken on. */
const MOST_TABLES = 250_000;

/**
 * Boschloo's unconditional exact test of equal risks: Fisher's p as the statistic, its
 * distribution maximised over the unknown common risk. Never less powerful than Fisher's test.
 *
 * The maximum is sought on a grid of 1,500 risks, dense near 0 and 1 where a large arm has its peaks,
 * then refined around the best by golden section.
 *
 * @param treated - Events and participants; integers, events <= participants.
 * @param control - Same shape, other arm.
 * @param alternative - `less`: the treated arm's risk is lower. Two-sided uses R's two-sided
 *   Fisher p as the statistic.
 * @returns p and, as the statistic, Fisher's p.
 * @throws RangeError if an arm is empty, events exceed participants, or the product of the arms'
 *   sizes is above 250,000 (use the chi-square test there).
 * @see Boschloo (1970), Stat. Neerl. 24:1-35.
 */
export function boschlooTest(
  treated: ArmCounts,
  control: ArmCounts,
  alternative: Alternative = 'two-sided',
): TestOfCounts {
  assertCounts('the treated arm', treated);
  assertCounts('the control arm', control);
  const n1 = treated.participants;
  const n0 = control.participants;
  if (n1 * n0 > MOST_TABLES) {
    throw new RangeError(
      `Test unconditionally: ${n1} by ${n0} participants make too many tables; the product must be at most ${MOST_TABLES}`,
    );
  }
  const statistic = fisherP(treated.events, n1, treated.events + control.events, n0, alternative);
  const limit = statistic * (1 + 1e-7);
  const extreme: (readonly [number, number])[] = [];
  for (let total = 0; total <= n1 + n0; total += 1) {
    const { least, pValues } = fisherTable(n1, n0, total, alternative);
    pValues.forEach((p, place) => {
      if (p <= limit) extreme.push([least + place, total - least - place]);
    });
  }
  const choose1 = logChoose(n1);
  const choose0 = logChoose(n0);
  const terms = extreme.map(([x, y]) => ({
    logWays: (choose1[x] as number) + (choose0[y] as number),
    events: x + y,
  }));
  // Ways with the same number of events share one power of the risk.
  const ways = new Float64Array(n1 + n0 + 1).fill(Number.NEGATIVE_INFINITY);
  for (const { logWays, events } of terms) {
    const before = ways[events] as number;
    const top = Math.max(before, logWays);
    ways[events] = top + Math.log(Math.exp(before - top) + Math.exp(logWays - top));
  }
  const probability = (risk: number): number => {
    let sum = 0;
    for (let events = 0; events <= n1 + n0; events += 1) {
      const logWays = ways[events] as number;
      if (logWays === Number.NEGATIVE_INFINITY) continue;
      sum += Math.exp(logWays + events * Math.log(risk) + (n1 + n0 - events) * Math.log1p(-risk));
    }
    return sum;
  };
  return {
    method: `Boschloo exact unconditional, ${alternative}`,
    statistic,
    degreesOfFreedom: null,
    p: Math.min(1, largest(probability)),
  };
}

function largest(f: (risk: number) => number): number {
  const grid = 1500;
  const at = (step: number): number => Math.sin((Math.PI / 2) * (step / grid)) ** 2;
  let best = 1;
  let value = 0;
  for (let step = 1; step < grid; step += 1) {
    const here = f(at(step));
    if (here > value) {
      value = here;
      best = step;
    }
  }
  let low = Math.max(1e-12, at(best - 1));
  let high = Math.min(1 - 1e-12, at(best + 1));
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let step = 0; step < 80; step += 1) {
    const left = high - golden * (high - low);
    const right = low + golden * (high - low);
    if (f(left) > f(right)) high = right;
    else low = left;
  }
  return Math.max(value, f((low + high) / 2));
}

function fisherP(
  x: number,
  n1: number,
  total: number,
  n0: number,
  alternative: Alternative,
): number {
  const { least, pValues } = fisherTable(n1, n0, total, alternative);
  return pValues[x - least] ?? 1;
}

/** Fisher's p of every table with these margins. */
function fisherTable(
  n1: number,
  n0: number,
  total: number,
  alternative: Alternative,
): { least: number; pValues: number[] } {
  const least = Math.max(0, total - n0);
  const most = Math.min(total, n1);
  const logs = [0];
  for (let x = least; x < most; x += 1) {
    logs.push(
      (logs.at(-1) ?? 0) + Math.log(((n1 - x) * (total - x)) / ((x + 1) * (n0 - total + x + 1))),
    );
  }
  const top = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - top));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const pValues = weights.map((weight, place) => {
    let tail = 0;
    weights.forEach((other, at) => {
      const counts =
        alternative === 'two-sided'
          ? other <= weight * (1 + 1e-7)
          : alternative === 'less'
            ? at <= place
            : at >= place;
      if (counts) tail += other;
    });
    return Math.min(1, tail / all);
  });
  return { least, pValues };
}

function logChoose(n: number): Float64Array {
  const logs = new Float64Array(n + 1);
  for (let k = 0; k < n; k += 1) {
    logs[k + 1] = (logs[k] as number) + Math.log((n - k) / (k + 1));
  }
  return logs;
}
