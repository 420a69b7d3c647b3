/** The load of a bench: a process of its own, so that it shares no event loop with what it measures. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface LoadRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly seconds: number;
  readonly connections: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Each connection walks through its own share of these, again and again. */
  readonly requests: readonly { readonly path: string; readonly body?: string }[];
  /** Written into a body in place of `"#"`, another number for every request. */
  readonly numbered?: boolean;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p99Ms: number;
  readonly failed: number;
  readonly done: number;
}

export function runLoad(request: LoadRequest): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const child = fork(
      fileURLToPath(new URL('../bin/run.mjs', import.meta.url)),
      ['bench/load-process.ts'],
      {
        execArgv: [],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      },
    );
    child.once('message', (result) => {
      resolve(result as LoadResult);
      child.kill();
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Run the load: its process ended with ${code}`)));
    child.send(request);
  });
}
