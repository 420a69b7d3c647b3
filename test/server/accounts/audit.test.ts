import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AuditEntry, appendAudit, auditHash } from '../../../server/accounts/audit.ts';
import { verifyAudit } from '../../../server/accounts/verify-audit.ts';
import { makeWorld, minutesLater, NOW, type World } from '../trials/world.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await sql`truncate audit_entries`.execute(world.ownerDb);
});

const entry = (n: number): AuditEntry => ({
  actor: 'Dao',
  action: 'test.act',
  subject: `thing:${n}`,
  detail: { n, thai: 'สวัสดี', nested: { b: [1.5, null], a: 'é' } },
});

async function append(count: number): Promise<void> {
  for (let n = 1; n <= count; n++) {
    await world.db.transaction().execute((trx) => appendAudit(trx, entry(n), minutesLater(n)));
  }
}

describe('appendAudit', () => {
  it('numbers without a gap when many write at once and some fail', async () => {
    await Promise.allSettled(
      Array.from({ length: 30 }, (_, n) =>
        world.db.transaction().execute(async (trx) => {
          await appendAudit(trx, entry(n), NOW);
          if (n % 3 === 0) throw new Error('the act failed');
        }),
      ),
    );
    expect(await verifyAudit(world.db)).toMatchObject({ ok: true, entries: 20 });
  });

  it('goes with its act: what is rolled back leaves no entry', async () => {
    await append(1);
    await expect(
      world.db.transaction().execute(async (trx) => {
        await appendAudit(trx, entry(2), NOW);
        throw new Error('the act failed');
      }),
    ).rejects.toThrow('the act failed');
    expect(await verifyAudit(world.db)).toMatchObject({ ok: true, entries: 1 });
  });

  it('hashes what stands in the entry, in canonical form', () => {
    const hash = auditHash({
      entryNo: 1,
      at: NOW,
      actor: 'Dao',
      action: 'test.act',
      subject: 'thing:1',
      detail: { b: 1, a: 2 },
      previousHash: Buffer.alloc(32),
    });
    // printf '%s' '{"action":"test.act","actor":"Dao",…}' | sha256sum
    expect(hash.toString('hex')).toBe(
      '41bb3d98734e334c6ce38a8c0a844ca7894bdfdb3f02712184bf8b2e1d9d75af',
    );
  });
});

describe('verifyAudit', () => {
  it('accepts an empty trail and one of several batches', async () => {
    expect(await verifyAudit(world.db)).toMatchObject({ ok: true, entries: 0 });
    await world.db.transaction().execute(async (trx) => {
      for (let n = 1; n <= 1003; n++) await appendAudit(trx, entry(n), NOW);
    });
    expect(await verifyAudit(world.db)).toMatchObject({ ok: true, entries: 1003 });
  });

  it.each([
    ['actor', sql`update audit_entries set actor = 'Anan' where entry_no = 3`],
    ['time', sql`update audit_entries set at = at + interval '1 second' where entry_no = 3`],
    ['action', sql`update audit_entries set action = 'test.other' where entry_no = 3`],
    ['subject', sql`update audit_entries set subject = 'thing:9' where entry_no = 3`],
    ['detail', sql`update audit_entries set detail = detail || '{"n":4}' where entry_no = 3`],
    ['hash', sql`update audit_entries set hash = sha256('x') where entry_no = 3`],
    ['link', sql`update audit_entries set previous_hash = sha256('x') where entry_no = 3`],
  ])('finds an entry whose %s was edited', async (_what, edit) => {
    await append(5);
    await edit.execute(world.ownerDb);
    expect(await verifyAudit(world.db)).toMatchObject({ ok: false, entries: 2, brokenAt: 3 });
  });

  it('finds an entry edited with a hash to match, by the one after it', async () => {
    await append(5);
    const row = await world.db
      .selectFrom('audit_entries')
      .selectAll()
      .where('entry_no', '=', 3)
      .executeTakeFirstOrThrow();
    const { at, action, subject, detail, previous_hash: previousHash } = row;
    const hash = auditHash({
      entryNo: 3,
      at,
      actor: 'Anan',
      action,
      subject,
      detail,
      previousHash,
    });
    await sql`update audit_entries set actor = 'Anan', hash = ${hash} where entry_no = 3`.execute(
      world.ownerDb,
    );
    expect(await verifyAudit(world.db)).toMatchObject({ ok: false, brokenAt: 4 });
  });

  it('finds a deleted entry, renumbered or not', async () => {
    await append(5);
    await sql`delete from audit_entries where entry_no = 3`.execute(world.ownerDb);
    expect(await verifyAudit(world.db)).toMatchObject({ ok: false, brokenAt: 3 });
    await sql`update audit_entries set entry_no = entry_no - 1 where entry_no = 4`.execute(
      world.ownerDb,
    );
    await sql`update audit_entries set entry_no = entry_no - 1 where entry_no = 5`.execute(
      world.ownerDb,
    );
    expect(await verifyAudit(world.db)).toMatchObject({ ok: false, brokenAt: 3 });
  });

  it('finds an inserted entry', async () => {
    await append(5);
    await sql`update audit_entries set entry_no = entry_no + 100 where entry_no > 3`.execute(
      world.ownerDb,
    );
    await sql`update audit_entries set entry_no = entry_no - 99 where entry_no > 100`.execute(
      world.ownerDb,
    );
    await sql`insert into audit_entries
      select 4, at, 'Anan', action, subject, detail, hash, sha256('made up')
      from audit_entries where entry_no = 3`.execute(world.ownerDb);
    expect(await verifyAudit(world.db)).toMatchObject({ ok: false, brokenAt: 4 });
  });

  it('finds entries cut off at the end by the revision their trial carries', async () => {
    const trial = await world.rehearsal();
    expect(await verifyAudit(world.db)).toMatchObject({ ok: true, entries: 1 });
    await sql`delete from audit_entries`.execute(world.ownerDb);
    const verdict = await verifyAudit(world.db);
    expect(verdict).toMatchObject({ ok: false, brokenAt: 1 });
    expect(verdict.why).toContain(trial.slug);
    await sql`delete from protocols`.execute(world.ownerDb);
    await sql`delete from trials`.execute(world.ownerDb);
  });

  it('gives the hash of the end, which a shortened trail can not have', async () => {
    await append(3);
    const { head } = await verifyAudit(world.db);
    await sql`delete from audit_entries where entry_no = 3`.execute(world.ownerDb);
    expect((await verifyAudit(world.db)).head).not.toBe(head);
  });

  it('has nothing to fear from the service itself, which may not edit or delete', async () => {
    await append(1);
    await expect(
      world.db.updateTable('audit_entries').set({ actor: 'Anan' }).execute(),
    ).rejects.toThrow(/permission denied/);
    await expect(world.db.deleteFrom('audit_entries').execute()).rejects.toThrow(
      /permission denied/,
    );
  });
});
