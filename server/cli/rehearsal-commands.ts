/** Commands that play a trial with simulated people: rehearse, and the demo that goes on serving. */
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { type Engine, openEngine } from '../engine.ts';
import { type Service, startService } from '../main.ts';
import { openTryOut, type TryOut } from '../rehearsal/open-try-out.ts';
import { type RehearsalResult, runRehearsal } from '../rehearsal/run-rehearsal.ts';
import { renderJson } from '../reports/render-json.ts';
import { renderText } from '../reports/render-text.ts';
import { makeShareLink } from '../reports/share-link.ts';
import { ServiceError } from '../web/errors.ts';
import { action, openLog, readInput, settings, writeOutput } from './open.ts';
import { untilToldToStop } from './serve-commands.ts';
import { EXIT, openProgress } from './terminal.ts';

interface RehearsalOptions {
  participants: number;
  seed: number;
  /** Where the report is written as JSON. */
  json?: string;
  once?: boolean;
}

const EXAMPLE = fileURLToPath(new URL('../../examples/discount-shop.yaml', import.meta.url));
const SHARED_DAYS = 30;
const DAY_MS = 86_400_000;

export function addRehearsalCommands(program: Command): void {
  withOptions(
    program
      .command('rehearse')
      .description('play a protocol from registration to report with simulated people, over HTTP')
      .argument('<file>', 'the protocol, a YAML file'),
  ).action(action((file: string, options: RehearsalOptions) => rehearse(file, options)));

  withOptions(
    program
      .command('demo')
      .description(
        'rehearse the example trial, print its report and go on serving, with links to try',
      ),
  )
    .option('--once', 'exit after the report')
    .action(
      action((options: RehearsalOptions) =>
        options.once ? rehearse(EXAMPLE, options) : rehearseAndServe(EXAMPLE, options),
      ),
    );
}

function withOptions(command: Command): Command {
  return command
    .option(
      '--participants <n>',
      'simulated people who take part',
      wholeNumber('participants', 1),
      1_200,
    )
    .option('--seed <n>', 'decides what the simulated people are like', wholeNumber('seed', 0), 1)
    .option('--json <file>', 'write the report as JSON to a file as well');
}

function wholeNumber(name: string, least: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number < least || !Number.isSafeInteger(number)) {
      throw new ServiceError(
        'invalid_input',
        `Read --${name}: "${text}" is not a whole number of at least ${least}; write one`,
      );
    }
    return number;
  };
}

async function rehearse(file: string, options: RehearsalOptions): Promise<number> {
  // Free ports: a rehearsal may run beside a service.
  await withService({ ...freePorts(settings()) }, async (engine, service) => {
    await playAndPrint(engine, service, await readInput(file), options);
  });
  return EXIT.ok;
}

async function rehearseAndServe(file: string, options: RehearsalOptions): Promise<number> {
  await withService(settings(), async (engine, service) => {
    const source = await readInput(file);
    const result = await playAndPrint(engine, service, source, options);
    const tryOut = await openTryOut(engine, service, source);
    process.stdout.write(`${addresses(engine, service, result, tryOut).join('\n')}\n`);
    await untilToldToStop();
  });
  return EXIT.ok;
}

async function withService(
  config: Config,
  work: (engine: Engine, service: Service) => Promise<void>,
): Promise<void> {
  const progress = openProgress();
  progress.show('Start the database', 0, 1);
  const engine = await openEngine(config, openLog(config, true));
  progress.show('Start the database', 1, 1);
  progress.end();
  try {
    const service = await startService(engine, config, { jobs: false });
    try {
      await work(engine, service);
    } finally {
      await service.stop();
    }
  } finally {
    await engine.close();
  }
}

async function playAndPrint(
  engine: Engine,
  service: Service,
  source: string,
  options: RehearsalOptions,
): Promise<RehearsalResult> {
  const progress = openProgress();
  const result = await runRehearsal({
    engine,
    service,
    source,
    participants: options.participants,
    seed: options.seed,
    onStage: ({ stage, done, total }) => progress.show(stage, done, total),
  });
  progress.end();
  process.stdout.write(`${renderText(result.report).trimEnd()}\n`);
  if (options.json) await writeOutput(options.json, renderJson(result.report));
  return result;
}

function addresses(
  engine: Engine,
  service: Service,
  result: RehearsalResult,
  tryOut: TryOut,
): string[] {
  const expires = new Date(engine.clock.now().getTime() + SHARED_DAYS * DAY_MS);
  const share = makeShareLink(engine.keyring, { trialNo: result.trialNo, expires });
  const words = {
    lure: 'A practice offer',
    twin: 'Its genuine twin',
    registration: 'An invitation to take part',
    person: 'A participant’s own page',
  } as const;
  const links = tryOut.links.map((link) => [`${words[link.about]} (${link.locale})`, link.url]);
  return [
    '',
    'Serving until Ctrl-C. Every person here is simulated.',
    '',
    'The report as a page',
    `  ${service.staffUrl}/reports/${share}`,
    '',
    'Links of simulated participants, to try by hand',
    ...links.map(([about, url]) => `  ${about}\n    ${url}`),
  ];
}

function freePorts(config: Config): Config {
  return { ...config, staff: { ...config.staff, port: 0 }, people: { ...config.people, port: 0 } };
}
