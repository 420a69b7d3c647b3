import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { sql } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import { ConfigError } from '../config/config-error.ts';
import { installJobs } from './install-jobs.ts';
import type { Executor, OpenDatabase } from './pool.ts';

const FOLDER = fileURLToPath(new URL('../../migrations/', import.meta.url));
/** Any number nobody else locks. */
const MIGRATION_LOCK = 5_274_196_301;
const STEP_NAME = /^(\d{8}T\d{6}Z-[a-z0-9-]+)\.ts$/;

/**
 * Brings a database to the newest schema, all steps in one transaction. Any number of processes may
 * call it at once: they wait for one another.
 *
 * @param owner - Opened by `openOwner`, for two connections or more; its user must be allowed to create tables and roles.
 * @param folder - Where the steps lie; the project's own unless told.
 * @returns Names of the steps applied now, oldest first.
 * @throws ConfigError if the database holds a step this version doesn't know, or is too old.
 */
export async function migrateToLatest(
  owner: OpenDatabase,
  folder: string = FOLDER,
): Promise<{ applied: string[] }> {
  const client = await owner.pool.connect();
  try {
    // Kysely locks too, but only once its own tables exist, and the job queue is installed after.
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await assertVersion(owner.db);
    const applied = await applySteps(owner.db, new StepFiles(folder));
    await installJobs(client);
    return { applied };
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    client.release();
  }
}

/** Names of the steps that have run, oldest first; empty for a fresh database. */
export async function appliedMigrations(db: Executor): Promise<string[]> {
  const { rows: found } = await sql<{ here: boolean }>`
    select to_regclass('kysely_migration') is not null as here
  `.execute(db);
  if (!found[0]?.here) return [];
  const { rows } = await sql<{ name: string }>`
    select name from kysely_migration order by name collate "C"
  `.execute(db);
  return rows.map((row) => row.name);
}

/** Steps in migrations/ that a database has not had yet, oldest first. */
export async function pendingMigrations(db: Executor): Promise<string[]> {
  const applied = new Set(await appliedMigrations(db));
  const known = Object.keys(await new StepFiles(FOLDER).getMigrations());
  return known.filter((name) => !applied.has(name));
}

async function applySteps(db: OpenDatabase['db'], provider: MigrationProvider): Promise<string[]> {
  await assertNothingNewer(db, new Set(Object.keys(await provider.getMigrations())));
  const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest();
  if (error) {
    const failed = results.find((result) => result.status === 'Error');
    const at = failed ? `step ${failed.migrationName} failed` : 'no step could run';
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Migrate the database: ${at}, nothing was changed: ${reason}`, {
      cause: error,
    });
  }
  return results.map((result) => result.migrationName);
}

class StepFiles implements MigrationProvider {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async getMigrations(): Promise<Record<string, Migration>> {
    const steps: Record<string, Migration> = {};
    for (const file of (await readdir(this.#folder)).sort()) {
      const name = STEP_NAME.exec(file)?.[1];
      if (!name) continue;
      steps[name] = await import(/* @vite-ignore */ pathToFileURL(join(this.#folder, file)).href);
    }
    return steps;
  }
}

async function assertVersion(db: Executor): Promise<void> {
  const { rows } = await sql<{ version: string }>`
    select current_setting('server_version_num') as version
  `.execute(db);
  const version = Math.floor(Number(rows[0]?.version) / 10_000);
  if (version < 15) {
    throw new ConfigError(
      `Migrate the database: this server is PostgreSQL ${version} and 15 or newer is needed`,
    );
  }
}

async function assertNothingNewer(db: Executor, known: Set<string>): Promise<void> {
  const strangers = (await appliedMigrations(db)).filter((name) => !known.has(name));
  if (strangers.length > 0) {
    throw new ConfigError(
      `Migrate the database: it holds ${strangers.join(', ')}, which this version of Scampaign does not know; run the version that made it, or a newer one`,
    );
  }
}
