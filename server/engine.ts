/**
 * What every command that touches data opens first: the database (embedded or the operator's),
 * migrated; the keys; the clock; the catalogue of templates.
 */
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Catalogue } from '../landing-templates/types.ts';
import type { Config } from './config/config.ts';
import { type Keyring, openKeyring } from './config/keys.ts';
import { type Clock, openClock } from './database/clock.ts';
import { startEmbedded } from './database/embedded.ts';
import { migrateToLatest } from './database/migrate.ts';
import {
  type ConnectionSettings,
  type OpenDatabase,
  openDatabase,
  openOwner,
} from './database/pool.ts';

import { openTemplates } from './trials/open-templates.ts';

export interface Engine {
  readonly settings: ConnectionSettings;
  readonly database: OpenDatabase;
  /** The same database, or the replica reports read from. */
  readonly reportDatabase: OpenDatabase;
  readonly owner: OpenDatabase;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly log: Logger;
  /** Process id of the embedded server; undefined with a server of the operator's. */
  serverPid(): number | undefined;
  close(): Promise<void>;
}

const MOST_CONNECTIONS = 10;

/** @throws ConfigError in one sentence when something the operator decides is not right. */
export async function openEngine(config: Config, log: Logger): Promise<Engine> {
  const catalogue = openTemplates(config);
  const embedded = config.databaseUrl
    ? undefined
    : await startEmbedded(config.dataFolder, {
        info: (message) => log.info(message),
        warn: (message) => log.warn(message),
      });
  const settings: ConnectionSettings = config.databaseUrl ?? embedded!.settings;
  let closing = false;
  const onIdleError = (error: Error): void => {
    if (!closing) {
      log.warn({ code: (error as { code?: string }).code }, 'a database connection was lost');
    }
  };
  const owner = openOwner(settings, { onIdleError });
  const opened: OpenDatabase[] = [owner];
  const closeAll = async (): Promise<void> => {
    closing = true;
    for (const database of opened.reverse()) await database.close();
    await embedded?.stop();
  };
  try {
    await migrateToLatest(owner);
    const database = openDatabase(settings, { maxConnections: MOST_CONNECTIONS, onIdleError });
    opened.push(database);
    const reportDatabase = config.reportDatabaseUrl
      ? openDatabase(config.reportDatabaseUrl, {
          maxConnections: 2,
          applicationName: 'scampaign-report',
          onIdleError,
        })
      : database;
    if (reportDatabase !== database) opened.push(reportDatabase);
    const keyring = openKeyring(
      config.masterKeyFile
        ? { file: config.masterKeyFile }
        : { embeddedFolder: join(config.dataFolder) },
    );
    const clock = await openClock(database.db);
    return {
      settings,
      database,
      reportDatabase,
      owner,
      keyring,
      clock,
      catalogue,
      log,
      serverPid: () => embedded?.serverPid(),
      close: async () => {
        clock.stop();
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
