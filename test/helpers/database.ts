import type { Kysely } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import { type EmbeddedPostgres, startEmbedded } from '../../server/database/embedded.ts';
import { newId } from '../../server/database/ids.ts';
import { migrateToLatest } from '../../server/database/migrate.ts';
import {
  connectionConfig,
  connectionUrl,
  openDatabase,
  openOwner,
  withDatabase,
} from '../../server/database/pool.ts';
import type { Database } from '../../server/database/tables.ts';

/** A database of a test file's own, migrated and empty. */
export interface TestDatabase {
  /** With the rights of the service. */
  db: Kysely<Database>;
  pool: pg.Pool;
  /** With the rights of the owner, for looking and for spoiling things. */
  ownerDb: Kysely<Database>;
  ownerPool: pg.Pool;
  /** As the owner; what DATABASE_URL would be. */
  url: string;
  close(): Promise<void>;
}

const TEMPLATE = 'scampaign_template';
/** Nothing here has to survive a power cut. Files that kill PostgreSQL start one of their own. */
const FAST = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };
const QUIET = { info: () => undefined, warn: () => undefined };

let server: Promise<EmbeddedPostgres> | undefined;

/** Clones the migrated template; call it in beforeAll and `close` in afterAll. */
export async function testDatabase(): Promise<TestDatabase> {
  const { settings } = await sharedServer();
  await makeTemplate(settings);
  const name = `t_${newId().replaceAll('-', '')}`;
  await asSuperuser(settings, (client) =>
    client.query(`create database ${name} template ${TEMPLATE} strategy file_copy`),
  );
  const url = connectionUrl(withDatabase(settings, name));
  const service = openDatabase(url);
  const owner = openOwner(url);
  return {
    db: service.db,
    pool: service.pool,
    ownerDb: owner.db,
    ownerPool: owner.pool,
    url,
    close: async () => {
      await Promise.all([service.close(), owner.close()]);
      await asSuperuser(settings, (client) => client.query(`drop database ${name} with (force)`));
    },
  };
}

/** An empty database without any step of the migrations. */
export async function emptyDatabase(): Promise<{ url: string; close(): Promise<void> }> {
  const { settings } = await sharedServer();
  const name = `t_${newId().replaceAll('-', '')}`;
  await asSuperuser(settings, (client) => client.query(`create database ${name}`));
  return {
    url: connectionUrl(withDatabase(settings, name)),
    close: async () => {
      await asSuperuser(settings, (client) => client.query(`drop database ${name} with (force)`));
    },
  };
}

/** The server of this run: the first to ask starts it, and the run's end stops it. */
function sharedServer(): Promise<EmbeddedPostgres> {
  server ??= startEmbedded(inject('databaseFolder'), QUIET, { settings: FAST });
  return server;
}

async function makeTemplate(settings: EmbeddedPostgres['settings']): Promise<void> {
  await asSuperuser(settings, async (client) => {
    await client.query('select pg_advisory_lock(1)');
    const { rowCount } = await client.query(
      'select from pg_database where datname = $1 and datistemplate',
      [TEMPLATE],
    );
    if (rowCount) return;
    await client.query(`drop database if exists ${TEMPLATE}`);
    await client.query(`create database ${TEMPLATE}`);
    // A template can't be cloned while anyone is connected to it.
    const owner = openOwner(withDatabase(settings, TEMPLATE));
    try {
      await migrateToLatest(owner);
    } finally {
      await owner.close();
    }
    await client.query(`alter database ${TEMPLATE} is_template true`);
  });
}

async function asSuperuser<T>(
  settings: EmbeddedPostgres['settings'],
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(connectionConfig(withDatabase(settings, 'postgres')));
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
