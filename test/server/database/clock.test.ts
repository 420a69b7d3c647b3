import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { fixedClock, openClock } from '../../../server/database/clock.ts';
import { type TestDatabase, testDatabase } from '../../helpers/database.ts';

let base: TestDatabase;
beforeAll(async () => {
  base = await testDatabase();
});
afterAll(() => base.close());

describe('openClock()', () => {
  it("gives the database's time, whatever the machine's clock says", async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2001-01-01') });
    onTestFinished(() => void vi.useRealTimers());
    const clock = await openClock(base.db);
    onTestFinished(() => clock.stop());
    const before = await databaseTime();
    const now = clock.now().getTime();
    const after = await databaseTime();
    expect(now).toBeGreaterThan(before - 250);
    expect(now).toBeLessThan(after + 250);
  });

  it('never goes back between two readings', async () => {
    const clock = await openClock(base.db);
    onTestFinished(() => clock.stop());
    let last = 0;
    for (let reading = 0; reading < 2_000; reading++) {
      const now = clock.now().getTime();
      expect(now).toBeGreaterThanOrEqual(last);
      last = now;
    }
  });

  it('adds the offset a rehearsal stored', () => {
    const clock = fixedClock(new Date('2027-03-01T10:00:00Z'));
    const twoWeeks = 14 * 86_400_000;
    expect(clock.trialNow({ clock_offset_ms: twoWeeks })).toEqual(new Date('2027-03-15T10:00:00Z'));
    expect(clock.trialNow({ clock_offset_ms: 0 })).toEqual(clock.now());
  });
});

async function databaseTime(): Promise<number> {
  const { rows } = await base.pool.query('select clock_timestamp() as at');
  return rows[0].at.getTime();
}
