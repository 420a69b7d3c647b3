/** Closed list of what can go wrong in a verb, and the HTTP status and exit code of each. */
export const ERROR_CODES = {
  invalid_input: { status: 400, exitCode: 2 },
  not_found: { status: 404, exitCode: 2 },
  refused: { status: 403, exitCode: 2 },
  conflict: { status: 409, exitCode: 2 },
  gone: { status: 410, exitCode: 2 },
  too_large: { status: 413, exitCode: 2 },
  misdirected: { status: 421, exitCode: 2 },
  too_many: { status: 429, exitCode: 1 },
  unavailable: { status: 503, exitCode: 1 },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/**
 * An error whose message is meant for whoever asked. Anything else that is thrown shows the
 * visitor nothing of its inside.
 */
export class ServiceError extends Error {
  readonly code: ErrorCode;
  /** One line a fault, when a document or file held several. */
  readonly details: readonly string[];

  constructor(code: ErrorCode, message: string, details: readonly string[] = [], cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'ServiceError';
    this.code = code;
    this.details = details;
  }

  get status(): (typeof ERROR_CODES)[ErrorCode]['status'] {
    return ERROR_CODES[this.code].status;
  }

  get exitCode(): number {
    return ERROR_CODES[this.code].exitCode;
  }
}

/** PostgreSQL away, shutting down or out of connections; the same request may work in a moment. */
export function isDatabaseAway(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at && depth < 5; depth++) {
    const { code, message, syscall } = at as Record<'code' | 'message' | 'syscall', unknown>;
    // No such file is a missing socket only when something tried to connect to it.
    const isFile = code === 'ENOENT' && syscall !== 'connect';
    if (typeof code === 'string' && AWAY_CODES.has(code) && !isFile) return true;
    if (typeof message === 'string' && AWAY_MESSAGES.test(message)) return true;
    at = (at as { cause?: unknown }).cause;
  }
  return false;
}

const AWAY_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08003',
  '08006',
]);
const AWAY_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|connection timeout|server closed the connection|not (currently|yet) accepting connections|Client has encountered a connection error/i;
