import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { processStart } from './processes.ts';

/**
 * The processes that use one embedded server, a file each. Whoever leaves last stops the server, so
 * a command that joined leaves it running, and one that began it doesn't take it from the others.
 */
export class Members {
  readonly #folder: string;
  readonly #start: string;
  readonly #serial: number;

  constructor(area: string) {
    this.#folder = join(area, 'members');
    this.#start = processStart(process.pid) ?? '';
    this.#serial = nextSerial++;
  }

  /** Enters this process. Waits while another is stopping the server. */
  async join(): Promise<void> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeFileSync(this.#file('using'), this.#start);
    // Entered first and looked second, where whoever leaves marks first and looks second: one of
    // the two is bound to see the other.
    while (this.#live('stopping').length > 0) await pause(30);
  }

  /** Whether any other living process, or another part of this one, uses the server. */
  others(): boolean {
    return this.#live('using').some((name) => name !== this.#name('using'));
  }

  /** Leaves; when no one else is left, calls `stop` while newcomers wait. */
  async leave(stop: () => Promise<void>): Promise<void> {
    rmSync(this.#file('using'), { force: true });
    writeFileSync(this.#file('stopping'), this.#start);
    try {
      if (this.#live('using').length === 0) await stop();
    } finally {
      rmSync(this.#file('stopping'), { force: true });
    }
  }

  #live(kind: Kind): string[] {
    const found: string[] = [];
    for (const name of readdirSync(this.#folder)) {
      const pid = new RegExp(`^${kind}-(\\d+)-\\d+$`).exec(name)?.[1];
      if (pid === undefined) continue;
      const start = processStart(Number(pid));
      if (start !== undefined && start === readStart(join(this.#folder, name))) found.push(name);
      else if (start === undefined) rmSync(join(this.#folder, name), { force: true });
    }
    return found;
  }

  #name(kind: Kind): string {
    return `${kind}-${process.pid}-${this.#serial}`;
  }

  #file(kind: Kind): string {
    return join(this.#folder, this.#name(kind));
  }
}

type Kind = 'using' | 'stopping';

let nextSerial = 1;

function readStart(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
