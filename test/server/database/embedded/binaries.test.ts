import { chmodSync, cpSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../../../server/config/config-error.ts';
import { serverAccount } from '../../../../server/database/embedded/account.ts';
import {
  type BinaryPackage,
  installedPackage,
  usableBinaries,
} from '../../../../server/database/embedded/binaries.ts';

const account = serverAccount();
let folder: string;
let bare: BinaryPackage;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scampaign-programs-'));
  chmodSync(folder, 0o711);
  // As npm leaves it when install scripts are off.
  bare = { folder: join(folder, 'bare'), version: '1.2.3' };
  cpSync(join(installedPackage().folder, 'native'), join(bare.folder, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (file) => !lstatSync(file).isSymbolicLink(),
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('usableBinaries()', () => {
  it('uses the installed programs where they are when they run there', () => {
    const installed = installedPackage();
    const { postgres } = usableBinaries(installed, account, folder);
    expect(postgres.startsWith(installed.folder)).toBe(true);
  });

  it('copies programs whose library links are missing, and makes the links in the copy', () => {
    const { postgres, initdb } = usableBinaries(bare, account, folder);
    const copy = join(folder, 'programs-1.2.3', 'native');
    expect([postgres, initdb]).toEqual([
      join(copy, 'bin', 'postgres'),
      join(copy, 'bin', 'initdb'),
    ]);
    expect(links(join(copy, 'lib')).length).toBeGreaterThan(5);
    expect(links(join(bare.folder, 'native', 'lib'))).toEqual([]);
  });

  it.runIf(account)('copies programs that the user postgres cannot get to', () => {
    const closed = join(folder, 'closed');
    cpSync(installedPackage().folder, closed, { recursive: true, verbatimSymlinks: true });
    chmodSync(closed, 0o700);
    const { postgres } = usableBinaries({ folder: closed, version: '4.5.6' }, account, folder);
    expect(postgres.startsWith(join(folder, 'programs-4.5.6'))).toBe(true);
  });

  it('says so when the programs do not run on this machine', () => {
    const broken = { folder: join(folder, 'broken'), version: '7.8.9' };
    cpSync(join(bare.folder, 'native', 'bin'), join(broken.folder, 'native', 'bin'), {
      recursive: true,
    });
    const started = () => usableBinaries(broken, account, folder);
    expect(started).toThrow(ConfigError);
    expect(started).toThrow(/does not run( as \w+)? on this machine; run npm ci again/);
  });
});

function links(lib: string): string[] {
  return readdirSync(lib).filter((name) => lstatSync(join(lib, name)).isSymbolicLink());
}
