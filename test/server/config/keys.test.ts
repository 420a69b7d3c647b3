import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { newMasterKey, renderKeyFile } from '../../../server/config/key-file.ts';
import { keyringOf, openKeyring, SealError } from '../../../server/config/keys.ts';

const person = '018f0000-0000-7000-8000-000000000001';
const other = '018f0000-0000-7000-8000-000000000002';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scampaign-keys-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

describe('openKeyring()', () => {
  it('makes a key file of 0600 in an embedded data folder, once', () => {
    const first = openKeyring({ embeddedFolder: folder });
    const file = join(folder, 'master-key.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['master-key.json']);
    const again = openKeyring({ embeddedFolder: folder });
    expect(again.derive('token')).toEqual(first.derive('token'));
    expect(openKeyring({ file }).currentId).toBe(first.currentId);
  });

  it('refuses an absent file, and never makes one outside an embedded folder', () => {
    const file = join(folder, 'keys.json');
    expect(() => openKeyring({ file })).toThrow(/there is no such file; restore it/);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses a file that others may read', () => {
    const file = write(renderKeyFile([newMasterKey()]), 0o640);
    expect(() => openKeyring({ file })).toThrow(/others may read it \(mode 640\); chmod 600 it/);
  });

  it('says what is wrong with a key file and never shows a key', () => {
    const secret = Buffer.alloc(20, 7).toString('base64');
    for (const text of [
      `not json ${secret}`,
      JSON.stringify({ scampaign_master_keys: 1, keys: [{ id: 'a', key: secret }] }),
      JSON.stringify({ scampaign_master_keys: 1, keys: [{ id: secret, key: secret }] }),
      JSON.stringify({ scampaign_master_keys: 1, keys: [] }),
    ]) {
      const error = caught(() => openKeyring({ file: write(text) }));
      expect(error.message).toMatch(/^Read the master key .*: it is not /);
      expect(JSON.stringify([error.message, error.faults, error.stack])).not.toContain(secret);
    }
  });
});

describe('a keyring', () => {
  it('gives each purpose a key of its own, always the same', () => {
    const key = { id: 'k1', key: Buffer.alloc(32, 1) };
    const keyring = keyringOf([key]);
    expect(keyring.derive('token')).toHaveLength(32);
    expect(keyring.derive('token')).not.toEqual(keyring.derive('salt'));
    // Fixed: links already sent must stay good in every later version.
    expect(keyring.derive('token').toString('hex')).toBe(
      'cc91ac28c93f430f57d2ec900db6d83efd38bf2ff125e46f26eb60bd14445b7f',
    );
    expect(keyringOf([{ ...key, key: Buffer.alloc(32, 2) }]).derive('token')).not.toEqual(
      keyring.derive('token'),
    );
  });

  it('opens what it sealed, and seals the same bytes differently each time', () => {
    const keyring = keyringOf([newMasterKey()]);
    const bytes = Buffer.from('someone@people.example');
    const [one, two] = [
      keyring.seal('contact', bytes, person),
      keyring.seal('contact', bytes, person),
    ];
    expect(keyring.open('contact', one, person)).toEqual(bytes);
    expect(one.equals(two)).toBe(false);
    expect(one.includes(bytes)).toBe(false);
  });

  it('opens nothing that was changed, cut, or moved to another person or purpose', () => {
    const keyring = keyringOf([newMasterKey()]);
    const sealed = keyring.seal('contact', Buffer.from('x@people.example'), person);
    expect(() => keyring.open('contact', sealed, other)).toThrow(SealError);
    expect(() => keyring.open('salt', sealed, person)).toThrow(SealError);
    for (let at = 0; at < sealed.length; at++) {
      const spoilt = Buffer.from(sealed);
      spoilt[at] = (spoilt[at] ?? 0) ^ 1;
      expect(() => keyring.open('contact', spoilt, person), `byte ${at}`).toThrow(SealError);
      expect(() => keyring.open('contact', sealed.subarray(0, at), person)).toThrow(SealError);
    }
  });

  it('goes on opening after a new master key was added, and wraps again under it', () => {
    const [old, fresh] = [newMasterKey(), newMasterKey()];
    const before = keyringOf([old]);
    const dataKey = Buffer.alloc(32, 9);
    const { wrapped, masterKeyId } = before.wrapKey(dataKey, person);
    expect(masterKeyId).toBe(old.id);
    const during = keyringOf([old, fresh]);
    expect(during.ids).toEqual([old.id, fresh.id]);
    const again = during.wrapKey(during.unwrapKey(wrapped, person), person);
    expect(again.masterKeyId).toBe(fresh.id);
    const after = keyringOf([fresh]);
    expect(after.unwrapKey(again.wrapped, person)).toEqual(dataKey);
    expect(() => after.unwrapKey(wrapped, person)).toThrow(
      `Use master key ${old.id}: the key file does not hold it`,
    );
  });

  it('verifies an HMAC of an older key by its id', () => {
    const [old, fresh] = [newMasterKey(), newMasterKey()];
    const signed = keyringOf([old]).hmac('token', 'payload');
    const both = keyringOf([old, fresh]);
    expect(both.hmac('token', 'payload', old.id)).toEqual(signed);
    expect(both.hmac('token', 'payload')).not.toEqual(signed);
  });
});

function write(text: string, mode = 0o600): string {
  const file = join(folder, 'keys.json');
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

function caught(run: () => unknown): Error & { faults?: readonly string[] } {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}
