/**
 * Many people at once under one clock that is moved by hand. Everybody does what they do until they
 * stop to read; once all of them read, the clock moves on by the time reading takes, and all go on.
 */
export interface Turns {
  /** Lets the time pass that reading a page takes. */
  readonly read: () => Promise<void>;
  /**
   * Runs every act to its end.
   *
   * @throws the first error of an act, once all have ended.
   */
  run(acts: readonly (() => Promise<void>)[]): Promise<void>;
}

export function openTurns(passTime: () => Promise<void>): Turns {
  let busy = 0;
  let reading: { resume: () => void; fail: (error: unknown) => void }[] = [];

  function stepBack(): void {
    busy -= 1;
    if (busy > 0 || reading.length === 0) return;
    const all = reading;
    reading = [];
    busy = all.length;
    passTime().then(
      () => {
        for (const one of all) one.resume();
      },
      (error: unknown) => {
        for (const one of all) one.fail(error);
      },
    );
  }

  return {
    read: () =>
      new Promise<void>((resume, fail) => {
        reading.push({ resume, fail });
        stepBack();
      }),
    async run(acts) {
      busy += acts.length;
      const ended = await Promise.allSettled(acts.map((act) => act().finally(stepBack)));
      const failed = ended.find((one) => one.status === 'rejected');
      if (failed) throw failed.reason;
    },
  };
}
