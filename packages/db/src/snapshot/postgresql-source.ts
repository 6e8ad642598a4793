import { createHash } from "node:crypto";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { AppliedMigration } from "../migrate.ts";
import { connect } from "./postgresql-client.ts";
import type { Attachment, Bytes, SnapshotFacts, SnapshotSource, TrailFacts } from "./snapshot.ts";
import { attachmentTable, trailTable } from "./snapshot.ts";

export const tablePart = (table: string) => `tables/${table}.copy`;

/** One repeatable-read transaction sees one moment of the whole database, whoever writes meanwhile. */
export async function openPostgresqlSource(url: string): Promise<SnapshotSource> {
  const client = await connect(url);
  return {
    dialect: "postgresql",
    async size() {
      const { rows } = await client.query("SELECT pg_database_size(current_database()) AS size");
      return Number(rows[0].size);
    },
    async take(put) {
      await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
      try {
        const tables: SnapshotFacts["tables"] = {};
        for (const table of await listTables(client)) {
          const columns = await listColumns(client, table);
          const counted = { rows: 0 };
          const stream = client.query(copyTo(`COPY "${table}" (${quoted(columns)}) TO STDOUT`));
          await put(tablePart(table), withColumns(columns, countRows(stream, counted)));
          tables[table] = counted.rows;
        }
        const attachments = attachmentTable in tables ? await listAttachments(client) : [];
        const migrations = await listMigrations(client);
        return { tables, attachments, migrations, trail: await hashTrail(client) };
      } finally {
        await client.query("ROLLBACK");
      }
    },
    close: () => client.end(),
  };
}

export async function postgresqlFacts(client: pg.Client): Promise<SnapshotFacts> {
  const tables: SnapshotFacts["tables"] = {};
  for (const table of await listTables(client)) {
    const { rows } = await client.query(`SELECT count(*) AS count FROM "${table}"`);
    tables[table] = Number(rows[0].count);
  }
  return { tables, migrations: await listMigrations(client), trail: await hashTrail(client) };
}

export async function listTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query(
    "SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'",
  );
  return rows.map(({ name }) => name as string).sort();
}

async function listColumns(client: pg.Client, table: string): Promise<string[]> {
  const { rows } = await client.query(
    "SELECT attname AS name FROM pg_attribute WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
    [`"${table}"`],
  );
  return rows.map(({ name }) => name as string);
}

async function listMigrations(client: pg.Client): Promise<AppliedMigration[]> {
  const { rows } = await client.query(
    `SELECT name, checksum FROM "_migration" ORDER BY name COLLATE "C"`,
  );
  return rows as AppliedMigration[];
}

async function listAttachments(client: pg.Client): Promise<Attachment[]> {
  const { rows } = await client.query(
    `SELECT sha256, max(size) AS size FROM "${attachmentTable}" GROUP BY sha256 ORDER BY sha256 COLLATE "C"`,
  );
  return rows as Attachment[];
}

async function hashTrail(client: pg.Client): Promise<TrailFacts> {
  const columns = (await listColumns(client, trailTable)).sort();
  const { rows } = await client.query(
    `SELECT (SELECT id FROM "${trailTable}" ORDER BY id LIMIT 1) AS "firstId", (SELECT id FROM "${trailTable}" ORDER BY id DESC LIMIT 1) AS "lastId"`,
  );
  const hash = createHash("sha256");
  const counted = { rows: 0 };
  const stream = client.query(
    copyTo(`COPY (SELECT ${quoted(columns)} FROM "${trailTable}" ORDER BY id) TO STDOUT`),
  );
  for await (const chunk of countRows(stream, counted)) hash.update(chunk);
  return { ...rows[0], count: counted.rows, sha256: hash.digest("hex") };
}

export const quoted = (columns: readonly string[]) => columns.map((name) => `"${name}"`).join(", ");

const lineFeed = 10;

/** The first line names the columns: a later release may hold them in another order. */
async function* withColumns(columns: string[], rows: Bytes): Bytes {
  yield new TextEncoder().encode(`${JSON.stringify(columns)}\n`);
  yield* rows;
}

/** COPY writes a row a line; a line feed inside a value is written as \n. */
async function* countRows(stream: AsyncIterable<Uint8Array>, counted: { rows: number }): Bytes {
  for await (const chunk of stream) {
    for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, at + 1))
      counted.rows++;
    yield chunk;
  }
}
