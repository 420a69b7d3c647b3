/** Commands that run the service: serve, migrate, rehearse, demo. */
import type { Command } from 'commander';
import { startEmbedded } from '../database/embedded.ts';
import { migrateToLatest } from '../database/migrate.ts';
import { openOwner } from '../database/pool.ts';
import { openEngine } from '../engine.ts';
import { startService } from '../main.ts';
import { action, openLog, settings } from './open.ts';
import { EXIT, print } from './terminal.ts';

export function addServeCommands(program: Command): void {
  program
    .command('serve')
    .description('run the service until it is told to stop; SIGTERM drains what is under way')
    .option('--no-jobs', 'serve pages only; another process does the due work')
    .action(action(serve));

  program
    .command('migrate')
    .description('bring the database to the newest schema')
    .option('--json', 'print the steps as JSON')
    .action(action(migrate));
}

async function serve(options: { jobs: boolean }): Promise<number> {
  const config = settings();
  const log = openLog(config);
  const engine = await openEngine(config, log);
  try {
    const service = await startService(engine, config, { jobs: options.jobs });
    log.info({ staff: service.staffUrl, participants: service.peopleUrl }, 'serving');
    await untilToldToStop();
    log.info('stopping: waiting for what is under way');
    await service.stop();
  } finally {
    await engine.close();
  }
  return EXIT.ok;
}

export function untilToldToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve());
  });
}

async function migrate(options: { json?: boolean }): Promise<number> {
  const config = settings();
  const log = openLog(config, true);
  const embedded = config.databaseUrl
    ? undefined
    : await startEmbedded(config.dataFolder, {
        info: () => undefined,
        warn: (message) => log.warn(message),
      });
  const owner = openOwner(config.databaseUrl ?? embedded!.settings);
  try {
    const { applied } = await migrateToLatest(owner);
    print(
      options.json ?? false,
      { applied },
      applied.length > 0 ? applied : ['nothing to do: the schema is the newest'],
    );
  } finally {
    await owner.close();
    await embedded?.stop();
  }
  return EXIT.ok;
}
