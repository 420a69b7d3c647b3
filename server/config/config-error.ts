/**
 * Something the person who starts the program can put right: a setting, a folder, a port, a key
 * file. The command line prints the message and its faults, one a line, and exits with `exitCode`.
 */
export class ConfigError extends Error {
  readonly faults: readonly string[];
  readonly exitCode = 2;

  constructor(message: string, faults: readonly string[] = [], cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ConfigError';
    this.faults = faults;
  }
}
