import { Database as BunDatabase } from "bun:sqlite";
import { createHash } from "node:crypto";
import { createReadStream, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseError } from "../errors.ts";
import type { AppliedMigration } from "../migrate.ts";
import type { Attachment, PutPart, SnapshotFacts, SnapshotSource, TrailFacts } from "./snapshot.ts";
import { attachmentTable, trailTable } from "./snapshot.ts";

export const sqlitePart = "database.sqlite";

/**
 * Copies with VACUUM INTO on a connection of its own: the server goes on writing meanwhile. Blocks the
 * thread it runs on, so a server lets another process do it.
 */
export function openSqliteSource(path: string, scratch: string): SnapshotSource {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new DatabaseError("DATABASE_FAILED", `There is no database file ${path}.`);
  const copy = join(scratch, `snapshot-${process.pid}.sqlite`);
  return {
    dialect: "sqlite",
    size: async () => sizeOf(path) + sizeOf(`${path}-wal`),
    async take(put) {
      try {
        copyTo(path, copy);
        return await describe(copy, put);
      } finally {
        for (const suffix of ["", "-journal", "-wal", "-shm"])
          rmSync(`${copy}${suffix}`, { force: true });
      }
    },
    close: async () => {},
  };
}

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

function copyTo(path: string, copy: string): void {
  rmSync(copy, { force: true });
  const db = new BunDatabase(path, { readonly: true });
  try {
    db.run("PRAGMA busy_timeout = 10000");
    db.run("VACUUM INTO ?", [copy]);
  } finally {
    db.close();
  }
}

async function describe(copy: string, put: PutPart) {
  const db = new BunDatabase(copy, { readonly: true });
  try {
    const facts = sqliteFacts(db);
    const attachments = sqliteAttachments(db, facts);
    await put(sqlitePart, createReadStream(copy, { highWaterMark: 1 << 20 }));
    return { ...facts, attachments };
  } finally {
    db.close();
  }
}

export function sqliteFacts(db: BunDatabase): SnapshotFacts {
  const names = db
    .query<{ name: string }, []>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all();
  const tables: SnapshotFacts["tables"] = {};
  for (const { name } of names)
    tables[name] =
      db.query<{ count: number }, []>(`SELECT count(*) AS "count" FROM "${name}"`).get()?.count ??
      0;
  const migrations = db
    .query<AppliedMigration, []>(`SELECT name, checksum FROM "_migration" ORDER BY name`)
    .all();
  return { migrations, tables, trail: sqliteTrail(db) };
}

/** In portions, so that a year of events needs no more memory than a day. */
function sqliteTrail(db: BunDatabase): TrailFacts {
  const hash = createHash("sha256");
  const columns = db
    .query<{ name: string }, []>(`SELECT name FROM pragma_table_info('${trailTable}')`)
    .all()
    .map(({ name }) => name)
    .sort();
  const at = columns.indexOf("id");
  const portion = db.prepare(
    `SELECT ${columns.map((name) => `"${name}"`).join(", ")} FROM "${trailTable}" WHERE id > ? ORDER BY id LIMIT 2000`,
  );
  const trail: TrailFacts = { count: 0, firstId: null, lastId: null, sha256: "" };
  for (;;) {
    const rows = portion.values(trail.lastId ?? "") as unknown[][];
    for (const row of rows) hash.update(`${JSON.stringify(row)}\n`);
    trail.count += rows.length;
    trail.firstId ??= (rows[0]?.[at] as string | undefined) ?? null;
    const last = rows.at(-1)?.[at] as string | undefined;
    if (last === undefined) break;
    trail.lastId = last;
  }
  portion.finalize();
  return { ...trail, sha256: hash.digest("hex") };
}

function sqliteAttachments(db: BunDatabase, { tables }: SnapshotFacts): Attachment[] {
  if (!(attachmentTable in tables)) return [];
  return db
    .query<Attachment, []>(
      `SELECT sha256, max(size) AS size FROM "${attachmentTable}" GROUP BY sha256 ORDER BY sha256`,
    )
    .all();
}
