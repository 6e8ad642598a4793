// One bun:sqlite connection with its prepared statements. Bun's own cache stops at 20 statements.
import type {
  Database as BunDatabase,
  Statement as BunStatement,
  SQLQueryBindings,
} from "bun:sqlite";
import type { CompiledQuery, QueryResult } from "kysely";
import { encode, resultDecoders } from "./encoding.ts";

const preparedMax = 500;

interface Prepared {
  statement: BunStatement;
  returnsRows: boolean;
  decoders?: ReturnType<typeof resultDecoders>;
}

export class SqliteConnection {
  readonly #prepared = new Map<string, Prepared>();
  #statements = 0;

  constructor(readonly db: BunDatabase) {}

  get statements() {
    return this.#statements;
  }

  rows(sql: string, parameters: unknown[]): Record<string, unknown>[] {
    const prepared = this.#prepare(sql);
    return this.#rows(prepared, parameters as SQLQueryBindings[]);
  }

  /** How many rows the statement itself touched, not counting cascades. */
  change(sql: string, parameters: unknown[]): number {
    const { statement } = this.#prepare(sql);
    this.#statements++;
    return statement.run(...(parameters as SQLQueryBindings[])).changes;
  }

  execute({ sql, parameters }: CompiledQuery): QueryResult<unknown> {
    const values = parameters.map((value) => encode("sqlite", value)) as SQLQueryBindings[];
    const prepared = this.#prepare(sql);
    if (prepared.returnsRows) return { rows: this.#rows(prepared, values) };
    this.#statements++;
    const { changes, lastInsertRowid } = prepared.statement.run(...values);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  /** After a change of the schema, and before closing. */
  forget(): void {
    for (const { statement } of this.#prepared.values()) statement.finalize();
    this.#prepared.clear();
  }

  #rows(prepared: Prepared, parameters: SQLQueryBindings[]): Record<string, unknown>[] {
    this.#statements++;
    const rows = prepared.statement.all(...parameters) as Record<string, unknown>[];
    prepared.decoders ??= resultDecoders(prepared.statement);
    for (const [name, decode] of prepared.decoders)
      for (const row of rows) row[name] = decode(row[name]);
    return rows;
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known) return known;
    if (this.#prepared.size >= preparedMax) this.#dropOldest();
    const statement = this.db.prepare(sql);
    const prepared = { statement, returnsRows: statement.columnNames.length > 0 };
    this.#prepared.set(sql, prepared);
    return prepared;
  }

  #dropOldest(): void {
    for (const [sql, { statement }] of this.#prepared) {
      statement.finalize();
      this.#prepared.delete(sql);
      return;
    }
  }
}
