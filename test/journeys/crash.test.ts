import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { BROWSER } from '../../bench/interactions.ts';
import { type Served, type Stage, withStage } from '../../bench/stage.ts';
import { isDatabaseAway } from '../../server/web/errors.ts';

const KILLS = 20;
const WRITERS = 24;
const ACKNOWLEDGED_BETWEEN_KILLS = 60;

/** People's pages that send one interaction after another, and send again what was not acknowledged. */
class Load {
  readonly acknowledged: { viewId: string; seq: number }[] = [];
  readonly #stage: Stage;
  readonly #origin: () => string;
  #running = true;
  readonly #writers: Promise<void>[];
  readonly wrong: number[] = [];

  constructor(stage: Stage, origin: () => string) {
    this.#stage = stage;
    this.#origin = origin;
    this.#writers = Array.from({ length: WRITERS }, (_, i) => this.#write(i));
  }

  async #write(writer: number): Promise<void> {
    const offer = this.#stage.offers[writer]!;
    for (let seq = 100; this.#running; seq++) {
      while (!(await this.#send(offer, seq)) && this.#running) await pause(20);
    }
  }

  async #send(offer: Stage['offers'][number], seq: number): Promise<boolean> {
    try {
      const answer = await fetch(`${this.#origin()}/i`, {
        method: 'POST',
        headers: { 'user-agent': BROWSER, 'content-type': 'text/plain' },
        body: JSON.stringify({
          v: 1,
          t: offer.token,
          view: offer.viewId,
          e: [[seq, 'engaged', seq]],
        }),
        signal: AbortSignal.timeout(5_000),
      });
      await answer.arrayBuffer();
      if (answer.status === 204) {
        this.acknowledged.push({ viewId: offer.viewId, seq });
        return true;
      }
      if (answer.status !== 503) this.wrong.push(answer.status);
    } catch {
      // The connection died with the process: nothing was acknowledged.
    }
    return false;
  }

  async grow(by: number): Promise<void> {
    const wanted = this.acknowledged.length + by;
    while (this.acknowledged.length < wanted) await pause(5);
  }

  async stop(): Promise<void> {
    this.#running = false;
    await Promise.all(this.#writers);
  }
}

/** Whoever uses the server starts it again; which process it is now is known a moment later. */
async function killPostgres(stage: Stage): Promise<void> {
  for (;;) {
    try {
      process.kill(stage.engine.serverPid()!, 'SIGKILL');
      return;
    } catch {
      await pause(20);
    }
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Its backends outlive a killed server for a moment, so the last kill may not be mended yet. */
async function storedInteractions(stage: Stage): Promise<{ id: string; seq: number }[]> {
  for (;;) {
    try {
      const { rows } = await sql<{ id: string; seq: number }>`
        select view_id as id, seq from interactions
      `.execute(stage.engine.owner.db);
      return rows;
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      await pause(50);
    }
  }
}

async function expectNothingLost(stage: Stage, load: Load): Promise<void> {
  const rows = await storedInteractions(stage);
  const stored = new Set(rows.map((row) => `${row.id} ${row.seq}`));
  const lost = load.acknowledged.filter(({ viewId, seq }) => !stored.has(`${viewId} ${seq}`));
  expect(lost).toEqual([]);
  expect(stored.size).toBe(rows.length);
  expect(load.acknowledged.length).toBeGreaterThanOrEqual(KILLS * ACKNOWLEDGED_BETWEEN_KILLS);
  // One that was sent twice because its answer was lost is stored once; nothing else is there.
  expect(rows.length - load.acknowledged.length).toBeLessThanOrEqual(WRITERS);
}

describe('an acknowledged interaction', () => {
  it('survives twenty kills of the service, and is stored once', { timeout: 420_000 }, async () => {
    await withStage(async (stage) => {
      let current: Served = await stage.serve();
      const load = new Load(stage, () => current.people);
      for (let kill = 0; kill < KILLS; kill++) {
        // The next node starts while this one is under load.
        const next = stage.serve();
        await load.grow(ACKNOWLEDGED_BETWEEN_KILLS);
        const killed = current;
        current = await next;
        await killed.kill();
      }
      await load.stop();
      expect(load.wrong).toEqual([]);
      await expectNothingLost(stage, load);
    }, 100);
  });

  it('survives twenty kills of PostgreSQL, and is stored once', { timeout: 420_000 }, async () => {
    await withStage(async (stage) => {
      const served = await stage.serve();
      const load = new Load(stage, () => served.people);
      for (let kill = 0; kill < KILLS; kill++) {
        await load.grow(ACKNOWLEDGED_BETWEEN_KILLS);
        await killPostgres(stage);
      }
      await load.grow(ACKNOWLEDGED_BETWEEN_KILLS);
      await load.stop();
      expect(load.wrong).toEqual([]);
      await expectNothingLost(stage, load);
    }, 100);
  });
});
