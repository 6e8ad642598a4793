// The PostgreSQL database: a pool of writing connections, and one of connections that only read, so
// that a read never waits for the units that hold the writing ones.
import type { CompiledQuery, Kysely, QueryResult } from "kysely";
import pg from "pg";
import type { Database, DatabaseStats, DB, Log, Observer, Tx } from "./database.ts";
import { encode } from "./encoding.ts";
import { asDatabaseError, DatabaseError, type DriverError } from "./errors.ts";
import { isRead, kyselyOver } from "./kysely-over.ts";
import type { AppliedMigration, SchemaAccess } from "./migrate.ts";
import { OpenOperations } from "./open-operations.ts";
import { Listener } from "./postgresql-listener.ts";
import { connectionConfig, openPool } from "./postgresql-pool.ts";
import { isRetryable, isSpoiled, Statements } from "./postgresql-statements.ts";
import type { Statement } from "./statement.ts";
import { inTime, Unit } from "./unit.ts";

const attemptMax = 5;
/** Any number that no other program uses for an advisory lock in the same database. */
const migrationLock = 727_073_691;

export async function openPostgresql(url: string, log: Log): Promise<PostgresqlDatabase> {
  const db = new PostgresqlDatabase(url, log);
  try {
    await db.schema.applied();
    return db;
  } catch (cause) {
    await db.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatabaseError(
      "DATABASE_UNREACHABLE",
      `The database ${db.url} cannot be reached: ${reason || (cause as DriverError).code}.`,
      { cause },
    );
  }
}

export class PostgresqlDatabase implements Database {
  readonly dialect = "postgresql";
  readonly url: string;
  readonly read: Kysely<DB>;
  readonly auto: Kysely<DB>;
  readonly #pool: pg.Pool;
  readonly #readPool: pg.Pool;
  readonly #listener: Listener;
  #units = 0;
  #observer: Observer | null = null;
  readonly #statements = new Statements();
  readonly #open = new OpenOperations();

  constructor(
    url: string,
    readonly log: Log,
    readonly unitMilliseconds = 10_000,
  ) {
    const shown = new URL(url);
    shown.password = "";
    this.url = shown.href;
    this.#pool = openPool(url, { isReadOnly: false, log });
    this.#readPool = openPool(url, { isReadOnly: true, log });
    this.#listener = new Listener(() => new pg.Client(connectionConfig(url)), log);
    this.read = kyselyOver("postgresql", async (query) => this.#execute(this.#readPool, query));
    this.auto = kyselyOver("postgresql", async (query) => {
      if (isRead(query.query)) return this.#execute(this.#readPool, query);
      Unit.refuseNested();
      return this.#execute(this.#pool, query);
    });
  }

  async query<P, R>(statement: Statement<P, R>, params: P): Promise<R[]> {
    const compiled = statement.compiled("postgresql");
    return this.#open.track(async () => {
      this.#statements.count++;
      const read = () => this.#readPool.query(this.#statements.named(compiled, params));
      const { rows } = await read().catch((error) => {
        if (!this.#statements.renewAfter(error)) throw error;
        return read();
      });
      return rows;
    });
  }

  async unit<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    Unit.refuseNested();
    const askedMs = performance.now();
    const unit = this.#open.track(() => this.#retried(fn));
    const observer = this.#observer;
    if (!observer) return unit;
    let isCommitted = false;
    try {
      const value = await unit;
      isCommitted = true;
      return value;
    } finally {
      observer.unitEnded(isCommitted, askedMs, performance.now());
    }
  }

  async #retried<T>(fn: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const unit = new Unit();
      try {
        return await this.#attempt(unit, fn);
      } catch (error) {
        const isStale = this.#statements.renewAfter(unit.failure?.error);
        const isCollision = isRetryable(unit.failure?.error) || isRetryable(error);
        if (attempt === attemptMax || !(isStale || isCollision)) throw error;
        // Whoever collided waits a different time, longer after each collision.
        await Bun.sleep(Math.random() * 10 * 2 ** attempt);
      }
    }
  }

  stats(): DatabaseStats {
    const units = this.#units;
    const statements = this.#statements.count;
    return { batches: units, units, statements, waiting: this.#pool.waitingCount };
  }

  observe(observer: Observer): void {
    this.#observer = observer;
  }

  listen(
    channel: string,
    fn: (payload: string) => void,
    missed?: () => void,
  ): Promise<() => Promise<void>> {
    this.#open.check();
    return this.#listener.listen(channel, fn, missed);
  }

  async notify(tx: Tx, channel: string, payload: string): Promise<void> {
    await (tx as PostgresqlTx).query("SELECT pg_notify($1, $2)", [channel, payload]);
  }

  async close(): Promise<void> {
    if (!(await this.#open.close())) return;
    await this.#listener.close();
    await Promise.all([this.#pool.end(), this.#readPool.end()]);
  }

  readonly schema: SchemaAccess = {
    applied: async () => {
      const { rows } = await this.#pool.query(`SELECT to_regclass('"_migration"') AS "table"`);
      if (rows[0].table === null) return [];
      const list = await this.#pool.query(`SELECT name, checksum FROM "_migration" ORDER BY name`);
      return list.rows as AppliedMigration[];
    },
    alone: async (work) => {
      const client = await this.#connect();
      try {
        await client.query("SET lock_timeout = 0");
        await client.query("SELECT pg_advisory_lock($1)", [migrationLock]);
        // Several statements in one message are one transaction.
        return await work(async (sql) => void (await client.query(sql)));
      } finally {
        // Ending the session gives the lock back and forgets the settings.
        client.release(true);
      }
    },
  };

  async #attempt<T>(unit: Unit, fn: (tx: Tx) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    let isLost = false;
    try {
      // Not awaited: it travels together with the unit's first statement.
      const begun = client.query("BEGIN");
      begun.catch((error) => unit.fail(error));
      const tx = new PostgresqlTx(client, unit, this.#statements);
      const value = await inTime(
        this.unitMilliseconds,
        unit.run(() => fn(tx)),
      );
      unit.end();
      await begun;
      await this.#commit(client);
      this.#units++;
      unit.committed(this.log);
      return value;
    } catch (error) {
      unit.end();
      isLost = error instanceof DatabaseError && error.code === "UNIT_TIMEOUT";
      if (!isLost) await client.query("ROLLBACK").catch(() => (isLost = true));
      throw isLost ? asDatabaseError(error) : error;
    } finally {
      client.release(isLost);
    }
  }

  async #commit(client: pg.PoolClient): Promise<void> {
    const startedMs = performance.now();
    try {
      const { command } = await client.query("COMMIT");
      if (command !== "COMMIT")
        throw new DatabaseError("DATABASE_FAILED", "The database rolled the unit of work back.");
      this.#observer?.committed(1, startedMs, performance.now());
    } catch (error) {
      this.#observer?.commitFailed();
      throw error;
    }
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (cause) {
      throw new DatabaseError("DATABASE_UNREACHABLE", "The database server does not answer.", {
        cause,
      });
    }
  }

  async #execute(pool: pg.Pool, query: CompiledQuery): Promise<QueryResult<unknown>> {
    return this.#open.track(() => {
      this.#statements.count++;
      return execute(pool, query);
    });
  }
}

class PostgresqlTx implements Tx {
  readonly dialect = "postgresql";
  #k: Kysely<DB> | undefined;

  constructor(
    readonly client: pg.PoolClient,
    readonly unit: Unit,
    readonly statements: Statements,
  ) {}

  get k(): Kysely<DB> {
    this.#k ??= kyselyOver("postgresql", (query) => this.#guard(() => execute(this.client, query)));
    return this.#k;
  }

  async run<P, R>(statement: Statement<P, R>, params: P): Promise<R[]> {
    const compiled = statement.compiled("postgresql");
    return this.#guard(
      async () => (await this.client.query(this.statements.named(compiled, params))).rows,
    );
  }

  async change<P>(statement: Statement<P, unknown>, params: P): Promise<number> {
    const compiled = statement.compiled("postgresql");
    return this.#guard(
      async () => (await this.client.query(this.statements.named(compiled, params))).rowCount ?? 0,
    );
  }

  query(text: string, values: unknown[]): Promise<unknown> {
    return this.#guard(() => this.client.query(text, values));
  }

  async part<T>(work: () => Promise<T>): Promise<T> {
    const forget = this.unit.mark();
    await this.query("SAVEPOINT part", []);
    try {
      const value = await work();
      this.unit.check();
      await this.query("RELEASE part", []);
      return value;
    } catch (error) {
      const cause = this.unit.failure?.error;
      if (!isRetryable(cause) && !isSpoiled(cause)) {
        forget();
        await this.query("ROLLBACK TO part", []);
        await this.query("RELEASE part", []);
      }
      throw error;
    }
  }

  onCommit(fn: () => void): void {
    this.unit.onCommit(fn);
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    this.unit.check();
    this.statements.count++;
    try {
      return await work();
    } catch (error) {
      this.unit.fail(error);
      throw error;
    }
  }
}

async function execute(
  on: pg.Pool | pg.PoolClient,
  { sql, parameters }: CompiledQuery,
): Promise<QueryResult<unknown>> {
  const values = parameters.map((value) => encode("postgresql", value));
  const { rows, rowCount, command } = await on.query(sql, values);
  if (command === "SELECT") return { rows };
  return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
}
