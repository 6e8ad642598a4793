// Kysely as a query builder and nothing more: connections, transactions and their rules are ours.
import {
  type CompiledQuery,
  type DatabaseConnection,
  DefaultQueryExecutor,
  type Driver,
  Kysely,
  type Dialect as KyselyDialect,
  type OperationNode,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type SelectModifierNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type { DB, Dialect } from "./database.ts";

export type Execute = (query: CompiledQuery) => Promise<QueryResult<unknown>>;

/** A Kysely whose every statement goes through `execute`. Cheap: one is made per unit of work. */
export function kyselyOver(dialect: Dialect, execute: Execute): Kysely<DB> {
  const parts = partsOf[dialect];
  const connection = {
    executeQuery: execute,
    streamQuery: () => refuse("Streaming a result"),
  } as DatabaseConnection;
  const executor = new DefaultQueryExecutor(parts.compiler, parts.adapter, {
    provideConnection: (consumer) => consumer(connection),
  });
  const { config, driver } = parts;
  return new Kysely<DB>({ config, driver, dialect: config.dialect, executor });
}

const compilers: Partial<Record<Dialect, Kysely<DB>>> = {};

/** For building statements; executing one is an error. */
export function compileOnly(dialect: Dialect): Kysely<DB> {
  compilers[dialect] ??= kyselyOver(dialect, () =>
    refuse("Executing a statement while building it"),
  );
  return compilers[dialect];
}

function refuse(what: string): never {
  throw new Error(`${what} is not supported: use Database.unit, Database.read or Database.query`);
}

/** SQLite locks the whole database for a unit, so a row lock is already held. */
class LineSqliteCompiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(node: SelectModifierNode): void {
    if (!isRowLock(node)) super.visitSelectModifier(node);
  }
}

function isRowLock({ modifier }: SelectModifierNode): boolean {
  return /^(For|NoWait|SkipLocked)/.test(modifier ?? "");
}

const driver = {
  init: async () => {},
  destroy: async () => {},
  acquireConnection: () => refuse("A connection outside a unit of work"),
  beginTransaction: () => refuse("A transaction of Kysely's own"),
  commitTransaction: () => refuse("A transaction of Kysely's own"),
  rollbackTransaction: () => refuse("A transaction of Kysely's own"),
  releaseConnection: async () => {},
} as unknown as Driver;

function parts(
  adapter: SqliteAdapter | PostgresAdapter,
  compiler: SqliteQueryCompiler | PostgresQueryCompiler,
  createIntrospector: KyselyDialect["createIntrospector"],
) {
  const dialect: KyselyDialect = {
    createDriver: () => driver,
    createAdapter: () => adapter,
    createQueryCompiler: () => compiler,
    createIntrospector,
  };
  return { adapter, compiler, driver, config: { dialect } };
}

const partsOf = {
  sqlite: parts(new SqliteAdapter(), new LineSqliteCompiler(), (db) => new SqliteIntrospector(db)),
  postgresql: parts(
    new PostgresAdapter(),
    new PostgresQueryCompiler(),
    (db) => new PostgresIntrospector(db),
  ),
};

/** Raw SQL may do anything, so it counts as writing. */
export const isRead = (node: OperationNode) => node.kind === "SelectQueryNode";
