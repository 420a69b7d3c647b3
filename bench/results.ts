/** Figures of a bench, and how they are printed. */

export interface BenchResult {
  readonly name: string;
  /** Median over the rounds of ours divided by theirs; above 1 is faster, or larger for memory. */
  readonly ratio: number;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly ours: string;
  readonly theirs: string;
  /** 99th percentiles in milliseconds, where requests were timed. */
  readonly oursP99Ms?: number;
  readonly theirsP99Ms?: number;
}

export function printTable(results: readonly BenchResult[]): void {
  const rows = results.map((result) => [
    result.name,
    result.ratio.toFixed(2),
    result.atLeast !== undefined
      ? `≥ ${result.atLeast}`
      : result.atMost !== undefined
        ? `≤ ${result.atMost}`
        : '',
    holds(result) ? 'yes' : 'NO',
    result.ours,
    result.theirs,
    `${result.oursP99Ms?.toFixed(1) ?? ''}${result.theirsP99Ms !== undefined ? ` / ${result.theirsP99Ms.toFixed(1)}` : ''}`,
  ]);
  const heading = ['bench', 'ratio', 'wanted', 'holds', 'ours', 'compared with', 'p99 ms'];
  const widths = heading.map((title, i) =>
    Math.max(title.length, ...rows.map((row) => row[i]!.length)),
  );
  for (const row of [heading, ...rows]) {
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i]!))
        .join('  ')
        .trimEnd(),
    );
  }
}

function holds(result: BenchResult): boolean {
  return (
    (result.atLeast === undefined || result.ratio >= result.atLeast) &&
    (result.atMost === undefined || result.ratio <= result.atMost)
  );
}
