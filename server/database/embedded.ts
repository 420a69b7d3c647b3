import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { ConfigError } from '../config/config-error.ts';
import { type Account, serverAccount } from './embedded/account.ts';
import {
  type Binaries,
  type BinaryPackage,
  installedPackage,
  usableBinaries,
} from './embedded/binaries.ts';
import { type Cluster, settleCluster } from './embedded/cluster.ts';
import { Members } from './embedded/members.ts';
import { settlePlace, settleSockets } from './embedded/place.ts';
import {
  findPostmaster,
  PORT,
  type ServerFolders,
  SUPERUSER,
  startPostmaster,
  stopPostmaster,
} from './embedded/postmaster.ts';
import type { ConnectionSettings } from './pool.ts';

/** A real PostgreSQL of the project's own, which one or several of our processes use. */
export interface EmbeddedPostgres {
  /** As the cluster's superuser, for `openOwner` and `openDatabase` alike. */
  settings: Exclude<ConnectionSettings, string>;
  /** True when this process started the server, or took over one whose users had all died. */
  owned: boolean;
  /** Process id of the server; another one after a crash. */
  serverPid(): number | undefined;
  /** Leaves the server, once. It is stopped when no other process uses it any more. */
  stop(): Promise<void>;
}

export interface EmbeddedLog {
  info(message: string): void;
  warn(message: string): void;
}

export interface EmbeddedOptions {
  /** Server settings beyond the usual ones; tests turn fsync off. */
  settings?: Readonly<Record<string, string>>;
  /** The programs, when not the installed ones. */
  binaries?: BinaryPackage;
}

const DATABASE = 'scampaign';
/** Asking is cheap where there is /proc and starts a program elsewhere. */
const WATCH_EVERY_MS = process.platform === 'linux' ? 250 : 2_000;

/**
 * Starts the embedded PostgreSQL of a data folder, or joins it when another process of ours has it
 * running. What a crash left behind is put right: a server whose starter was killed is taken over,
 * a stale lock is not believed, and a server that dies while we use it is started again.
 *
 * @param dataFolder - Made if absent. Absolute, or relative to the working folder.
 * @throws ConfigError in one sentence when folder, user or programs can't be used.
 */
export async function startEmbedded(
  dataFolder: string,
  log: EmbeddedLog,
  options: EmbeddedOptions = {},
): Promise<EmbeddedPostgres> {
  const account = serverAccount();
  const place = settlePlace(resolve(dataFolder), account);
  const binaries = usableBinaries(options.binaries ?? installedPackage(), account, place);
  const cluster = await settleCluster(place, binaries, account, options.settings?.fsync !== 'off');
  const folders: ServerFolders = {
    data: cluster.data,
    sockets: settleSockets(cluster.area, account),
    log: join(cluster.area, 'postgres.log'),
  };
  mkdirSync(join(cluster.area, 'members'), { recursive: true, mode: 0o700 });
  const members = new Members(cluster.area);
  await members.join();
  const server = new Server(binaries, folders, cluster, account, options.settings ?? {});
  let stopped: Promise<void> | undefined;
  const leave = async (): Promise<void> => {
    await server.unwatch();
    await members.leave(async () => {
      await server.stop();
      log.info('Embedded PostgreSQL stopped');
    });
  };
  try {
    const orphaned = !members.others();
    const started = await server.start();
    if (started) log.info(`Embedded PostgreSQL started in ${cluster.area}`);
    else if (orphaned) log.warn(`Took over an embedded PostgreSQL left running in ${cluster.area}`);
    await createDatabase(folders.sockets, cluster.password);
    server.watch(log);
    return {
      settings: {
        host: folders.sockets,
        port: PORT,
        user: SUPERUSER,
        password: cluster.password,
        database: DATABASE,
      },
      owned: started || orphaned,
      serverPid: () => server.pid,
      stop: () => {
        stopped ??= leave();
        return stopped;
      },
    };
  } catch (error) {
    await members.leave(() => server.stop());
    throw error instanceof ConfigError ? error : new ConfigError(messageOf(error), [], error);
  }
}

class Server {
  #timer: NodeJS.Timeout | undefined;
  #restart: Promise<void> | undefined;

  constructor(
    private readonly binaries: Binaries,
    private readonly folders: ServerFolders,
    private readonly cluster: Cluster,
    private readonly account: Account | undefined,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  get pid(): number | undefined {
    // Another process of ours may have started it again meanwhile.
    return findPostmaster(this.folders.data)?.pid;
  }

  /** @returns Whether it was us who started it. */
  async start(): Promise<boolean> {
    const { started } = await startPostmaster(
      this.binaries,
      this.folders,
      this.cluster.password,
      this.account,
      this.settings,
    );
    return started;
  }

  /** Starts the server again whenever it is found dead. */
  watch(log: EmbeddedLog): void {
    this.#timer = setInterval(() => {
      if (this.#restart || findPostmaster(this.folders.data)) return;
      log.warn('Embedded PostgreSQL died; starting it again');
      this.#restart = this.start()
        .then(() => log.info('Embedded PostgreSQL is back'))
        .catch((error) => log.warn(messageOf(error)))
        .finally(() => {
          this.#restart = undefined;
        });
    }, WATCH_EVERY_MS);
    this.#timer.unref();
  }

  async unwatch(): Promise<void> {
    clearInterval(this.#timer);
    await this.#restart;
  }

  async stop(): Promise<void> {
    const running = findPostmaster(this.folders.data);
    if (running) await stopPostmaster(running);
  }
}

async function createDatabase(sockets: string, password: string): Promise<void> {
  const client = new pg.Client({
    host: sockets,
    port: PORT,
    user: SUPERUSER,
    password,
    database: 'postgres',
  });
  // Whatever waits for an answer fails by itself; unheard, a lost connection ends the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      DATABASE,
    ]);
    if (!rowCount) await client.query(`create database ${DATABASE}`);
  } catch (error) {
    // Two first starts at once: the other one made it.
    if (!['42P04', '23505'].includes(String((error as { code?: unknown }).code))) throw error;
  } finally {
    await client.end();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
