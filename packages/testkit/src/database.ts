// A database of one's own for every test, on SQLite and on PostgreSQL.
import { afterAll, beforeAll, describe, test } from "bun:test";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, type Dialect, migrate, openDatabase } from "@lineside/db";
import { migrations } from "@lineside/db/migrations";
import { startPostgres, whyNoPostgres } from "./postgres.ts";

export type { Dialect as TestDialect } from "@lineside/db";

export interface FreshDatabase {
  url: string;
  db: Database;
  /** Closes it and removes every trace of it. */
  dispose(): Promise<void>;
}

/** A migrated, empty database that nobody else uses. */
export async function freshDatabase(dialect: Dialect): Promise<FreshDatabase> {
  const place = await freshPlace(dialect);
  if (dialect === "sqlite") copyFileSync(await migratedFile(), place.url.slice("file:".length));
  const db = await openDatabase({ url: place.url });
  return {
    url: place.url,
    db,
    dispose: async () => {
      await db.close();
      await place.remove();
    },
  };
}

/** A URL to open: a folder that is empty, or a migrated PostgreSQL database. */
export async function freshPlace(dialect: Dialect) {
  if (dialect === "postgresql") return freshPostgresDatabase();
  const folder = mkdtempSync(join(tmpdir(), "lineside-test-"));
  return {
    url: `file:${join(folder, "lineside.db")}`,
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Describes the same behaviour of both databases. Without PostgreSQL its half is reported as
 * skipped, and is an error where CI=true.
 */
export function eachDialect(block: (dialect: Dialect) => void): void {
  for (const dialect of ["sqlite", "postgresql"] as const) {
    const obstacle = dialect === "postgresql" ? whyNoPostgres() : null;
    if (obstacle && process.env.CI === "true") throw new Error(obstacle);
    if (obstacle) {
      describe("postgresql", () => test.skip(obstacle, () => {}));
      continue;
    }
    describe(dialect, () => {
      // Here and not in the first test: Bun ends what a test that times out has started.
      if (dialect === "postgresql") beforeAll(startPostgres as () => Promise<unknown>, 60_000);
      block(dialect);
    });
  }
}

/** The same with a database: `open` gives a fresh one and disposes of it after the block. */
export function eachDatabase(
  block: (dialect: Dialect, open: () => Promise<Database>) => void,
): void {
  eachDialect((dialect) => {
    const opened: FreshDatabase[] = [];
    afterAll(async () => {
      for (const fresh of opened.splice(0)) await fresh.dispose();
    });
    block(dialect, async () => {
      const fresh = await freshDatabase(dialect);
      opened.push(fresh);
      return fresh.db;
    });
  });
}

async function freshPostgresDatabase() {
  const { url } = await startPostgres();
  const template = await migratedTemplate(url);
  const name = `lineside_test_${Bun.randomUUIDv7().replaceAll("-", "")}`;
  await administer(url, (sql) => sql.unsafe(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  return {
    url: databaseUrl(url, name),
    remove: async () => {
      await administer(url, (sql) => sql.unsafe(`DROP DATABASE ${name} WITH (FORCE)`));
    },
  };
}

let file: Promise<string> | undefined;

/** As below, for SQLite: a file of this process. */
function migratedFile(): Promise<string> {
  file ??= makeFile();
  return file;
}

async function makeFile(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "lineside-template-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "lineside.db");
  const db = await openDatabase({ url: `file:${path}` });
  await migrate(db);
  await db.close();
  return path;
}

let template: Promise<string> | undefined;

/** Copying a migrated database is much faster than migrating an empty one. */
function migratedTemplate(url: string): Promise<string> {
  template ??= makeTemplate(url);
  return template;
}

async function makeTemplate(url: string): Promise<string> {
  const checksums = migrations.postgresql.map(({ checksum }) => checksum).join();
  const name = `lineside_template_${Bun.hash(checksums).toString(36)}`;
  await administer(url, async (sql) => {
    // Several test processes may share one server.
    await sql`SELECT pg_advisory_lock(727073692)`;
    const known = await sql`SELECT 1 FROM pg_database WHERE datname = ${name}`;
    if (known.length > 0) return;
    await sql.unsafe(`DROP DATABASE IF EXISTS ${name}_new WITH (FORCE)`);
    await sql.unsafe(`CREATE DATABASE ${name}_new`);
    const db = await openDatabase({ url: databaseUrl(url, `${name}_new`) });
    await migrate(db);
    await db.close();
    await sql.unsafe(`ALTER DATABASE ${name}_new RENAME TO ${name}`);
  });
  return name;
}

/** One connection, so that its lock ends with it. */
async function administer(url: string, work: (sql: Bun.SQL) => Promise<unknown>) {
  const sql = new Bun.SQL(url, { max: 1 });
  try {
    await work(sql);
  } finally {
    await sql.close();
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
