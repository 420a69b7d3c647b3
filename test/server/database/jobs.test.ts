import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { newId } from '../../../server/database/ids.ts';
import { type Jobs, openJobs } from '../../../server/database/jobs.ts';
import { emptyDatabase, type TestDatabase, testDatabase } from '../../helpers/database.ts';

const quiet = { warn: () => undefined };
let base: TestDatabase;
let jobs: Jobs;
beforeAll(async () => {
  base = await testDatabase();
  jobs = await openJobs(base.url, quiet, { pollSeconds: 0.5 });
});
afterAll(async () => {
  await jobs.stop();
  await base.close();
});

describe('openJobs()', () => {
  it('hands a job to a worker once its transaction has committed', async () => {
    const done: number[] = [];
    await jobs.work<{ wave: number }>('committed', async ({ wave }) => void done.push(wave));
    await base.db
      .transaction()
      .execute((trx) => jobs.send(trx, 'committed', { id: newId(), data: { wave: 2 } }));
    await vi.waitFor(() => expect(done).toEqual([2]), 10_000);
  });

  it('drops a job with a transaction that is rolled back', async () => {
    await jobs.work('rolled-back', async () => undefined);
    const attempt = base.db.transaction().execute(async (trx) => {
      await jobs.send(trx, 'rolled-back', { id: newId(), data: {} });
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    expect(await countJobs('rolled-back')).toBe(0);
  });

  it('adds work with one id once, however often it is sent', async () => {
    await jobs.work('once', async () => undefined);
    const job = { id: newId(), data: {}, startAfter: new Date('2099-01-01') };
    expect(await jobs.send(base.db, 'once', job)).toBe(true);
    expect(await jobs.send(base.db, 'once', job)).toBe(false);
    expect(await countJobs('once')).toBe(1);
  });

  it('runs minute work at start and puts it on the schedule', async () => {
    let runs = 0;
    await jobs.everyMinute('minute', async () => void runs++);
    await vi.waitFor(() => expect(runs).toBe(1), 10_000);
    const { rows } = await base.ownerPool.query('select name, cron from jobs.schedule');
    expect(rows).toEqual([{ name: 'minute', cron: '* * * * *' }]);
  });

  it('keeps one run of minute work at a time, on every node together', async () => {
    const other = await openJobs(base.url, quiet, { pollSeconds: 0.5 });
    onTestFinished(() => other.stop());
    let running = 0;
    let most = 0;
    let runs = 0;
    const slow = async () => {
      runs++;
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      running--;
    };
    await Promise.all([jobs.everyMinute('slow', slow), other.everyMinute('slow', slow)]);
    await vi.waitFor(() => expect(runs).toBeGreaterThan(0), 10_000);
    await other.everyMinute('slow', slow);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(most).toBe(1);
  });

  it('refuses a database the migrations have not been run on', async () => {
    const empty = await emptyDatabase();
    onTestFinished(() => empty.close());
    await expect(openJobs(empty.url, quiet)).rejects.toThrow(/not installed/i);
  });
});

async function countJobs(queue: string): Promise<number> {
  const { rows } = await base.ownerPool.query(
    'select count(*)::int as jobs from jobs.job where name = $1',
    [queue],
  );
  return rows[0].jobs;
}
