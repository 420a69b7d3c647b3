import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newMasterKey, renderKeyFile } from '../../../server/config/key-file.ts';
import { readShareLink } from '../../../server/reports/share-link.ts';
import { TestService } from '../../helpers/service.ts';

let world: TestService;
let folder: string;
let settings: Record<string, string>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'share-'));
  settings = { SCAMPAIGN_MASTER_KEY_FILE: join(folder, 'key.json') };
  writeFileSync(join(folder, 'key.json'), renderKeyFile([newMasterKey()]), { mode: 0o600 });
  world = await TestService.start(settings);
});
afterAll(async () => {
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function share(...args: string[]) {
  return spawnSync(process.execPath, ['bin/scampaign.mjs', 'share', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...settings, DATABASE_URL: world.database.url },
  });
}

describe('scampaign share', () => {
  it('prints an address that opens that report, to the end of its day', async () => {
    const { running } = await world.rehearse();
    const { slug, trial_no } = running.trial;
    const { stdout, stderr, status } = share(slug, '--until', '2099-12-31', '--json');
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    const { url } = JSON.parse(stdout) as { url: string };
    expect(readShareLink(world.engine.keyring, url.split('/reports/')[1] ?? '')).toEqual({
      trialNo: trial_no,
      expires: new Date('2100-01-01T00:00:00Z'),
    });
  });

  it.each(['2027-02-30', 'soon', '2020-01-01', '2999-12-31'])('refuses %s', (until) => {
    const { stderr, status } = share('any', '--until', until);
    expect(status).toBe(2);
    expect(stderr).toContain('Share the report');
  });
});
