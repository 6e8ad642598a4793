import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { type Migration, migrations } from "../../generated/migrations.ts";
import { DatabaseError } from "../errors.ts";
import type { AppliedMigration } from "../migrate.ts";
import { migrationTableSql } from "../migrate.ts";
import { connect } from "./postgresql-client.ts";
import { listTables, postgresqlFacts, quoted, tablePart } from "./postgresql-source.ts";
import { type Bytes, type Problem, problemMax, type RestoreTarget } from "./snapshot.ts";

/** A schema of its own in the same database, so that putting it in place is one rename. */
export async function openPostgresqlTarget(url: string, name: string): Promise<RestoreTarget> {
  const client = await connect(url);
  const { rows } = await client.query("SELECT current_schema() AS schema");
  const place = (rows[0].schema as string | null) ?? "public";
  const problems: Problem[] = [];
  let isReplaced = false;
  await dropAbandoned(client, name);
  await client.query(`CREATE SCHEMA "${name}"`);
  await client.query(`SET search_path TO "${name}"`);
  return {
    url: within(url, name),
    async load({ migrations: applied, tables, read }) {
      await makeSchema(client, applied);
      const keys = await dropForeignKeys(client);
      const known = new Set(await listTables(client));
      for (const table of tables) {
        if (!known.has(table))
          throw new DatabaseError("DATABASE_FAILED", `The schema has no table ${table}.`);
        await fill(client, table, read(tablePart(table)));
      }
      problems.push(...(await addForeignKeys(client, keys)));
      await client.query("ANALYZE");
    },
    problems: async () => problems,
    facts: () => postgresqlFacts(client),
    async replace(suffix) {
      const aside = `${place}_${suffix}`.replace(/[^a-z0-9_]/gi, "_").toLowerCase();
      await client.query(
        `BEGIN; ALTER SCHEMA "${place}" RENAME TO "${aside}"; ALTER SCHEMA "${name}" RENAME TO "${place}"; COMMIT`,
      );
      isReplaced = true;
      return { replaced: aside };
    },
    async discard() {
      try {
        if (!isReplaced) {
          await client.query("ROLLBACK");
          await client.query(`DROP SCHEMA IF EXISTS "${name}" CASCADE`);
        }
      } finally {
        await client.end();
      }
    },
  };
}

/** Their ids begin with the time they were made at. */
const bornAt = (name: string) =>
  Number.parseInt(/_([0-9a-f]{8})_([0-9a-f]{4})_/.exec(name)?.slice(1).join("") ?? "", 16);
const abandonedMs = 24 * 60 * 60_000;

/** What a process that was killed has left: schemas of a kind that nobody has worked in for a day. */
async function dropAbandoned(client: pg.Client, name: string): Promise<void> {
  const { rows } = await client.query(
    "SELECT nspname AS name FROM pg_namespace WHERE nspname ~ '^lineside_(verify|restore)_[0-9a-f]{8}_'",
  );
  for (const { name: other } of rows as { name: string }[])
    if (bornAt(other) < bornAt(name) - abandonedMs)
      await client.query(`DROP SCHEMA IF EXISTS "${other}" CASCADE`);
}

function within(url: string, schema: string): string {
  const inside = new URL(url);
  inside.searchParams.set("options", `-c search_path=${schema}`);
  return inside.href;
}

/** What of the backup's schema our own migrations make; the rows come from the backup alone. */
async function makeSchema(client: pg.Client, applied: AppliedMigration[]): Promise<void> {
  const names = new Set(applied.map(({ name }) => name));
  await client.query(migrationTableSql.postgresql);
  for (const { name, sql } of migrations.postgresql as Migration[])
    if (names.has(name)) await client.query(sql);
  // A migration may have brought rows of its own; emptying a table that is empty is slow all the same.
  const looks = (await listTables(client)).map(
    (table) => `SELECT '${table}' AS name WHERE EXISTS (SELECT FROM "${table}")`,
  );
  const { rows } = await client.query(looks.join(" UNION ALL "));
  const filled = rows.map((row) => row.name as string);
  if (filled.length > 0) await client.query(`TRUNCATE ${quoted(filled)} CASCADE`);
}

interface ForeignKey {
  table: string;
  name: string;
  definition: string;
}

async function dropForeignKeys(client: pg.Client): Promise<ForeignKey[]> {
  const { rows } = await client.query(
    `SELECT r.relname AS "table", c.conname AS name, pg_get_constraintdef(c.oid) AS definition FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace`,
  );
  for (const { table, name } of rows as ForeignKey[])
    await client.query(`ALTER TABLE "${table}" DROP CONSTRAINT "${name}"`);
  return rows;
}

/** Adding one checks every row: what refers to nothing is found here. */
async function addForeignKeys(client: pg.Client, keys: ForeignKey[]): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const { table, name, definition } of keys) {
    try {
      await client.query(`ALTER TABLE "${table}" ADD CONSTRAINT "${name}" ${definition}`);
    } catch (error) {
      const { code, detail, message } = error as Error & { code?: string; detail?: string };
      if (code !== "23503") throw error;
      problems.push({ kind: "FOREIGN_KEY_BROKEN", name: table, detail: detail ?? message });
      if (problems.length === problemMax) break;
    }
  }
  return problems;
}

async function fill(client: pg.Client, table: string, bytes: Bytes): Promise<void> {
  const { columns, rows } = await readColumns(bytes);
  const into = client.query(copyFrom(`COPY "${table}" (${quoted(columns)}) FROM STDIN`));
  await pipeline(Readable.from(rows), new Transform({ transform: passOn }), into);
}

function passOn(chunk: Uint8Array, _: string, done: (error: null, chunk: Uint8Array) => void) {
  done(null, chunk);
}

/** The first line, and everything after it. */
async function readColumns(bytes: Bytes): Promise<{ columns: string[]; rows: Bytes }> {
  const iterator = bytes[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.indexOf(10) < 0) {
    const { done, value } = await iterator.next();
    if (done) throw new DatabaseError("DATABASE_FAILED", "A part of the backup names no columns.");
    head = Buffer.concat([head, value]);
  }
  const end = head.indexOf(10);
  const columns = JSON.parse(head.subarray(0, end).toString()) as string[];
  async function* rows(): Bytes {
    if (head.length > end + 1) yield head.subarray(end + 1);
    for (;;) {
      const { done, value } = await iterator.next();
      if (done) return;
      yield value;
    }
  }
  return { columns, rows: rows() };
}
