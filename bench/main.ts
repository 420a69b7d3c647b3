/**
 * `npm run bench`: speed as ratios within one run, load from a process of its own, fsync on.
 *
 *   npm run bench                      everything
 *   npm run bench -- interactions pages memory report
 *   npm run bench -- --seconds 5 --rounds 3 --json bench/results/latest.json
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname } from 'node:path';
import { Command } from 'commander';
import { benchAnalysis } from './analysis.ts';
import { benchInteractions } from './interactions.ts';
import { benchMemory } from './memory.ts';
import { benchPages } from './pages.ts';
import { benchReport } from './report.ts';
import { type BenchResult, printTable } from './results.ts';
import { withStage } from './stage.ts';

const PARTS = {
  interactions: benchInteractions,
  pages: benchPages,
  memory: benchMemory,
  report: benchReport,
  analysis: benchAnalysis,
};
type Part = keyof typeof PARTS;

const program = new Command('bench')
  .argument('[parts...]', `of ${Object.keys(PARTS).join(', ')}; all by default`)
  .option('--seconds <n>', 'seconds of load a round', Number, 5)
  .option('--rounds <n>', 'rounds, each side in turn', Number, 3)
  .option('--json <file>', 'where the figures are written', 'bench/results/latest.json')
  .parse();

const options = program.opts<{ seconds: number; rounds: number; json: string }>();
const wanted = (program.args.length > 0 ? program.args : Object.keys(PARTS)) as Part[];
const unknown = wanted.find((part) => !(part in PARTS));
if (unknown) {
  console.error(
    `Run a bench: there is none called ${unknown}; name some of ${Object.keys(PARTS).join(', ')}`,
  );
  process.exit(2);
}

const results: BenchResult[] = [];
for (const part of wanted) {
  const found =
    part === 'analysis'
      ? await PARTS.analysis()
      : await withStage((stage) => PARTS[part](stage, options));
  results.push(...found);
}
printTable(results);
mkdirSync(dirname(options.json), { recursive: true });
writeFileSync(
  options.json,
  `${JSON.stringify({ bench: 1, node: process.version, cores: cpus().length, processor: cpus()[0]?.model, ...options, results }, null, 2)}\n`,
);
console.error(`Figures are in ${options.json}`);
