import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../helpers/database.ts';

let base: TestDatabase;
beforeAll(async () => {
  base = await testDatabase();
});
afterAll(() => base.close());

it('tables.ts names every table and column, with its type and whether it may be null', async () => {
  const { rows } = await base.ownerPool.query(`
    select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type,
      not a.attnotnull as nullable
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and c.relname not like 'kysely_%' and a.attnum > 0 and not a.attisdropped`);
  const inDatabase = rows.map(
    ({ table, column, type, nullable }) =>
      `${table}.${column}: ${TYPES[type] ?? type}${nullable ? ' | null' : ''}`,
  );
  expect(declaredColumns().sort()).toEqual(inDatabase.sort());
});

/** What each PostgreSQL type arrives as; text may be narrowed to a list of words. */
const TYPES: Record<string, string> = {
  uuid: 'string',
  text: 'string',
  date: 'string',
  smallint: 'number',
  integer: 'number',
  bigint: 'number',
  boolean: 'boolean',
  bytea: 'Buffer',
  jsonb: 'Json',
  'timestamp with time zone': 'Date',
  'smallint[]': 'number[]',
};

/** The interfaces of tables.ts as lines `table.column: type`, read from its source. */
function declaredColumns(): string[] {
  const file = new URL('../../../server/database/tables.ts', import.meta.url);
  const source = readFileSync(file, 'utf8').replaceAll(/\/\*\*[\s\S]*?\*\//g, '');
  const bodies = new Map<string, [name: string, type: string][]>();
  for (const [, name, body] of source.matchAll(/interface (\w+) \{\n([\s\S]*?)\n\}/g)) {
    const fields = [...(body ?? '').matchAll(/^ {2}(\w+): (.+);$/gm)];
    bodies.set(
      name ?? '',
      fields.map(([, field, type]) => [field ?? '', type ?? '']),
    );
  }
  return (bodies.get('Database') ?? []).flatMap(([table, type]) =>
    (bodies.get(type) ?? []).map(([column, written]) => `${table}.${column}: ${plain(written)}`),
  );
}

function plain(written: string): string {
  const nullable = written.endsWith(' | null');
  const base = written.replace(/ \| null$/, '');
  return `${kind(base)}${nullable ? ' | null' : ''}`;
}

function kind(type: string): string {
  if (type.startsWith('Json<')) return 'Json';
  if (type.startsWith("'") || /^(Role|TrialState|Fate|HarmKind)$/.test(type)) return 'string';
  if (type === 'Big') return 'number';
  return /^(?:FilledIn|ColumnType)<(\w+)/.exec(type)?.[1] ?? type;
}
