/**
 * `npm run calibrate -- --trials 5000 --seed 1`: simulated trials through `effectReport`, and how
 * often its intervals reject and cover, as a table.
 */
import { Command } from 'commander';
import {
  type CalibrationRow,
  calibrate,
  calibrateArms,
  calibratePeeking,
  SCENARIOS,
} from '../analysis/calibration/calibrate.ts';

const program = new Command('calibrate')
  .option('--trials <n>', 'trials in each scenario', Number, 4000)
  .option('--seed <n>', 'the same seed gives the same table', Number, 1)
  .option('--json', 'print rows as JSON')
  .parse();
const { trials, seed, json } = program.opts<{ trials: number; seed: number; json?: boolean }>();

const rows: CalibrationRow[] = [
  ...SCENARIOS.flatMap((scenario, place) => calibrate(scenario, trials, seed + place)),
  ...calibrateArms(trials, seed + 100),
  ...calibratePeeking(trials, seed + 200),
];
if (json) console.log(JSON.stringify(rows, null, 1));
else print(rows);

function print(list: readonly CalibrationRow[]): void {
  const percent = (share: number): string =>
    Number.isNaN(share) ? '-' : `${(100 * share).toFixed(1)}`;
  const lines = list.map((row) => [
    row.scenario,
    row.estimator,
    String(row.used),
    percent(row.rejected),
    percent(row.coverage),
    Number.isFinite(row.bias) ? row.bias.toFixed(4) : '-',
    row.errorRatio === null ? '-' : row.errorRatio.toFixed(3),
  ]);
  const heading = [
    'scenario',
    'estimator',
    'trials',
    'rejects %',
    'covers %',
    'bias',
    'error/spread',
  ];
  const widths = heading.map((title, i) =>
    Math.max(title.length, ...lines.map((line) => line[i]?.length ?? 0)),
  );
  for (const line of [heading, ...lines]) {
    console.log(
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    );
  }
}
