import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openTurns } from '../../../server/rehearsal/turns.ts';

describe('openTurns()', () => {
  it('lets time pass only once everybody reads or has ended', async () => {
    const happened: string[] = [];
    const turns = openTurns(async () => {
      happened.push('time');
    });
    const person = (name: string, pages: number, ms: number) => async (): Promise<void> => {
      for (let page = 1; page <= pages; page += 1) {
        await sleep(ms);
        happened.push(`${name}${page}`);
        await turns.read();
      }
    };
    await turns.run([person('a', 2, 1), person('b', 1, 15), person('c', 3, 5)]);
    expect(happened.map((what) => what.replace(/[abc]/, 'p'))).toEqual([
      ...['p1', 'p1', 'p1', 'time', 'p2', 'p2', 'time', 'p3', 'time'],
    ]);
  });

  it('throws what an act threw, after the others have ended', async () => {
    let ended = false;
    const turns = openTurns(async () => undefined);
    const acts = [
      () => Promise.reject(new Error('lost')),
      async () => {
        await turns.read();
        ended = true;
      },
    ];
    await expect(turns.run(acts)).rejects.toThrow('lost');
    expect(ended).toBe(true);
  });

  it('throws in everybody who reads when time can not pass', async () => {
    const turns = openTurns(() => Promise.reject(new Error('no clock')));
    await expect(turns.run([() => turns.read(), () => turns.read()])).rejects.toThrow('no clock');
  });
});
