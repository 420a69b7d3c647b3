/**
 * Work that arrives together is done together: while one run is under way, what arrives waits and
 * goes with the next. No timer: a lone request goes at once.
 */
import { isDatabaseAway, ServiceError } from '../web/errors.ts';

export interface GroupSettings<T, R> {
  /** Does many at once; results in the same order. */
  readonly run: (items: readonly T[]) => Promise<readonly R[]>;
  /** Cost of one item, in the units of the two bounds below. */
  readonly size: (item: T) => number;
  readonly mostPerRun: number;
  /** Beyond this, `add` answers `unavailable` at once. */
  readonly mostWaiting: number;
  readonly runsAtOnce: number;
}

export interface Group<T, R> {
  add(item: T): Promise<R>;
  /** Resolves when everything added has been answered; later additions are refused. */
  close(): Promise<void>;
}

interface Waiting<T, R> {
  readonly item: T;
  readonly size: number;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

export function createGroup<T, R>(settings: GroupSettings<T, R>): Group<T, R> {
  let queue: Waiting<T, R>[] = [];
  let waitingSize = 0;
  let running = 0;
  let closing: (() => void) | undefined;
  let closed = false;

  function start(): void {
    while (running < settings.runsAtOnce && queue.length > 0) {
      const batch = take();
      running += 1;
      void runBatch(batch).finally(() => {
        running -= 1;
        if (closing && running === 0 && queue.length === 0) closing();
        start();
      });
    }
  }

  function take(): Waiting<T, R>[] {
    let size = 0;
    let count = 0;
    while (
      count < queue.length &&
      (count === 0 || size + queue[count]!.size <= settings.mostPerRun)
    ) {
      size += queue[count]!.size;
      count += 1;
    }
    const batch = count === queue.length ? queue : queue.slice(0, count);
    queue = count === queue.length ? [] : queue.slice(count);
    waitingSize -= size;
    return batch;
  }

  async function runBatch(batch: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await settings.run(batch.map((waiting) => waiting.item));
      batch.forEach((waiting, index) => {
        waiting.resolve(results[index]!);
      });
    } catch (error) {
      if (batch.length === 1 || isDatabaseAway(error)) {
        for (const waiting of batch) waiting.reject(error);
        return;
      }
      // One bad item must not fail its neighbours: each is tried alone.
      for (const waiting of batch) await runBatch([waiting]);
    }
  }

  return {
    add(item) {
      const size = settings.size(item);
      if (closed || waitingSize + size > settings.mostWaiting) {
        return Promise.reject(
          new ServiceError(
            'unavailable',
            'Take the request: too much waits already, send it again in a moment',
          ),
        );
      }
      return new Promise<R>((resolve, reject) => {
        queue.push({ item, size, resolve, reject });
        waitingSize += size;
        // Requests read from the sockets in this turn of the event loop join the same run.
        if (running < settings.runsAtOnce) setImmediate(start);
      });
    },
    close() {
      closed = true;
      return new Promise((resolve) => {
        if (running === 0 && queue.length === 0) resolve();
        else closing = resolve;
      });
    },
  };
}
