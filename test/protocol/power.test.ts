import { expect, it } from 'vitest';
import { readProtocol } from '../../protocol/read.ts';
import { EXAMPLE } from './example.ts';

/** Normal quantiles of the two-sided 2.5 % level and of a power of 80 %. */
const Z_ALPHA = 2.241402728;
const Z_POWER = 0.841621234;

/** People in the first arm, by the formula the example states; the second has `ratio` times as many. */
function needed(p1: number, p2: number, ratio: number): number {
  const pooled = (p1 + ratio * p2) / (1 + ratio);
  const chance = Z_ALPHA * Math.sqrt((1 + 1 / ratio) * pooled * (1 - pooled));
  const power = Z_POWER * Math.sqrt(p1 * (1 - p1) + (p2 * (1 - p2)) / ratio);
  return Math.ceil((chance + power) ** 2 / (p1 - p2) ** 2);
}

it('the example states the figures its formula gives', () => {
  const text = readProtocol(EXAMPLE).protocol?.analysis.power ?? '';
  const replay = needed(0.2, 0.12, 1);
  const comparator = needed(0.2, 0.12, 0.5);
  const awareness = Math.ceil(comparator / 2);
  expect([replay, awareness, comparator]).toEqual([398, 308, 615]);
  expect(text).toContain(`needs ${replay} people in its arm and ${replay} in the`);
  expect(text).toContain(`needs ${awareness} and ${comparator}`);
  // With 2 in 10 lost, each arm still has what it needs.
  for (const [planned, need] of [
    [770, comparator],
    [385, awareness],
    [770, replay],
  ] as const) {
    expect(text).toContain(String(planned));
    expect(planned * 0.8).toBeGreaterThanOrEqual(need);
  }
});
