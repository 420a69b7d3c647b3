import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dumpSchema } from '../../../server/database/schema-dump.ts';
import { type TestDatabase, testDatabase } from '../../helpers/database.ts';

const FILE = fileURLToPath(new URL('../../../migrations/schema.sql', import.meta.url));

let base: TestDatabase;
beforeAll(async () => {
  base = await testDatabase();
});
afterAll(() => base.close());

describe('migrations/schema.sql', () => {
  it('is what the migrations make (UPDATE_SCHEMA=1 writes it anew)', async () => {
    const now = await dumpSchema(base.ownerDb);
    if (process.env.UPDATE_SCHEMA === '1') writeFileSync(FILE, now);
    expect(readFileSync(FILE, 'utf8')).toBe(now);
  });
});

describe('every table about participants', () => {
  it('has participant_id first in its primary key', async () => {
    const keys = await column(`
      select c.relname || ' ' || pg_get_constraintdef(k.oid)
      from pg_class c join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
      where c.oid = any ($1::regclass[])
        and k.conkey[1] <> (select attnum from pg_attribute
          where attrelid = c.oid and attname = 'participant_id')`);
    expect(keys).toEqual([]);
    const without = await column(`
      select c.relname from pg_class c
      where c.oid = any ($1::regclass[])
        and not exists (select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p')`);
    expect(without).toEqual([]);
  });

  it('has no unique key that could collide between two shards', async () => {
    const unique = await column(`
      select i.indexrelid::regclass::text from pg_index i
      where i.indrelid = any ($1::regclass[]) and i.indisunique
        and not (select attnum from pg_attribute
          where attrelid = i.indrelid and attname = 'participant_id') = any (i.indkey)`);
    expect(unique).toEqual([]);
  });

  it('has no trigger', async () => {
    const triggers = await column(`
      select tgname from pg_trigger
      where tgrelid = any ($1::regclass[]) and not tgisinternal`);
    expect(triggers).toEqual([]);
  });

  it('has no number drawn from a sequence', async () => {
    const drawn = await column(`
      select attrelid::regclass || '.' || attname from pg_attribute a
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where attrelid = any ($1::regclass[])
        and (attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) like 'nextval%')`);
    expect(drawn).toEqual([]);
  });

  it('refers only to participants by participant_id, or to tables every node holds', async () => {
    const references = await column(`
      select k.conrelid::regclass || ' -> ' || k.confrelid::regclass from pg_constraint k
      where k.contype = 'f' and k.conrelid = any ($1::regclass[])
        and k.confrelid = any ($1::regclass[])
        and k.conkey[1] <> (select attnum from pg_attribute
          where attrelid = k.conrelid and attname = 'participant_id')`);
    expect(references).toEqual([]);
  });

  it('is emptied by erase_participant', async () => {
    const { rows } = await base.ownerPool.query(
      `select prosrc from pg_proc where proname = 'erase_participant'`,
    );
    const body = String(rows[0]?.prosrc);
    const erased = [...body.matchAll(/delete from (\w+) where participant_id = person/g)];
    const tables = await participantTables();
    expect(tables.length).toBeGreaterThan(9);
    expect(erased.map((match) => match[1]).sort()).toEqual(tables);
  });
});

describe('scampaign_service', () => {
  it('may delete and truncate nothing, and owns nothing', async () => {
    const { rows } = await base.ownerPool.query(`
      select c.relname, has_table_privilege('scampaign_service', c.oid, 'delete') as "delete",
        has_table_privilege('scampaign_service', c.oid, 'truncate') as "truncate",
        has_table_privilege('scampaign_service', c.oid, 'trigger') as "trigger",
        pg_get_userbyid(c.relowner) = 'scampaign_service' as owns
      from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`);
    expect(rows.length).toBeGreaterThan(20);
    const allowed = rows.filter((row) => row.delete || row.truncate || row.trigger || row.owns);
    expect(allowed).toEqual([]);
  });

  it.each([
    ['delete from participants', 'permission denied'],
    ['truncate interactions', 'permission denied'],
    ['update assignments set arm = arm', 'permission denied'],
    ['update consents set at = at', 'permission denied'],
    ['update interactions set kind = kind', 'permission denied'],
    ['update audit_entries set action = action', 'permission denied'],
    ['update protocols set source = source', 'permission denied'],
    ['update approvals set reason = reason', 'permission denied'],
    ['alter table trials add column x int', 'must be owner'],
    ['create table mine (n int)', 'permission denied'],
    ['drop table jobs.job', 'must be owner'],
  ])('is refused: %s', async (statement, reason) => {
    await expect(base.pool.query(statement)).rejects.toThrow(reason);
  });

  it('may erase a person through the function', async () => {
    const { rows } = await base.pool.query('select erase_participant($1) as erased', [
      '00000000-0000-7000-8000-000000000000',
    ]);
    expect(rows).toEqual([{ erased: false }]);
  });

  it('is the only one but the owner who may call erase_participant', async () => {
    const { rows } = await base.ownerPool.query(`
      select has_function_privilege('public', 'erase_participant(uuid)', 'execute') as everyone`);
    expect(rows).toEqual([{ everyone: false }]);
  });
});

async function participantTables(): Promise<string[]> {
  const { rows } = await base.ownerPool.query(`
    select c.relname from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and a.attname = 'participant_id' order by c.relname collate "C"`);
  return rows.map((row) => row.relname);
}

/** The first column of a query whose $1 is the list of participants' tables. */
async function column(query: string): Promise<string[]> {
  const { rows } = await base.ownerPool.query({
    text: query,
    values: [await participantTables()],
    rowMode: 'array',
  });
  return rows.map((row) => row[0]);
}
