/**
 * Speed and memory of the analysis: a whole effect report from columns of a million people, and
 * logistic regression beside R's `glm` on rows made by the same recipe where R is installed. Times are
 * processor seconds on both sides.
 *
 * Each kind of report has a process of its own, and its memory is the most that process held at any
 * moment, columns and the runtime included: what other reports left behind isn't counted, and nothing
 * that was held for a moment is missed.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from 'simple-statistics';
import type { Categorical, Dataset, OfferColumns } from '../analysis/dataset.ts';
import { effectReport } from '../analysis/effect-report.ts';
import { type RandomSource, seededRandom } from '../analysis/numerics/random.ts';
import type { AnalysisPlan } from '../analysis/plan.ts';
import type { GroupedRows } from '../analysis/regression/design.ts';
import { logisticRegression } from '../analysis/regression/logistic-regression.ts';
import type { BenchResult } from './results.ts';

const PEOPLE = 1_000_000;
const ROUNDS = 5;
const SEED = 3;
const MOST_MB = 500;
const RUN = fileURLToPath(new URL('../bin/run.mjs', import.meta.url));
/** Set for a process that measures one report. */
const ONE_REPORT = 'SCAMPAIGN_BENCH_ONE_REPORT';

export async function benchAnalysis(): Promise<BenchResult[]> {
  const reports = [
    { name: 'no covariates', covariates: [], seconds: 0.5 },
    { name: '2 categories', covariates: ['town', 'age_band'], seconds: 0.5 },
    { name: '3 numbers', covariates: ['x', 'y', 'z'], seconds: 2 },
  ].flatMap(({ name, covariates, seconds }): BenchResult[] => {
    const taken = inOwnProcess(covariates);
    const people = PEOPLE.toLocaleString('en');
    return [
      {
        name: `effect report, ${name}, ${people} people`,
        ratio: taken.seconds / seconds,
        atMost: 1,
        ours: `${taken.seconds.toFixed(2)} s`,
        theirs: `${seconds} s allowed`,
      },
      {
        name: `peak memory, ${name}, ${people} people`,
        ratio: taken.peakMb / MOST_MB,
        atMost: 1,
        ours: `${Math.round(taken.peakMb)} MB`,
        theirs: `${MOST_MB} MB allowed`,
      },
    ];
  });
  return [...reports, ...logistic()];
}

interface Taken {
  /** Median over rounds, of a process already warm. */
  readonly seconds: number;
  /** Of the first report: the process holds nothing else. */
  readonly peakMb: number;
}

function inOwnProcess(covariates: readonly string[]): Taken {
  const run = spawnSync(process.execPath, [RUN, 'bench/analysis.ts', ...covariates], {
    encoding: 'utf8',
    env: { ...process.env, [ONE_REPORT]: '1' },
  });
  if (run.status !== 0) {
    throw new Error(`Bench a report: its process ended with ${run.status}: ${run.stderr}`);
  }
  return JSON.parse(run.stdout) as Taken;
}

/** What the process of its own does. */
function measureReport(covariates: readonly string[]): Taken {
  const dataset = millionPeople(seededRandom(SEED));
  const plan = planWith(covariates);
  effectReport(dataset, plan);
  const peakMb = (process.resourceUsage().maxRSS * 1024) / 1e6;
  return { seconds: timed(() => effectReport(dataset, plan)), peakMb };
}

/** Rows are drawn by each side for itself, so that neither waits for a file. */
function logistic(): BenchResult[] {
  return [
    { name: 'logistic fit, rows that group', distinct: 4, atLeast: 5 },
    { name: 'logistic fit, rows that do not', distinct: null, atLeast: 3 },
  ].flatMap(({ name, distinct, atLeast }): BenchResult[] => {
    const theirs = glmSeconds(distinct);
    if (theirs === null) return [];
    const rows = regressionRows(seededRandom(SEED), distinct);
    const ours = timed(() => logisticRegression(distinct === null ? rows : grouped(rows)));
    return [
      {
        name: `${name}, ${PEOPLE.toLocaleString('en')}`,
        ratio: theirs / ours,
        atLeast,
        ours: `${ours.toFixed(3)} s`,
        theirs: `${theirs.toFixed(2)} s glm`,
      },
    ];
  });
}

function glmSeconds(distinct: number | null): number | null {
  const draw = distinct === null ? 'runif(n)' : `sample(0:${distinct - 1}, n, TRUE)`;
  const script = `n <- ${PEOPLE}; x <- replicate(4, ${draw}); y <- rbinom(n, 1, .3)
    t <- replicate(3, sum(system.time(glm(y ~ x, family = binomial))[1:2])); cat(median(t))`;
  const run = spawnSync('Rscript', ['-e', script], { encoding: 'utf8' });
  const seconds = Number(run.stdout);
  return run.status === 0 && seconds > 0 ? seconds : null;
}

/** Processor seconds of all threads, so that what else the machine does isn't counted. */
function timed(run: () => unknown): number {
  run();
  return median(
    Array.from({ length: ROUNDS }, () => {
      const start = process.cpuUsage();
      run();
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1e6;
    }),
  );
}

function planWith(covariates: readonly string[]): AnalysisPlan {
  return {
    arms: ['l0', 'l1', 'l2'].map((key) => ({ key, label: key, share: 1 / 3 })),
    comparator: 'l0',
    primary: { outcome: 'compromised', good: 'lower', wave: 'two', windowDays: 7 },
    waves: ['one', 'two'],
    unit: 'participant',
    covariates,
    alpha: 0.05,
    multiplicity: 'holm',
    smallestEffect: 0.02,
    twinMargin: 0.02,
  };
}

function millionPeople(random: RandomSource): Dataset {
  const numbers = (): Float64Array => {
    const values = new Float64Array(PEOPLE);
    for (let row = 0; row < PEOPLE; row += 1) values[row] = random();
    return values;
  };
  return {
    rows: PEOPLE,
    count: new Float64Array(PEOPLE).fill(1),
    arm: categorical(random, 3),
    stratum: categorical(random, 8),
    covariates: {
      town: categorical(random, 4),
      age_band: categorical(random, 3),
      x: numbers(),
      y: numbers(),
      z: numbers(),
    },
    offers: (['one', 'two'] as const).flatMap((wave) => {
      const lure = offersOf(random, wave, 'lure');
      // Who meets the lure first meets the twin second.
      const position = lure.position.map((place) => 3 - place);
      return [lure, { ...offersOf(random, wave, 'twin'), position }];
    }),
  };
}

function categorical(random: RandomSource, levels: number): Categorical {
  const codes = new Int32Array(PEOPLE);
  for (let row = 0; row < PEOPLE; row += 1) codes[row] = Math.floor(random() * levels);
  return { levels: Array.from({ length: levels }, (_, level) => `l${level}`), codes };
}

function offersOf(random: RandomSource, wave: string, role: 'lure' | 'twin'): OfferColumns {
  const status = new Uint8Array(PEOPLE);
  const position = new Uint8Array(PEOPLE);
  const offered = new Uint16Array(PEOPLE);
  for (let row = 0; row < PEOPLE; row += 1) {
    status[row] = random() < 0.1 ? 5 : 0;
    position[row] = random() < 0.5 ? 1 : 2;
    offered[row] = status[row] === 0 ? 1 : 0;
  }
  /** At least the events of the narrower reading. */
  const happens = (chance: number, narrower?: Uint16Array): Uint16Array => {
    const events = new Uint16Array(PEOPLE);
    for (let row = 0; row < PEOPLE; row += 1) {
      if (status[row] === 0 && random() < chance) events[row] = 1;
      if (narrower?.[row] === 1) events[row] = 1;
    }
    return events;
  };
  const readings = (chance: number): OfferColumns['events'][string] => {
    const people = happens(chance);
    const wider = happens(0.02, people);
    return { people, people_and_unsure: wider, everything: happens(0.02, wider) };
  };
  return {
    wave,
    role,
    status,
    form: categorical(random, 2),
    position,
    offered,
    events: { compromised: readings(role === 'lure' ? 0.3 : 0.6), reported: readings(0.1) },
  };
}

function regressionRows(random: RandomSource, distinct: number | null): GroupedRows {
  const columns = 5;
  const design = new Float64Array(PEOPLE * columns);
  const sum = new Float64Array(PEOPLE);
  for (let i = 0; i < PEOPLE; i += 1) {
    design[i * columns] = 1;
    for (let j = 1; j < columns; j += 1) {
      design[i * columns + j] = distinct === null ? random() : Math.floor(random() * distinct);
    }
    sum[i] = random() < 0.3 ? 1 : 0;
  }
  return { columns, design, people: new Float64Array(PEOPLE).fill(1), sum, sumOfSquares: sum };
}

/** Joins rows whose covariates agree; the joining is part of what is timed. */
function grouped(rows: GroupedRows): GroupedRows {
  const { columns, design, sum } = rows;
  const places = new Map<number, number>();
  const people: number[] = [];
  const events: number[] = [];
  const first: number[] = [];
  for (let i = 0; i < sum.length; i += 1) {
    let key = 0;
    for (let j = 1; j < columns; j += 1) key = key * 16 + (design[i * columns + j] as number);
    let place = places.get(key);
    if (place === undefined) {
      place = first.length;
      places.set(key, place);
      first.push(i);
      people.push(0);
      events.push(0);
    }
    people[place] = (people[place] as number) + 1;
    events[place] = (events[place] as number) + (sum[i] as number);
  }
  return {
    columns,
    design: Float64Array.from(
      first.flatMap((i) => [...design.subarray(i * columns, (i + 1) * columns)]),
    ),
    people: Float64Array.from(people),
    sum: Float64Array.from(events),
    sumOfSquares: Float64Array.from(events),
  };
}

if (process.env[ONE_REPORT]) {
  console.log(JSON.stringify(measureReport(process.argv.slice(2))));
}
