import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ConfigError } from '../../../server/config/config-error.ts';
import {
  appliedMigrations,
  migrateToLatest,
  pendingMigrations,
} from '../../../server/database/migrate.ts';
import { type OpenDatabase, openOwner } from '../../../server/database/pool.ts';
import { dumpSchema } from '../../../server/database/schema-dump.ts';
import { emptyDatabase, testDatabase } from '../../helpers/database.ts';

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL('../../helpers/migrate-once.ts', import.meta.url));
const STEPS = fileURLToPath(new URL('../../../migrations/', import.meta.url));
const NAMES = readdirSync(STEPS)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))
  .sort();

describe('migrateToLatest()', () => {
  it('applies every step once when two processes migrate at once', async () => {
    const { url } = await empty();
    const migrate = () => run(process.execPath, ['--import', 'tsx', SCRIPT, url]);
    const [one, other] = await Promise.all([migrate(), migrate()]);
    const applied = [...JSON.parse(one.stdout), ...JSON.parse(other.stdout)];
    expect(applied.sort()).toEqual(NAMES);
    const { owner } = await open(url);
    expect(await appliedMigrations(owner.db)).toEqual(NAMES);
    expect(await pendingMigrations(owner.db)).toEqual([]);
  });

  it('changes nothing when there is nothing to do', async () => {
    const base = await testDatabase();
    onTestFinished(() => base.close());
    const before = await dumpSchema(base.ownerDb);
    const { owner } = await open(base.url);
    expect(await migrateToLatest(owner)).toEqual({ applied: [] });
    expect(await dumpSchema(base.ownerDb)).toBe(before);
  });

  it('refuses a database with steps of a newer version, and names them', async () => {
    const base = await testDatabase();
    onTestFinished(() => base.close());
    await base.ownerPool.query(
      `insert into kysely_migration values ('20990101T000000Z-tomorrow', '2099-01-01')`,
    );
    const { owner } = await open(base.url);
    const error = await migrateToLatest(owner).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toBe(
      'Migrate the database: it holds 20990101T000000Z-tomorrow, which this version of Scampaign does not know; run the version that made it, or a newer one',
    );
  });

  it('leaves nothing of a run whose last step fails', async () => {
    const { owner } = await open((await empty()).url);
    const folder = mkdtempSync(join(STEPS, '..', 'test', '.steps-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    cpSync(STEPS, folder, { recursive: true });
    writeFileSync(
      join(folder, '20990101T000000Z-broken.ts'),
      `import { sql } from 'kysely';\nexport const up = (db) => sql\`create table trials (n int)\`.execute(db);\n`,
    );
    await expect(migrateToLatest(owner, folder)).rejects.toThrow(
      /step 20990101T000000Z-broken failed, nothing was changed: relation "trials" already exists/,
    );
    expect(await appliedMigrations(owner.db)).toEqual([]);
    const { rows } = await owner.pool.query(`select to_regclass('trials') as trials`);
    expect(rows).toEqual([{ trials: null }]);
  });
});

async function empty(): Promise<{ url: string }> {
  const database = await emptyDatabase();
  onTestFinished(() => database.close());
  return database;
}

async function open(url: string): Promise<{ owner: OpenDatabase }> {
  const owner = openOwner(url);
  onTestFinished(() => owner.close());
  return { owner };
}
