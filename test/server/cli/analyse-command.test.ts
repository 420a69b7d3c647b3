import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trialReportSchema } from '../../../server/reports/schema/report-schema.ts';
import { madeUpFile } from '../reports/made-up-report.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'analyse-'));
  const { protocolSource, csvText } = madeUpFile({ people: 300, seed: 1, risk: () => 0.2 });
  writeFileSync(join(folder, 'plan.yaml'), protocolSource);
  writeFileSync(join(folder, 'people.csv'), csvText);
  writeFileSync(join(folder, 'wrong.csv'), csvText.replace('p1,trained', 'p1,traned'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ran {
  code: number | null;
  out: string;
  err: string;
}

/** Runs the command itself; `readsOn` false closes its output at once, as `head` does. */
function analyse(data: string, more: readonly string[], readsOn = true): Promise<Ran> {
  const files = ['--protocol', join(folder, 'plan.yaml'), '--data', join(folder, data)];
  const child = spawn(process.execPath, ['bin/scampaign.mjs', 'analyse', ...files, ...more]);
  const ran: Ran = { code: null, out: '', err: '' };
  if (readsOn) child.stdout.setEncoding('utf8').on('data', (text) => (ran.out += text));
  else child.stdout.destroy();
  child.stderr.setEncoding('utf8').on('data', (text) => (ran.err += text));
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ ...ran, code }));
  });
}

describe('scampaign analyse', () => {
  it('prints the report as text, or with --json as the published schema has it', async () => {
    const [text, json] = await Promise.all([
      analyse('people.csv', []),
      analyse('people.csv', ['--json']),
    ]);
    expect(text).toMatchObject({ code: 0, err: '' });
    expect(text.out).toContain('IN SHORT');
    expect(json).toMatchObject({ code: 0, err: '' });
    expect(() => trialReportSchema.parse(JSON.parse(json.out))).not.toThrow();
  });

  it('ends quietly when nobody reads on', async () => {
    expect(await analyse('people.csv', ['--format', 'html'], false)).toMatchObject({
      code: 0,
      err: '',
    });
  });

  it('names a file it can not write, with exit code 2', async () => {
    const path = join(folder, 'no-folder', 'report.txt');
    const { code, err } = await analyse('people.csv', ['--out', path]);
    expect(code).toBe(2);
    expect(err).toContain(`Write ${path}: there is no such folder`);
  });

  it('says what to write in which row, with exit code 2', async () => {
    const { code, err } = await analyse('wrong.csv', []);
    expect(code).toBe(2);
    expect(err).toContain('arm');
  });
});
