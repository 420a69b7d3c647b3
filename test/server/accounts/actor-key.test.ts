import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  makeActorKey,
  parseActorKey,
  readActorKey,
  sign,
  verifyActorSignature,
  writeActorKey,
} from '../../../server/accounts/actor-key.ts';

const ID = '01938f3e-0000-7000-8000-000000000001';
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'actor-key-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a signing key', () => {
  it('signs as RFC 8032 test 2 does', () => {
    const seed = '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb';
    const key = parseActorKey(
      JSON.stringify({
        scampaign_actor_key: 1,
        actor_id: ID,
        name: 'Test',
        private_key: Buffer.from(seed, 'hex').toString('base64'),
      }),
    );
    expect(key.publicKey.toString('hex')).toBe(
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    );
    expect(sign(key, Buffer.from('72', 'hex')).toString('hex')).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
  });

  it('verifies its own signature and no other', () => {
    const { key } = makeActorKey(ID, 'Dao');
    const { key: other } = makeActorKey(ID, 'Dao');
    const bytes = Buffer.from('a statement');
    expect(verifyActorSignature(key.publicKey, bytes, sign(key, bytes))).toBe(true);
    expect(verifyActorSignature(other.publicKey, bytes, sign(key, bytes))).toBe(false);
    expect(verifyActorSignature(key.publicKey, Buffer.from('another'), sign(key, bytes))).toBe(
      false,
    );
  });

  it('comes back from its file, which only its owner can read', async () => {
    const { key, keyFile } = makeActorKey(ID, 'Dao');
    const path = join(folder, 'dao.key');
    await writeActorKey(path, keyFile);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const read = await readActorKey(path);
    expect(read.publicKey).toEqual(key.publicKey);
    expect(read).toMatchObject({ actorId: ID, name: 'Dao' });
  });

  it('never replaces a file that is there', async () => {
    const path = join(folder, 'there.key');
    writeFileSync(path, 'something else');
    await expect(writeActorKey(path, 'new')).rejects.toThrow(/EEXIST/);
  });

  it('is refused when others can read its file, when it is missing and when it is no key', async () => {
    const path = join(folder, 'open.key');
    writeFileSync(path, makeActorKey(ID, 'Dao').keyFile, { mode: 0o644 });
    await expect(readActorKey(path)).rejects.toThrow(/chmod 600/);
    await expect(readActorKey(join(folder, 'none.key'))).rejects.toThrow(/ENOENT/);
    expect(() => parseActorKey('{"scampaign_actor_key":1}')).toThrow(/not a key/);
    expect(() => parseActorKey('hello')).toThrow(/not a key/);
  });
});
