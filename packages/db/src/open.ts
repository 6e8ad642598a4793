import type { Database, Log } from "./database.ts";
import { DatabaseError } from "./errors.ts";
import { allowSchemaChanges, checkMigrations } from "./migrate.ts";

/**
 * Opens, locks and checks the database; does not migrate it. `file:` paths are relative to the
 * working directory. Throws DatabaseError with one sentence for whoever set the URL.
 */
export async function openDatabase(options: { url: string; log?: Log }): Promise<Database> {
  const db = await open(options.url, options.log ?? (() => {}));
  allowSchemaChanges(db, db.schema);
  try {
    await checkMigrations(db);
    return db;
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function open(url: string, log: Log) {
  if (url.startsWith("file:") && url !== "file:")
    return (await import("./sqlite.ts")).openSqlite(url, log);
  if (/^postgres(ql)?:\/\//.test(url))
    return (await import("./postgresql.ts")).openPostgresql(url, log);
  throw new DatabaseError(
    "DATABASE_URL_INVALID",
    "A database URL starts with file: or postgres://, e.g. file:./data/lineside.db.",
  );
}
