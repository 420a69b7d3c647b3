import { sql } from 'kysely';
import type { Executor } from './pool.ts';

/**
 * The schema as text, read from the system catalogues and the same for every database that had the
 * same migrations: tables with columns, constraints, indexes, functions, and what the service's role
 * may do with each. (The embedded PostgreSQL ships no pg_dump.)
 *
 * @param schema - One schema; `public` holds ours.
 */
export async function dumpSchema(db: Executor, schema = 'public'): Promise<string> {
  const [tables, columns, constraints, indexes, functions, grants] = [
    await readTables(db, schema),
    await readColumns(db, schema),
    await readConstraints(db, schema),
    await readIndexes(db, schema),
    await readFunctions(db, schema),
    await readGrants(db, schema),
  ];
  const blocks = tables.map(({ name, options }) => {
    const inside = [
      ...columns.filter((column) => column.of === name).map((column) => column.text),
      ...constraints.filter((constraint) => constraint.of === name).map(({ text }) => text),
    ];
    const table = `create table ${name} (\n  ${inside.join(',\n  ')}\n)${options ? ` with (${options})` : ''};`;
    return [
      table,
      ...indexes.filter((index) => index.of === name).map((index) => `${index.text};`),
      ...grants.filter((grant) => grant.of === name).map((grant) => `${grant.text};`),
    ].join('\n');
  });
  const routines = functions.map((routine) =>
    [
      `${routine.text.trimEnd()};`,
      ...grants.filter((grant) => grant.of === routine.of).map((grant) => `${grant.text};`),
    ].join('\n'),
  );
  return `${[HEADER, ...blocks, ...routines].join('\n\n')}\n`;
}

const HEADER =
  '-- The schema after every step in this folder, written by scampaign itself; a test keeps it current.';

interface Piece {
  /** Table, or function with its arguments, that the text belongs to. */
  of: string;
  text: string;
}

/** Kysely's own bookkeeping is not ours to describe. */
const OURS = sql`c.relkind in ('r', 'p') and c.relname not like 'kysely_%'`;

async function readTables(
  db: Executor,
  schema: string,
): Promise<{ name: string; options: string | null }[]> {
  const { rows } = await sql<{ name: string; options: string | null }>`
    select c.relname as name, array_to_string(c.reloptions, ', ') as options
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and ${OURS}
    order by c.relname collate "C"
  `.execute(db);
  return rows;
}

async function readColumns(db: Executor, schema: string): Promise<Piece[]> {
  const { rows } = await sql<Piece>`
    select c.relname as of,
      concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
        case when a.attnotnull then 'not null' end,
        case
          when a.attgenerated = 's'
            then 'generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
          when d.adbin is not null then 'default ' || pg_get_expr(d.adbin, d.adrelid)
        end) as text
    from pg_attribute a
      join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where n.nspname = ${schema} and ${OURS} and a.attnum > 0 and not a.attisdropped
    order by c.relname collate "C", a.attnum
  `.execute(db);
  return rows;
}

async function readConstraints(db: Executor, schema: string): Promise<Piece[]> {
  // PostgreSQL 18 keeps not-null as constraints too; the columns have said that already.
  const { rows } = await sql<Piece>`
    select c.relname as of, 'constraint ' || k.conname || ' ' || pg_get_constraintdef(k.oid) as text
    from pg_constraint k
      join pg_class c on c.oid = k.conrelid
      join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and ${OURS} and k.contype in ('p', 'u', 'f', 'c', 'x')
    order by c.relname collate "C", position(k.contype::text in 'pufcx'), k.conname collate "C"
  `.execute(db);
  return rows;
}

async function readIndexes(db: Executor, schema: string): Promise<Piece[]> {
  const { rows } = await sql<Piece>`
    select c.relname as of, pg_get_indexdef(i.indexrelid) as text
    from pg_index i
      join pg_class c on c.oid = i.indrelid
      join pg_class x on x.oid = i.indexrelid
      join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and ${OURS}
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
    order by c.relname collate "C", x.relname collate "C"
  `.execute(db);
  return rows;
}

async function readFunctions(db: Executor, schema: string): Promise<Piece[]> {
  const { rows } = await sql<Piece>`
    select p.oid::regprocedure::text as of, pg_get_functiondef(p.oid) as text
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = ${schema} and p.prokind in ('f', 'p')
    order by p.oid::regprocedure::text collate "C"
  `.execute(db);
  return rows;
}

/** What the service's role and everyone (public) may do; the owner may do everything. */
async function readGrants(db: Executor, schema: string): Promise<Piece[]> {
  const { rows } = await sql<Piece>`
    with held as (
      select c.relname::text as of, 'table ' || c.relname as thing, c.relacl as acl, 1 as rank
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ${schema} and ${OURS}
      union all
      select p.oid::regprocedure::text, 'function ' || p.oid::regprocedure::text, p.proacl, 2
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname = ${schema}
    )
    select held.of,
      'grant ' || string_agg(lower(a.privilege_type), ', ' order by a.privilege_type collate "C")
        || ' on ' || held.thing || ' to ' || coalesce(r.rolname, 'public') as text
    from held
      cross join lateral aclexplode(held.acl) a
      left join pg_roles r on r.oid = a.grantee
    where a.grantee = 0 or r.rolname = 'scampaign_service'
    group by held.of, held.thing, held.rank, r.rolname
    order by held.rank, held.of collate "C", r.rolname
  `.execute(db);
  return rows;
}
