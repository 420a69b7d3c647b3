import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../../server/config/config.ts';
import { ConfigError } from '../../../server/config/config-error.ts';

describe('loadConfig()', () => {
  it('needs no setting at all', () => {
    expect(loadConfig({}, '/srv')).toEqual({
      dataFolder: '/srv/.scampaign',
      staff: { host: 'localhost', port: 8080, url: 'http://localhost:8080' },
      people: { host: '127.0.0.1', port: 8081, url: 'http://127.0.0.1:8081' },
      templateFolders: [],
      offerHosts: {},
      logLevel: 'info',
    });
  });

  it('takes every setting, and an empty one as absent', () => {
    const config = loadConfig(
      {
        PATH: '/bin',
        DATABASE_URL: 'postgresql://u:p@db.example/trials',
        REPORT_DATABASE_URL: 'postgres://u:p@replica.example/trials',
        SCAMPAIGN_DATA_FOLDER: '/data',
        SCAMPAIGN_MASTER_KEY_FILE: 'keys/master.json',
        SCAMPAIGN_STAFF_HOST: '0.0.0.0',
        SCAMPAIGN_STAFF_PORT: '9000',
        SCAMPAIGN_STAFF_URL: 'https://staff.example/',
        SCAMPAIGN_PEOPLE_URL: 'https://people.example',
        SCAMPAIGN_PEOPLE_HOST: '',
        SCAMPAIGN_OFFER_HOSTS: '{"coffee-shop": "https://coffee.example"}',
        SCAMPAIGN_SMTP_URL: 'smtp://mail.example:25',
        SCAMPAIGN_SMTP_FROM: 'trial@people.example',
        SCAMPAIGN_LOG_LEVEL: 'warn',
      },
      '/srv',
    );
    expect(config).toEqual({
      dataFolder: '/data',
      databaseUrl: 'postgresql://u:p@db.example/trials',
      reportDatabaseUrl: 'postgres://u:p@replica.example/trials',
      masterKeyFile: '/srv/keys/master.json',
      staff: { host: '0.0.0.0', port: 9000, url: 'https://staff.example' },
      people: { host: '127.0.0.1', port: 8081, url: 'https://people.example' },
      templateFolders: [],
      offerHosts: { 'coffee-shop': 'https://coffee.example' },
      smtp: { url: 'smtp://mail.example:25', from: 'trial@people.example' },
      logLevel: 'warn',
    });
  });

  it('takes the operator’s templates from a folder that is there, and says when one isn’t', () => {
    const folder = mkdtempSync(join(tmpdir(), 'config-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    mkdirSync(join(folder, 'templates'));
    expect(loadConfig({}, folder).templateFolders).toEqual([join(folder, 'templates')]);
    const named = loadConfig({ SCAMPAIGN_TEMPLATES: folder }, '/srv');
    expect(named.templateFolders).toEqual([folder]);
    expect(faultsOf({ SCAMPAIGN_TEMPLATES: '/nowhere' }).faults).toEqual([
      'SCAMPAIGN_TEMPLATES: /nowhere is no folder; name the one that holds templates',
    ]);
  });

  it('lists every fault at once and repeats no secret', () => {
    const error = faultsOf({
      DATABASE_URL: 'mysql://root:hunter2@db',
      SCAMPAIGN_STAFF_PORT: '99999',
      SCAMPAIGN_PEOPLE_URL: 'people.example/path',
      SCAMPAIGN_LOG_LEVEL: 'loud',
      SCAMPAIGN_STAF_HOST: 'localhost',
    });
    expect(error.message).toBe('Read the settings: 5 settings are wrong');
    expect(error.exitCode).toBe(2);
    expect(error.faults.map((fault) => fault.split(':')[0])).toEqual([
      'SCAMPAIGN_STAF_HOST',
      'DATABASE_URL',
      'SCAMPAIGN_STAFF_PORT',
      'SCAMPAIGN_PEOPLE_URL',
      'SCAMPAIGN_LOG_LEVEL',
    ]);
    expect(error.faults.join('\n')).not.toContain('hunter2');
  });

  it.each([
    [
      { DATABASE_URL: 'postgresql://h/d' },
      /^SCAMPAIGN_MASTER_KEY_FILE: is absent and DATABASE_URL/,
    ],
    [{ SCAMPAIGN_SMTP_URL: 'smtp://h' }, /^SCAMPAIGN_SMTP_FROM: is absent/],
    [{ SCAMPAIGN_SMTP_FROM: 'a@b.example' }, /^SCAMPAIGN_SMTP_URL: is absent/],
    [
      { SCAMPAIGN_STAFF_URL: 'http://127.0.0.1:1' },
      /^127\.0\.0\.1: is used for the pages of staff/,
    ],
    [
      { SCAMPAIGN_OFFER_HOSTS: '{"a":"https://x.example","b":"https://x.example:8"}' },
      /^x\.example: is used for offer a and for offer b/,
    ],
    [{ SCAMPAIGN_OFFER_HOSTS: '{"a":"x"}' }, /^SCAMPAIGN_OFFER_HOSTS: a: needs an origin/],
    [{ SCAMPAIGN_OFFER_HOSTS: 'absent.json' }, /^SCAMPAIGN_OFFER_HOSTS: absent.json can't be read/],
    [{ SCAMPAIGN_OFFER_HOSTS: '{"a"' }, /^SCAMPAIGN_OFFER_HOSTS: needs JSON/],
    [
      { SCAMPAIGN_PEOPLE_HOST: 'localhost', SCAMPAIGN_PEOPLE_PORT: '8080' },
      /^localhost: is used for the pages of staff and for the pages of participants/,
    ],
    [{ SCAMPAIGN_PEOPLE_HOST: '0.0.0.0' }, /^SCAMPAIGN_PEOPLE_URL: is absent and 0\.0\.0\.0/],
  ])('refuses %j', (env, fault) => {
    expect(faultsOf(env).faults[0]).toMatch(fault);
  });

  it('reads the hosts of offers from a file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'scampaign-config-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'hosts.json'), '{"shop": "https://shop.example"}');
    const { offerHosts } = loadConfig({ SCAMPAIGN_OFFER_HOSTS: 'hosts.json' }, folder);
    expect(offerHosts).toEqual({ shop: 'https://shop.example' });
  });
});

function faultsOf(env: NodeJS.ProcessEnv): ConfigError {
  try {
    loadConfig(env, '/srv');
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('these settings were taken');
}
