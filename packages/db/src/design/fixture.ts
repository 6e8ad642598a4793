// A database as a released version would have left it: its schema, and two rows in every table. Made once
// when a schema is released and never again, so that every later version proves it can still open it.
import { Database } from "bun:sqlite";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Migration, migrations } from "../../generated/migrations.ts";
import { migrationTableSql } from "../migrate.ts";
import { packageFolder } from "./generate.ts";

export const fixtureFolder = join(packageFolder, "fixtures");

/** Writes the fixtures of every schema up to `released` that has none yet; returns what it wrote. */
export function writeFixtures(released: string): string[] {
  mkdirSync(fixtureFolder, { recursive: true });
  return (["sqlite", "postgresql"] as const).flatMap((dialect) =>
    migrations[dialect]
      .filter(({ name }) => name.slice(0, 4) <= released)
      .flatMap(({ name }) => {
        const path = join(
          fixtureFolder,
          `${name}.${dialect === "sqlite" ? "sqlite" : "postgresql.sql"}.gz`,
        );
        if (existsSync(path)) return [];
        writeFileSync(path, gzipSync(dialect === "sqlite" ? sqliteFile(name) : dump(name)));
        return [path];
      }),
  );
}

const upTo = (all: Migration[], last: string) => all.filter(({ name }) => name <= last);
const record = ({ name, checksum }: Migration) =>
  `INSERT INTO "_migration" ("name", "checksum", "appliedAt") VALUES ('${name}', '${checksum}', '${at}');\n`;

const at = "2026-10-01T08:00:00.000Z";

function sqliteFile(last: string): Uint8Array {
  const path = join(tmpdir(), `lineside-fixture-${process.pid}.sqlite`);
  rmSync(path, { force: true });
  const db = new Database(path, { create: true });
  build(db, last);
  db.run("VACUUM");
  db.close();
  const bytes = readFileSync(path);
  rmSync(path);
  return bytes;
}

/** The same rows as of SQLite's schema of that number, as statements for psql. */
function dump(last: string): string {
  const known = upTo(migrations.postgresql, last);
  const db = new Database(":memory:");
  const tables = build(db, last);
  const inserts = tables.flatMap(({ name, columns }) =>
    db
      .query<Record<string, unknown>, []>(`SELECT * FROM "${name}" ORDER BY rowid`)
      .all()
      .map((row) => {
        const values = columns.map((column) => literal(row[column.name], column.type));
        const names = columns.map((column) => `"${column.name}"`).join(", ");
        return `INSERT INTO "${name}" (${names}) VALUES (${values.join(", ")});\n`;
      }),
  );
  db.close();
  return [
    `${migrationTableSql.postgresql};\n`,
    ...known.map((migration) => `${migration.sql}\n`),
    ...known.map(record),
    ...inserts,
  ].join("");
}

function literal(value: unknown, type: string): string {
  if (value === null || value === undefined) return "NULL";
  if (type === "BOOLEAN") return value ? "true" : "false";
  return typeof value === "number" ? String(value) : `'${String(value).replaceAll("'", "''")}'`;
}

interface Column {
  name: string;
  type: string;
  notnull: number;
  pk: number;
}
interface Table {
  name: string;
  columns: Column[];
  /** Column → table it refers to. */
  parents: Map<string, string>;
}

function build(db: Database, last: string): Table[] {
  db.run("PRAGMA foreign_keys = OFF");
  db.run(`${migrationTableSql.sqlite};`);
  for (const migration of upTo(migrations.sqlite, last)) db.run(migration.sql);
  for (const migration of upTo(migrations.sqlite, last)) db.run(record(migration));
  const tables = parentsFirst(readTables(db));
  for (const table of tables) for (const row of [1, 2]) insert(db, table, row);
  db.run("PRAGMA foreign_keys = ON");
  const broken = db.query("PRAGMA foreign_key_check").all();
  if (broken.length > 0) throw new Error(`${broken.length} rows of the fixture refer to nothing`);
  return tables;
}

function readTables(db: Database): Table[] {
  const names = db
    .query<{ name: string }, []>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name != '_migration' ORDER BY name",
    )
    .all();
  return names.map(({ name }) => ({
    name,
    columns: db.query<Column, []>(`SELECT * FROM pragma_table_info('${name}')`).all(),
    parents: new Map(
      db
        .query<{ from: string; table: string }, []>(
          `SELECT "from", "table" FROM pragma_foreign_key_list('${name}')`,
        )
        .all()
        .map((key) => [key.from, key.table]),
    ),
  }));
}

function parentsFirst(tables: Table[]): Table[] {
  const sorted: Table[] = [];
  const add = (table: Table, path: string[]) => {
    if (sorted.includes(table) || path.includes(table.name)) return;
    for (const parent of table.parents.values()) {
      const found = tables.find(({ name }) => name === parent);
      if (found) add(found, [...path, table.name]);
    }
    sorted.push(table);
  };
  for (const table of tables) add(table, []);
  return sorted;
}

/** Row 1 has every column, row 2 only what must be there. */
function insert(db: Database, table: Table, row: number): void {
  const columns = table.columns.filter(({ notnull, pk }) => row === 1 || notnull || pk);
  const values = columns.map((column) => valueFor(table, column, row));
  db.run(
    `INSERT INTO "${table.name}" (${columns.map(({ name }) => `"${name}"`).join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`,
    values,
  );
}

function valueFor(table: Table, { name, type, notnull }: Column, row: number) {
  const parent = table.parents.get(name);
  // A row of its own table, or of one that is filled later, is left out.
  if (parent === table.name && !notnull) return null;
  if (parent !== undefined) return `fixture-${parent}-${row}`;
  if (name === "sha256") return String(row).repeat(64);
  if (name === "id") return `fixture-${table.name}-${row}`;
  if (type === "BOOLEAN" || type === "INTEGER" || type === "REAL") return row;
  if (type === "DATETIME") return `2026-10-0${row}T08:00:00.000Z`;
  return type === "JSONB" ? "[]" : `fixture-${name}-${row}`;
}
