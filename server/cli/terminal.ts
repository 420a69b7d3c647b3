/** Talking to whoever typed a command: text or JSON on standard output, faults and bars on standard error. */
import { formatFault, TemplateError } from '../../landing-templates/faults.ts';
import { ConfigError } from '../config/config-error.ts';
import { isDatabaseAway, ServiceError } from '../web/errors.ts';

export const EXIT = { ok: 0, failed: 1, wrongInput: 2 } as const;

/** With --json one JSON value, else lines for a reader. */
export function print(json: boolean, value: unknown, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(value, null, 2)}\n` : `${lines.join('\n')}\n`);
}

/** Says what went wrong and what to do; returns the exit code. */
export function sayError(error: unknown, json: boolean): number {
  const { message, details, code } = describe(error);
  if (json) {
    process.stderr.write(`${JSON.stringify({ error: message, details })}\n`);
  } else {
    process.stderr.write(`${message}\n`);
    for (const detail of details) process.stderr.write(`  ${detail}\n`);
  }
  return code;
}

function describe(error: unknown): { message: string; details: readonly string[]; code: number } {
  if (error instanceof ServiceError) {
    return { message: error.message, details: error.details, code: error.exitCode };
  }
  if (error instanceof TemplateError) {
    return {
      message: `Read the template ${error.slug}: ${error.faults.length} faults need mending`,
      details: error.faults.map((fault) => `${error.slug}/${formatFault(fault)}`),
      code: EXIT.wrongInput,
    };
  }
  if (error instanceof ConfigError) {
    return { message: error.message, details: error.faults, code: error.exitCode };
  }
  if (isDatabaseAway(error)) {
    return {
      message:
        'Reach the database: it does not answer; check DATABASE_URL and whether the server runs',
      details: [(error as Error).message],
      code: EXIT.failed,
    };
  }
  return {
    message: `Run the command: ${(error as Error)?.stack ?? String(error)}`,
    details: [],
    code: EXIT.failed,
  };
}

export interface Progress {
  /** Begins a stage, or moves the one that is shown. */
  show(stage: string, done: number, total: number): void;
  end(): void;
}

const BAR_WIDTH = 28;
const REDRAW_MS = 80;

/** A bar on a terminal; elsewhere one line at the end of each stage. */
export function openProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  let stage = '';
  let last = { done: 0, total: 0 };
  let drawnAt = 0;
  const finishStage = (): void => {
    if (stage === '') return;
    if (stream.isTTY) stream.write(`${bar(stage, last.done, last.total)}\n`);
    else stream.write(`${stage}: ${last.done} of ${last.total}\n`);
    stage = '';
  };
  return {
    show(name, done, total) {
      if (name !== stage) finishStage();
      stage = name;
      last = { done, total };
      const now = performance.now();
      if (stream.isTTY && now - drawnAt > REDRAW_MS) {
        stream.write(bar(stage, done, total));
        drawnAt = now;
      }
    },
    end: finishStage,
  };
}

function bar(stage: string, done: number, total: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 1;
  const filled = Math.round(share * BAR_WIDTH);
  return `\r\u001b[K${stage.padEnd(34)} ${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${done} of ${total}`;
}
