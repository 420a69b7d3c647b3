export interface PlotRow {
  readonly label: string;
  /** Smaller print under the label. */
  readonly note?: string;
  /** Null where there is none; without an interval the row shows `reason`. */
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly reason: string | null;
  /** Bounds, drawn as a band within their interval. */
  readonly band?: readonly [lower: number, upper: number];
  /** Known true value, in a rehearsal. */
  readonly truth: number | null;
}

/** Whether there is an interval to draw: bounds without one have their own ends in its place. */
export function isWithin({ lower, upper, band }: PlotRow): boolean {
  if (lower === null || upper === null) return false;
  return !band || lower < band[0] || upper > band[1];
}

export interface PlotScale {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5];

/**
 * A scale of differences that holds zero, every interval and the smallest effect that matters,
 * with at most seven round ticks.
 */
export function plotScale(rows: readonly PlotRow[], smallestEffect: number): PlotScale {
  const values = rows
    .flatMap(({ estimate, lower, upper, truth }) => [estimate, lower, upper, truth])
    .filter((value) => value !== null);
  const low = Math.min(-smallestEffect, ...values);
  const high = Math.max(smallestEffect, ...values);
  const step = STEPS.find((size) => (high - low) / size <= 6) ?? 0.5;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => {
    const tick = (first + index) * step;
    return Math.round(tick * 1000) / 1000;
  });
  return { from: first * step, to: last * step, ticks };
}
