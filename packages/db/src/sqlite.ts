// The SQLite database: one Writer, one connection that only reads.
import type { Database as BunDatabase } from "bun:sqlite";
import type { Kysely } from "kysely";
import type { Database, DatabaseStats, DB, Log, Observer, Tx } from "./database.ts";
import { DatabaseError } from "./errors.ts";
import { isRead, kyselyOver } from "./kysely-over.ts";
import type { AppliedMigration, SchemaAccess } from "./migrate.ts";
import { SqliteConnection } from "./sqlite-connection.ts";
import { lockFile, openFile, prepareFile } from "./sqlite-file.ts";
import type { Statement } from "./statement.ts";
import type { Unit } from "./unit.ts";
import { Writer } from "./writer.ts";

// A 64 MB log keeps checkpoints rare; with group commit FULL costs next to nothing over NORMAL.
const writePragmas = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA busy_timeout = 50;
  PRAGMA cache_size = -65536;
  PRAGMA temp_store = MEMORY;
  PRAGMA wal_autocheckpoint = 16000;
`;

const readPragmas = `
  PRAGMA query_only = ON;
  PRAGMA busy_timeout = 1000;
  PRAGMA cache_size = -65536;
  PRAGMA temp_store = MEMORY;
  PRAGMA mmap_size = 268435456;
`;

export function openSqlite(url: string, log: Log): SqliteDatabase {
  const path = prepareFile(url);
  const lock = lockFile(path);
  let write: BunDatabase | undefined;
  try {
    write = openFile(path, writePragmas);
    const read = openFile(path, readPragmas);
    return new SqliteDatabase(path, { write, read, release: lock.release, log });
  } catch (error) {
    write?.close();
    lock.release();
    throw error;
  }
}

interface Parts {
  write: BunDatabase;
  read: BunDatabase;
  release: () => void;
  log: Log;
}

export class SqliteDatabase implements Database {
  readonly dialect = "sqlite";
  readonly url: string;
  readonly read: Kysely<DB>;
  readonly auto: Kysely<DB>;
  readonly writer: Writer;
  readonly #write: SqliteConnection;
  readonly #read: SqliteConnection;
  readonly #release: () => void;
  #isClosed = false;

  constructor(path: string, { write, read, release, log }: Parts) {
    this.url = `file:${path}`;
    this.#write = new SqliteConnection(write);
    this.#read = new SqliteConnection(read);
    this.#release = release;
    this.writer = new Writer(write, { log });
    this.read = kyselyOver("sqlite", async (query) => {
      this.#check();
      return this.#read.execute(query);
    });
    this.auto = kyselyOver("sqlite", async (query) => {
      this.#check();
      if (isRead(query.query)) return this.#read.execute(query);
      return this.writer.unit(async () => this.#write.execute(query));
    });
  }

  async query<P, R>(statement: Statement<P, R>, params: P): Promise<R[]> {
    this.#check();
    const compiled = statement.compiled("sqlite");
    return this.#read.rows(compiled.sql, compiled.parameters(params)) as R[];
  }

  async unit<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    this.#check();
    return this.writer.unit((unit) => fn(new SqliteTx(this.#write, unit)));
  }

  stats(): DatabaseStats {
    const { batches, units, waiting } = this.writer;
    const statements = this.#write.statements + this.#read.statements;
    return { batches, units, statements, waiting };
  }

  observe(observer: Observer): void {
    this.writer.observer = observer;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.writer.idle();
    this.#read.forget();
    this.#read.db.close();
    // Bun ends a connection when it is collected: only this makes the file alone a whole copy now.
    this.#write.db.run("PRAGMA wal_checkpoint(TRUNCATE)");
    this.#write.forget();
    this.#write.db.close();
    this.#release();
  }

  readonly schema: SchemaAccess = {
    applied: async () => this.#applied(),
    alone: (work) =>
      this.writer.alone(async () => {
        this.#write.db.run("PRAGMA foreign_keys = OFF");
        try {
          return await work((sql) => this.#changeSchema(sql));
        } finally {
          this.#write.db.run("PRAGMA foreign_keys = ON");
          for (const connection of [this.#read, this.#write]) connection.forget();
        }
      }),
  };

  #applied(): AppliedMigration[] {
    const { db } = this.#write;
    const table = db.prepare("SELECT 1 FROM sqlite_master WHERE name = '_migration'").get();
    if (!table) return [];
    return db
      .prepare("SELECT name, checksum FROM _migration ORDER BY name")
      .all() as AppliedMigration[];
  }

  #changeSchema(sql: string): void {
    const { db } = this.#write;
    db.run("BEGIN IMMEDIATE");
    try {
      // Prisma's own switch has no effect inside a transaction.
      db.run(sql.replace(/^PRAGMA foreign_keys=.*$/gm, ""));
      const broken = db.prepare("PRAGMA foreign_key_check").all();
      if (broken.length > 0) throw new Error(`${broken.length} rows refer to nothing`);
      db.run("COMMIT");
    } catch (error) {
      if (db.inTransaction) db.run("ROLLBACK");
      throw error;
    }
  }

  #check(): void {
    if (this.#isClosed) throw new DatabaseError("DATABASE_CLOSED", "The database is closed.");
  }
}

class SqliteTx implements Tx {
  readonly dialect = "sqlite";
  #k: Kysely<DB> | undefined;

  constructor(
    readonly connection: SqliteConnection,
    readonly unit: Unit,
  ) {}

  get k(): Kysely<DB> {
    this.#k ??= kyselyOver("sqlite", async (query) =>
      this.#guard(() => this.connection.execute(query)),
    );
    return this.#k;
  }

  async run<P, R>(statement: Statement<P, R>, params: P): Promise<R[]> {
    const compiled = statement.compiled("sqlite");
    return this.#guard(
      () => this.connection.rows(compiled.sql, compiled.parameters(params)) as R[],
    );
  }

  async change<P>(statement: Statement<P, unknown>, params: P): Promise<number> {
    const compiled = statement.compiled("sqlite");
    return this.#guard(() => this.connection.change(compiled.sql, compiled.parameters(params)));
  }

  async part<T>(work: () => Promise<T>): Promise<T> {
    const forget = this.unit.mark();
    this.#guard(() => this.connection.change("SAVEPOINT part", []));
    try {
      const value = await work();
      this.unit.check();
      this.#guard(() => this.connection.change("RELEASE part", []));
      return value;
    } catch (error) {
      // Out of a transaction everything is lost already: nothing of this unit may be committed.
      if (!this.connection.db.inTransaction) this.unit.fail(error);
      else {
        forget();
        for (const sql of ["ROLLBACK TO part", "RELEASE part"])
          this.#guard(() => this.connection.change(sql, []));
      }
      throw error;
    }
  }

  onCommit(fn: () => void): void {
    this.unit.onCommit(fn);
  }

  #guard<T>(work: () => T): T {
    this.unit.check();
    try {
      return work();
    } catch (error) {
      this.unit.fail(error);
      throw error;
    }
  }
}
