/** What commands open before they act, and close whatever happens. */
import { readFile, writeFile } from 'node:fs/promises';
import { type Logger, pino } from 'pino';
import { type Config, loadConfig } from '../config/config.ts';
import { type Engine, openEngine } from '../engine.ts';
import { ServiceError } from '../web/errors.ts';
import { sayError } from './terminal.ts';

export interface Opened {
  readonly config: Config;
  readonly engine: Engine;
}

export function settings(): Config {
  return loadConfig(process.env, process.cwd());
}

/** Logs go to standard error, so that standard output is the command's own. */
export function openLog(config: Pick<Config, 'logLevel'>, quiet = false): Logger {
  const level = quiet && config.logLevel === 'info' ? 'warn' : config.logLevel;
  return pino({ level, base: null }, pino.destination({ fd: 2, sync: true }));
}

export async function withEngine<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
  const config = settings();
  const engine = await openEngine(config, openLog(config, true));
  try {
    return await work({ config, engine });
  } finally {
    await engine.close();
  }
}

/** Runs a command's action; its error becomes a sentence and an exit code. */
export function action<Args extends unknown[]>(
  run: (...args: Args) => Promise<number | undefined>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    try {
      process.exitCode = (await run(...args)) ?? 0;
    } catch (error) {
      process.exitCode = sayError(
        error,
        args.some((arg) => (arg as { json?: boolean } | undefined)?.json === true),
      );
    }
  };
}

/** @throws ServiceError `invalid_input` when it can't be written. */
export async function writeOutput(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'there is no such folder' : `it can't be written (${code})`;
    throw new ServiceError('invalid_input', `Write ${path}: ${why}; give another path`);
  }
}

/** @throws ServiceError `invalid_input` when it can't be read. */
export async function readInput(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : `it can't be read (${code})`;
    throw new ServiceError('invalid_input', `Read ${path}: ${why}; give the path of a file`);
  }
}
