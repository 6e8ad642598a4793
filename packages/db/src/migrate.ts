// Brings a database to the schema this binary knows, and refuses one that a newer binary has changed.
import { type Migration, migrations } from "../generated/migrations.ts";
import type { Database, Dialect } from "./database.ts";
import { DatabaseError } from "./errors.ts";

export interface AppliedMigration {
  name: string;
  checksum: string;
}

/** How a database lets its schema be changed. */
export interface SchemaAccess {
  /** Empty before the first migration. */
  applied(): Promise<AppliedMigration[]>;
  /** While nobody else changes the schema; each `change` is a transaction. */
  alone<T>(work: (change: (sql: string) => void | Promise<void>) => Promise<T>): Promise<T>;
}

const accessOf = new WeakMap<Database, SchemaAccess>();

export function allowSchemaChanges(db: Database, access: SchemaAccess): void {
  accessOf.set(db, access);
}

export function migrate(db: Database): Promise<{ applied: string[] }> {
  return migrateTo(db, migrations[db.dialect]);
}

/** What this binary would still apply, and what the database has seen; empty before the first start. */
export async function pendingMigrations(
  db: Database,
): Promise<{ applied: AppliedMigration[]; pending: Migration[] }> {
  const applied = await checkMigrations(db);
  const done = new Set(applied.map(({ name }) => name));
  return { applied, pending: migrations[db.dialect].filter(({ name }) => !done.has(name)) };
}

/** Throws when the database has seen migrations that this binary does not know, or other ones of the same name. */
export async function checkMigrations(db: Database, known: Migration[] = migrations[db.dialect]) {
  const checksums = new Map(known.map(({ name, checksum }) => [name, checksum]));
  const applied = await accessOf.get(db)!.applied();
  for (const { name, checksum } of applied) {
    if (!checksums.has(name))
      throw new DatabaseError(
        "DATABASE_NEWER",
        `The database was changed by a newer Lineside (migration ${name}); install that version.`,
      );
    if (checksums.get(name) !== checksum)
      throw new DatabaseError(
        "MIGRATION_CHANGED",
        `Migration ${name} was edited after this database had applied it.`,
      );
  }
  return applied;
}

export async function migrateTo(db: Database, known: Migration[]): Promise<{ applied: string[] }> {
  return accessOf.get(db)!.alone(async (change) => {
    const done = new Set((await checkMigrations(db, known)).map(({ name }) => name));
    const pending = known.filter(({ name }) => !done.has(name));
    for (const migration of pending) {
      try {
        await change(`${migrationTableSql[db.dialect]};\n${migration.sql}\n;${record(migration)}`);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new DatabaseError(
          "MIGRATION_FAILED",
          `Migration ${migration.name} failed: ${reason}.`,
          {
            cause,
          },
        );
      }
    }
    return { applied: pending.map(({ name }) => name) };
  });
}

export const migrationTableSql: Record<Dialect, string> = {
  sqlite: `CREATE TABLE IF NOT EXISTS "_migration" ("name" TEXT NOT NULL PRIMARY KEY, "checksum" TEXT NOT NULL, "appliedAt" DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ')))`,
  postgresql: `CREATE TABLE IF NOT EXISTS "_migration" ("name" TEXT NOT NULL PRIMARY KEY, "checksum" TEXT NOT NULL, "appliedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT now())`,
};

const record = ({ name, checksum }: Migration) =>
  `INSERT INTO "_migration" ("name", "checksum") VALUES ('${name}', '${checksum}')`;
