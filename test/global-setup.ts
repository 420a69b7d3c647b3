import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { findPostmaster, stopPostmaster } from '../server/database/embedded/postmaster.ts';
import { processStart } from '../server/database/embedded/processes.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Data folder of the PostgreSQL that all test files of a run share. */
    databaseFolder: string;
  }
}

const PREFIX = 'scampaign-test-';
const RUN_BY = 'run-by.json';

/**
 * Names the data folder of the run's PostgreSQL. The server itself is started by the first test
 * file that asks for a database, so that a run without one starts none; it is stopped here.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepAbandonedRuns();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(folder, 0o711);
  const self = { pid: process.pid, start: processStart(process.pid) };
  writeFileSync(join(folder, RUN_BY), JSON.stringify(self));
  project.provide('databaseFolder', folder);
  return () => remove(folder);
}

/** A run that was killed leaves its server running; the next one clears it away. */
async function sweepAbandonedRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    try {
      const { pid, start } = JSON.parse(readFileSync(join(folder, RUN_BY), 'utf8'));
      if (processStart(pid) !== start) await remove(folder);
    } catch {
      // Another run has made the folder and not yet written whose it is, or it is not ours.
    }
  }
}

async function remove(folder: string): Promise<void> {
  const running = findPostmaster(join(folder, 'postgres', 'data'));
  if (running) await stopPostmaster(running, 'immediate');
  rmSync(folder, { recursive: true, force: true });
}
