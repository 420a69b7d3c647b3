import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ConfigError } from '../../../server/config/config-error.ts';
import { identity, serverAccount } from '../../../server/database/embedded/account.ts';
import { findPostmaster, stopPostmaster } from '../../../server/database/embedded/postmaster.ts';
import { processStart } from '../../../server/database/embedded/processes.ts';
import {
  type EmbeddedOptions,
  type EmbeddedPostgres,
  startEmbedded,
} from '../../../server/database/embedded.ts';
import { startHolder } from '../../helpers/holder.ts';

const quiet = { info: () => undefined, warn: () => undefined };
/** Where the disk is not what is tested. */
const FAST = { settings: { fsync: 'off' } };
const asRoot = process.getuid?.() === 0;

describe('startEmbedded() on one data folder', () => {
  let folder: string;
  beforeAll(() => {
    folder = makeFolder();
  });
  afterAll(() => removeFolder(folder));

  it('gives two processes that start at once on a fresh folder one server', async () => {
    const [one, other] = await Promise.all([startHolder(folder), startHolder(folder)]);
    expect(one.serverPid).toBe(other.serverPid);
    expect(readdirSync(folder).filter((name) => name.startsWith('postgres'))).toEqual(['postgres']);
    await one.leave();
    expect(alive(one.serverPid)).toBe(true);
    await other.leave();
    expect(alive(one.serverPid)).toBe(false);
  });

  it('keeps a password of 0600, asks for it, and checks its pages', async () => {
    const server = await start(folder);
    expect(server.owned).toBe(true);
    expect(statSync(join(folder, 'postgres', 'password')).mode & 0o777).toBe(0o600);
    expect(await query(server, 'show data_checksums')).toEqual([{ data_checksums: 'on' }]);
    expect(await query(server, 'show password_encryption')).toEqual([
      { password_encryption: 'scram-sha-256' },
    ]);
    expect(await query(server, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
    const guess = new pg.Client({ ...server.settings, password: 'guess' });
    await expect(guess.connect()).rejects.toThrow('password authentication failed');
  });

  it('leaves the server running when a command that joined leaves', async () => {
    const holder = await startHolder(folder);
    const joined = await startEmbedded(folder, quiet);
    expect([holder.owned, joined.owned]).toEqual([true, false]);
    await joined.stop();
    expect(alive(holder.serverPid)).toBe(true);
    await holder.leave();
    expect(alive(holder.serverPid)).toBe(false);
  });

  it('leaves the server to whoever joined when its starter leaves first', async () => {
    const holder = await startHolder(folder);
    const joined = await startEmbedded(folder, quiet);
    await holder.leave();
    expect(await query(joined, 'select 1 as one')).toEqual([{ one: 1 }]);
    await joined.stop();
    expect(alive(holder.serverPid)).toBe(false);
  });

  it('takes over the server of a starter that was killed, and stops it', async () => {
    const holder = await startHolder(folder);
    await holder.kill();
    expect(alive(holder.serverPid)).toBe(true);
    const server = await startEmbedded(folder, quiet);
    expect(server.serverPid()).toBe(holder.serverPid);
    expect(server.owned).toBe(true);
    await server.stop();
    expect(alive(holder.serverPid)).toBe(false);
  });

  it('starts a killed server again by itself, with every committed row', async () => {
    const server = await start(folder);
    await query(server, 'create table kept (n int)');
    await query(server, 'insert into kept select generate_series(1, 1000)');
    const killed = server.serverPid() as number;
    process.kill(killed, 'SIGKILL');
    await vi.waitFor(
      async () =>
        expect(await query(server, 'select count(*)::int from kept')).toEqual([{ count: 1000 }]),
      { timeout: 20_000, interval: 100 },
    );
    await expect.poll(() => server.serverPid()).not.toBe(killed);
  });

  it('starts where server and starter were both killed', async () => {
    const holder = await startHolder(folder);
    await holder.kill();
    process.kill(holder.serverPid, 'SIGKILL');
    const server = await start(folder);
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(server.serverPid()).not.toBe(holder.serverPid);
  });

  it('does not believe a lock that names a process of something else', async () => {
    // As PostgreSQL's own user: a process of any other one it doesn't take for its own.
    const stranger = spawn('sleep', ['60'], identity(serverAccount()));
    onTestFinished(() => void stranger.kill());
    const data = join(folder, 'postgres', 'data');
    const lock = [stranger.pid, data, 1, 5432, join(folder, 'postgres', 'run'), '', '0 0', 'ready'];
    writeFileSync(join(data, 'postmaster.pid'), `${lock.join('\n')}\n`);
    const server = await start(folder);
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(alive(stranger.pid as number)).toBe(true);
  });

  it('clears away a cluster that was only half made', async () => {
    const fresh = join(folder, 'fresh');
    mkdirSync(join(fresh, 'postgres.new-4194301-abcdef', 'data'), { recursive: true });
    chmodSync(fresh, 0o711);
    const server = await start(fresh, FAST);
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(join(fresh, 'postgres.new-4194301-abcdef'))).toBe(false);
  });
});

describe('startEmbedded() in a folder that is hard to use', () => {
  it('says in one sentence that a data folder cannot be written', async () => {
    const folder = makeFolder();
    onTestFinished(() => removeFolder(folder));
    writeFileSync(join(folder, 'file'), '');
    const error = await startEmbedded(join(folder, 'file', 'data'), quiet).catch((e) => e);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toMatch(/^Use the data folder .*: it can't be written \(ENOTDIR\); /);
  });

  it('serves from a folder whose name is too long for a socket', async () => {
    const folder = makeFolder();
    onTestFinished(() => removeFolder(folder));
    const deep = join(folder, 'a-folder-with-a-long-name-'.repeat(5));
    const server = await start(deep, FAST);
    expect(server.settings.host.length).toBeLessThan(90);
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
    rmSync(server.settings.host, { recursive: true, force: true });
  });

  it.runIf(asRoot)('moves data to where the user postgres can reach it', async () => {
    const folder = makeFolder();
    onTestFinished(() => removeFolder(folder));
    chmodSync(folder, 0o700);
    const server = await start(folder, FAST);
    const { folder: moved } = JSON.parse(readFileSync(join(folder, 'place.json'), 'utf8'));
    onTestFinished(() => rmSync(moved, { recursive: true, force: true }));
    expect(existsSync(join(moved, 'postgres', 'data', 'PG_VERSION'))).toBe(true);
    await query(server, 'create table moved (n int)');
    await server.stop();
    const again = await start(folder, FAST);
    expect(await query(again, 'select count(*)::int from moved')).toEqual([{ count: 0 }]);
    await again.stop();
    rmSync(moved, { recursive: true });
    await expect(startEmbedded(folder, quiet)).rejects.toThrow('which is not there; restore');
  });

  it('says what the server said when it cannot start', async () => {
    const folder = makeFolder();
    onTestFinished(() => removeFolder(folder));
    await (await startEmbedded(folder, quiet, FAST)).stop();
    const started = startEmbedded(folder, quiet, {
      settings: { ...FAST.settings, max_connections: 'many' },
    });
    await expect(started).rejects.toThrow(/ended with 1: .*invalid value for parameter/);
  });
});

async function start(folder: string, options: EmbeddedOptions = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbedded(folder, quiet, options);
  onTestFinished(() => server.stop());
  return server;
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'scampaign-embedded-'));
  chmodSync(folder, 0o711);
  return folder;
}

async function removeFolder(folder: string): Promise<void> {
  const running = findPostmaster(join(folder, 'postgres', 'data'));
  if (running) await stopPostmaster(running, 'immediate');
  rmSync(folder, { recursive: true, force: true });
}

async function query(server: EmbeddedPostgres, text: string): Promise<unknown[]> {
  const client = new pg.Client(server.settings);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

function alive(pid: number): boolean {
  return processStart(pid) !== undefined;
}
