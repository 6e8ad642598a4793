// What the rest of the house sees of a database, whichever of the two it is.
import type { Insertable, Kysely, Selectable, Updateable } from "kysely";
import type { DB } from "../generated/types.ts";
import type { Statement } from "./statement.ts";

export type { DB } from "../generated/types.ts";

export type Dialect = "sqlite" | "postgresql";

export type Row<T extends keyof DB> = Selectable<DB[T]>;
export type NewRow<T extends keyof DB> = Insertable<DB[T]>;
export type RowChange<T extends keyof DB> = Updateable<DB[T]>;

export type Log = (message: string, data?: object) => void;

/**
 * One unit of work. A statement that fails dooms its unit, as it does on PostgreSQL: what may
 * collide is written with `on conflict`. Using it after the unit has ended throws UNIT_ENDED.
 */
export interface Tx {
  readonly dialect: Dialect;
  readonly k: Kysely<DB>;
  run<P, R>(statement: Statement<P, R>, params: P): Promise<R[]>;
  /** Runs a statement that returns no rows and says how many rows it touched. */
  change<P>(statement: Statement<P, unknown>, params: P): Promise<number>;
  /**
   * A part of the unit that may fail alone: what it wrote is undone, its error thrown, and the unit
   * goes on. What only a new unit can repair, e.g. a deadlock, dooms the unit all the same.
   */
  part<T>(work: () => Promise<T>): Promise<T>;
  /** After the commit, before unit() resolves. */
  onCommit(fn: () => void): void;
}

export interface Database {
  readonly dialect: Dialect;
  /** Without the password. */
  readonly url: string;
  /** Committed state only, and read-only. */
  readonly read: Kysely<DB>;
  /** Runs a reading statement on committed state. */
  query<P, R>(statement: Statement<P, R>, params: P): Promise<R[]>;
  /** One unit of work: all or nothing, durable when it resolves. May run again after a serialisation failure. */
  unit<T>(fn: (tx: Tx) => Promise<T>): Promise<T>;
  /** For better-auth and scripts: every single statement is a unit of its own. */
  readonly auto: Kysely<DB>;
  stats(): DatabaseStats;
  /** From now on `observer` is told of every commit and every unit of work. */
  observe(observer: Observer): void;
  /**
   * PostgreSQL only: hears what any process notifies, after its commit. `missed` is called when the
   * connection is back after it was lost: what was notified meanwhile is never heard. Returns how to
   * stop.
   */
  listen?(
    channel: string,
    fn: (payload: string) => void,
    missed?: () => void,
  ): Promise<() => Promise<void>>;
  /** PostgreSQL only: sent when the unit commits. */
  notify?(tx: Tx, channel: string, payload: string): Promise<void>;
  close(): Promise<void>;
}

/** Times are those of performance.now(). It is called where every unit waits: it must be cheap and never throw. */
export interface Observer {
  /** One commit that made `units` durable. */
  committed(units: number, startedMs: number, endedMs: number): void;
  commitFailed(): void;
  /** One unit, from asking for it to its answer. */
  unitEnded(isCommitted: boolean, askedMs: number, endedMs: number): void;
}

export interface DatabaseStats {
  batches: number;
  units: number;
  statements: number;
  waiting: number;
}
