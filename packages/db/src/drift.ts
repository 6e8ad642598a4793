// The schema a database really has, compared with the one this binary ships: what somebody changed by
// hand is found before an upgrade trips over it.
import { Database as BunDatabase } from "bun:sqlite";
import { sql } from "kysely";
import { type Migration, migrations } from "../generated/migrations.ts";
import type { Database } from "./database.ts";

export interface Drift {
  kind: "MISSING" | "FOREIGN" | "DIFFERENT";
  /** table, table.column, or the name of an index */
  name: string;
}

/** By table: its columns, and whether each may be null. */
type Tables = Map<string, Map<string, boolean>>;
interface Shape {
  tables: Tables;
  indexes: Set<string>;
}

/** What the migrations that were applied should have left, and what is there. Changes nothing. */
export async function findDrift({
  dialect,
  read,
}: Pick<Database, "dialect" | "read">): Promise<Drift[]> {
  const { rows: applied } = await sql<{ name: string }>`select name from _migration`.execute(read);
  const names = new Set(applied.map(({ name }) => name));
  const expected = shipped(dialect, names);
  const actual = dialect === "sqlite" ? await sqliteShape(read) : await postgresqlShape(read);
  return [...compareTables(expected.tables, actual.tables), ...compareIndexes(expected, actual)];
}

function compareTables(expected: Tables, actual: Tables): Drift[] {
  const found: Drift[] = [];
  for (const [table, columns] of expected) {
    const there = actual.get(table);
    if (!there) {
      found.push({ kind: "MISSING", name: table });
      continue;
    }
    for (const [column, mayBeNull] of columns) {
      const name = `${table}.${column}`;
      if (!there.has(column)) found.push({ kind: "MISSING", name });
      else if (there.get(column) !== mayBeNull) found.push({ kind: "DIFFERENT", name });
    }
    for (const column of there.keys())
      if (!columns.has(column)) found.push({ kind: "FOREIGN", name: `${table}.${column}` });
  }
  for (const table of actual.keys())
    if (!expected.has(table) && !isTolerated(table)) found.push({ kind: "FOREIGN", name: table });
  return found;
}

function compareIndexes(expected: Shape, actual: Shape): Drift[] {
  const missing = [...expected.indexes].filter((name) => !actual.indexes.has(name));
  const foreign = [...actual.indexes].filter((name) => !expected.indexes.has(name));
  return [
    ...missing.map((name): Drift => ({ kind: "MISSING", name })),
    ...foreign.map((name): Drift => ({ kind: "FOREIGN", name })),
  ];
}

/** Ours besides the migrations, and what Litestream keeps in every file it replicates. */
const isTolerated = (table: string) => table === "_migration" || table.startsWith("_litestream_");

/**
 * Both databases have the same tables and columns, so that the shape comes from running SQLite's
 * migrations in memory; the indexes are each database's own.
 */
function shipped(dialect: Database["dialect"], names: ReadonlySet<string>): Shape {
  const applied = (of: Database["dialect"]) =>
    migrations[of].filter(({ name }) => of !== dialect || names.has(name));
  const last = [...names].toSorted().at(-1) ?? "";
  const db = new BunDatabase(":memory:");
  try {
    for (const { name, sql: text } of applied("sqlite")) if (name <= last) db.run(text);
    const tables = shapeOf((text) => db.query(text).all() as Record<string, unknown>[]);
    if (dialect === "sqlite") return tables;
    return { tables: tables.tables, indexes: indexesOf(applied("postgresql")) };
  } finally {
    db.close();
  }
}

const tablesSql = `select m.name as "table", c.name as "column", c."notnull" as required, c.pk as pk
  from sqlite_master as m, pragma_table_xinfo(m.name) as c
  where m.type = 'table' and m.name not like 'sqlite_%'`;
const indexesSql = `select name from sqlite_master
  where type = 'index' and name not like 'sqlite_autoindex_%' and tbl_name not like '\\_%' escape '\\'`;

function shapeOf(all: (text: string) => Record<string, unknown>[]): Shape {
  return {
    tables: tablesOf(
      all(tablesSql).map(({ table, column, required }) => ({
        table: String(table),
        column: String(column),
        mayBeNull: Number(required) === 0,
      })),
    ),
    indexes: new Set(all(indexesSql).map(({ name }) => String(name))),
  };
}

function tablesOf(rows: { table: string; column: string; mayBeNull: boolean }[]): Tables {
  const tables: Tables = new Map();
  for (const { table, column, mayBeNull } of rows) {
    const columns = tables.get(table) ?? new Map<string, boolean>();
    tables.set(table, columns.set(column, mayBeNull));
  }
  return tables;
}

async function sqliteShape(read: Database["read"]): Promise<Shape> {
  const tables = await sql<Record<string, unknown>>`${sql.raw(tablesSql)}`.execute(read);
  const indexes = await sql<Record<string, unknown>>`${sql.raw(indexesSql)}`.execute(read);
  return shapeOf((text) => (text === tablesSql ? tables.rows : indexes.rows));
}

async function postgresqlShape(read: Database["read"]): Promise<Shape> {
  const columns = await sql<{ table: string; column: string; mayBeNull: boolean }>`
    select c.table_name as "table", c.column_name as "column", c.is_nullable = 'YES' as "mayBeNull"
    from information_schema.columns as c
    join information_schema.tables as t using (table_schema, table_name)
    where c.table_schema = current_schema() and t.table_type = 'BASE TABLE'`.execute(read);
  const indexes = await sql<{ name: string }>`
    select i.indexname as name from pg_indexes as i
    where i.schemaname = current_schema() and i.tablename not like '\\_%'
      and not exists (select 1 from pg_constraint as c
        where c.conname = i.indexname and c.contype in ('p', 'x')
          and c.connamespace = current_schema()::regnamespace)`.execute(read);
  return {
    tables: tablesOf(columns.rows),
    indexes: new Set(indexes.rows.map(({ name }) => name)),
  };
}

/** What CREATE INDEX and DROP INDEX leave, in the order they were written. */
function indexesOf(applied: readonly Migration[]): Set<string> {
  const names = new Set<string>();
  const step = /(CREATE (?:UNIQUE )?|DROP )INDEX (?:CONCURRENTLY |IF (?:NOT )?EXISTS )*"(\w+)"/g;
  for (const { sql: text } of applied)
    for (const [, verb = "", name = ""] of text.matchAll(step))
      if (verb.startsWith("DROP")) names.delete(name);
      else names.add(name);
  return names;
}
