import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Another process of ours that uses the embedded PostgreSQL of a folder. */
export interface Holder {
  serverPid: number;
  owned: boolean;
  /** Leaves in good order. */
  leave(): Promise<void>;
  /** Dies as by a power cut: no handler runs. */
  kill(): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL('./embedded-holder.ts', import.meta.url));

export async function startHolder(dataFolder: string): Promise<Holder> {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', SCRIPT, dataFolder], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const ended = once(child, 'exit');
  const ready = new Promise<{ serverPid: number; owned: boolean }>((resolve, reject) => {
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const { word, value } = JSON.parse(line);
      if (word === 'ready') resolve(value);
    });
    child.once('exit', (code) => reject(new Error(`the holder ended with ${code}: ${errors}`)));
  });
  const { serverPid, owned } = await ready;
  return {
    serverPid,
    owned,
    leave: async () => {
      child.stdin?.write('leave\n');
      await ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
