import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { Database } from './tables.ts';

/** What every verb takes first: the database, or the transaction it is to work inside. */
export type Executor = Kysely<Database> | Transaction<Database>;

/** A PostgreSQL address, or the parts of one; a host that begins with / is a socket's folder. */
export type ConnectionSettings =
  | string
  | { host: string; port: number; user: string; password: string; database: string };

export interface DatabaseOptions {
  /** Most connections held at once. */
  maxConnections?: number;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
  /** Called for each error of an idle connection, which the pool has already thrown away. */
  onIdleError?: (error: Error) => void;
  /** How long a caller waits for a connection before the database counts as away. */
  connectTimeoutMs?: number;
}

export interface OpenDatabase {
  db: Kysely<Database>;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** The role every connection of the service takes; it owns nothing (see migrations/). */
export const SERVICE_ROLE = 'scampaign_service';

/** Opens the database as the service works with it, with the rights of `scampaign_service` only. */
export function openDatabase(
  settings: ConnectionSettings,
  options: DatabaseOptions = {},
): OpenDatabase {
  return open(settings, options, SERVICE_ROLE);
}

/** Opens the database with the rights of the address's own user, for migrations. */
export function openOwner(
  settings: ConnectionSettings,
  options: DatabaseOptions = {},
): OpenDatabase {
  return open(settings, { maxConnections: 2, ...options });
}

function open(settings: ConnectionSettings, options: DatabaseOptions, role?: string): OpenDatabase {
  const pool = new pg.Pool({
    ...connectionConfig(settings, role),
    max: options.maxConnections ?? 10,
    application_name: options.applicationName ?? 'scampaign',
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    keepAlive: true,
    types: { getTypeParser },
  });
  // Without a listener one killed idle connection ends the process.
  pool.on('error', options.onIdleError ?? (() => undefined));
  // Nor does the pool listen to a connection while a transaction holds it: lost between two queries,
  // it would end the process too. The next query of the transaction fails by itself.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  return { db, pool, close: () => db.destroy() };
}

/** The same settings with another database in place of theirs. */
export function withDatabase(settings: ConnectionSettings, database: string): ConnectionSettings {
  if (typeof settings !== 'string') return { ...settings, database };
  const url = new URL(settings);
  url.pathname = `/${encodeURIComponent(database)}`;
  return url.href;
}

/** Settings as one address, for a program that takes nothing else. */
export function connectionUrl(settings: ConnectionSettings): string {
  if (typeof settings === 'string') return settings;
  const { host, port, user, password, database } = settings;
  const part = encodeURIComponent;
  return `postgresql://${part(user)}:${part(password)}@${part(host)}:${port}/${part(database)}`;
}

/** What `pg` is to be given for these settings, taking a role while it connects. */
export function connectionConfig(settings: ConnectionSettings, role?: string): pg.ClientConfig {
  const asRole = role === undefined ? undefined : `-c role=${role}`;
  if (typeof settings !== 'string') {
    return asRole === undefined ? { ...settings } : { ...settings, options: asRole };
  }
  if (asRole === undefined) return { connectionString: settings };
  // An option inside the address would win over one beside it, so ours is written into it.
  const url = new URL(settings);
  const given = url.searchParams.get('options');
  url.searchParams.set('options', given ? `${given} ${asRole}` : asRole);
  return { connectionString: url.href };
}

const INT8 = 20;
const DATE = 1082;
const INT8_ARRAY = 1016;
const DATE_ARRAY = 1182;

/**
 * int8 arrives as a number (a value past 2^53 is an error, never a rounded one) and date as
 * YYYY-MM-DD; pg's own answers are a string and a local midnight. Held per pool: pg.types is
 * shared by the whole process.
 */
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (format !== 'binary') {
    if (oid === INT8) return readInt8;
    if (oid === DATE) return (value) => value;
    if (oid === INT8_ARRAY) return (value) => readArray(value).map(readInt8);
    if (oid === DATE_ARRAY) return readArray;
  }
  return pg.types.getTypeParser(oid, format as 'text');
}

function readInt8(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new RangeError(`Read a bigint: ${value} does not fit a number; at most 2^53 - 1 does`);
  }
  return number;
}

function readArray(value: string): string[] {
  const inside = value.slice(1, -1);
  return inside === '' ? [] : inside.split(',');
}
