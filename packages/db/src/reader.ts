// Looking at a database beside whoever serves it: no lock, and not a byte is written.
import { Database as BunDatabase } from "bun:sqlite";
import { statSync } from "node:fs";
import type { Database } from "./database.ts";
import { DatabaseError } from "./errors.ts";
import { kyselyOver } from "./kysely-over.ts";
import { SqliteConnection } from "./sqlite-connection.ts";

export type Reader = Pick<Database, "dialect" | "read" | "close">;

/** Opens for reading only, also while a server uses it. DATABASE_FAILED: there is no such file. */
export async function openReader(url: string): Promise<Reader> {
  if (!url.startsWith("file:"))
    return await (await import("./postgresql.ts")).openPostgresql(url, () => {});
  const path = url.replace(/^file:(?:\/\/(?=\/))?/, "");
  if (!statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new DatabaseError("DATABASE_FAILED", `There is no database file ${path}.`);
  const db = new BunDatabase(path, { readonly: true });
  db.run("PRAGMA busy_timeout = 10000");
  const connection = new SqliteConnection(db);
  return {
    dialect: "sqlite",
    read: kyselyOver("sqlite", async (query) => connection.execute(query)),
    async close() {
      connection.forget();
      db.close();
    },
  };
}
