import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  connectionConfig,
  connectionUrl,
  openDatabase,
  withDatabase,
} from '../../../server/database/pool.ts';
import { isDatabaseAway } from '../../../server/web/errors.ts';
import { type TestDatabase, testDatabase } from '../../helpers/database.ts';

let base: TestDatabase;
beforeAll(async () => {
  base = await testDatabase();
});
afterAll(() => base.close());

describe('openDatabase()', () => {
  it('works with the rights of scampaign_service', async () => {
    const { rows } = await base.pool.query('select current_user as role');
    expect(rows).toEqual([{ role: 'scampaign_service' }]);
  });

  it('keeps the options an address brings and adds the role', async () => {
    const url = new URL(base.url);
    url.searchParams.set('options', '-c statement_timeout=1234');
    const { pool, close } = openDatabase(url.href);
    onTestFinished(close);
    const { rows } = await pool.query(
      `select current_user as role, current_setting('statement_timeout') as timeout`,
    );
    expect(rows).toEqual([{ role: 'scampaign_service', timeout: '1234ms' }]);
  });

  it('gives whole numbers for bigint, days for date, and arrays of both', async () => {
    const { rows } = await base.pool.query(`
      select 9007199254740991::bigint as big, date '2027-03-28' as day, null::bigint as nothing,
        array[1, 2]::bigint[] as bigs, '{}'::bigint[] as none, array[date '2027-03-28'] as days,
        array[1, 2]::smallint[] as small, true as yes`);
    expect(rows).toEqual([
      {
        big: 9007199254740991,
        day: '2027-03-28',
        nothing: null,
        bigs: [1, 2],
        none: [],
        days: ['2027-03-28'],
        small: [1, 2],
        yes: true,
      },
    ]);
  });

  it('refuses a bigint that a number would round', async () => {
    await expect(base.pool.query('select 9007199254740993::bigint')).rejects.toThrow(
      '9007199254740993 does not fit a number',
    );
  });

  it('leaves the types of other pools alone', async () => {
    const client = new pg.Client(connectionConfig(base.url));
    await client.connect();
    onTestFinished(() => client.end());
    const { rows } = await client.query('select 1::bigint as big');
    expect(rows).toEqual([{ big: '1' }]);
  });

  it('survives the loss of an idle connection', async () => {
    const lost: string[] = [];
    const { pool, close } = openDatabase(base.url, {
      onIdleError: (error) => lost.push(error.message),
    });
    onTestFinished(close);
    const { rows } = await pool.query('select pg_backend_pid() as pid');
    await base.ownerPool.query('select pg_terminate_backend($1)', [rows[0].pid]);
    await expect.poll(() => lost).toHaveLength(1);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});

describe('a connection lost between two queries of a transaction', () => {
  it('fails the transaction, and neither the process nor the next one', async () => {
    const { db, close } = openDatabase(base.url);
    onTestFinished(close);
    const unheard: unknown[] = [];
    const hear = (error: unknown): unknown => unheard.push(error);
    process.on('uncaughtException', hear);
    onTestFinished(() => void process.off('uncaughtException', hear));
    const pidOf = sql<{ pid: number }>`select pg_backend_pid() as pid`;
    const spoiled = db.transaction().execute(async (trx) => {
      const { pid } = (await pidOf.execute(trx)).rows[0]!;
      await base.ownerPool.query('select pg_terminate_backend($1)', [pid]);
      await setTimeout(200);
      await pidOf.execute(trx);
    });
    const error = await spoiled.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(isDatabaseAway(error)).toBe(true);
    expect(unheard).toEqual([]);
    expect((await pidOf.execute(db)).rows).toHaveLength(1);
  });
});

describe('connection settings', () => {
  const parts = { host: '/tmp/a b', port: 5432, user: 'postgres', password: 'p@/:', database: 'd' };

  it('survive being written as an address', () => {
    const url = connectionUrl(parts);
    expect(url).toBe('postgresql://postgres:p%40%2F%3A@%2Ftmp%2Fa%20b:5432/d');
    expect(connectionUrl(url)).toBe(url);
    const client = new pg.Client({ connectionString: url });
    const { host, port, user, database } = client;
    expect({ ...parts, host, port, user, database, password: client.password }).toEqual(parts);
  });

  it('can point at another database of the same server', () => {
    expect(withDatabase(parts, 'other')).toEqual({ ...parts, database: 'other' });
    expect(withDatabase('postgresql://a:b@c:1/d?x=1', 'o t')).toBe(
      'postgresql://a:b@c:1/o%20t?x=1',
    );
  });
});
