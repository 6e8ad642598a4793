import type pg from "pg";
import type { DriverError } from "./errors.ts";
import type { CompiledStatement } from "./statement.ts";

/**
 * Statements are planned once per connection, under a name. A change of the schema, which another
 * process may make, spoils plans; new names have them made again on every connection.
 */
export class Statements {
  /** How many were sent. */
  count = 0;
  #generation = 0;

  named<P>({ sql, name, parameters }: CompiledStatement<P>, params: P): pg.QueryConfig {
    return { name: `g${this.#generation}${name}`, text: sql, values: parameters(params) };
  }

  /** True when the error is that of a spoiled plan. */
  renewAfter(error: unknown): boolean {
    if (!isSpoiled(error)) return false;
    this.#generation++;
    return true;
  }
}

/** A plan of before a change of the schema; only a new unit can ask again. */
export function isSpoiled(error: unknown): boolean {
  const { code, routine } = (error ?? {}) as DriverError;
  return code === "0A000" && routine === "RevalidateCachedQuery";
}

/** Serialisation failure and deadlock: the database asks for the unit to be run again. */
export function isRetryable(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as DriverError;
    if (code === "40001" || code === "40P01") return true;
  }
  return false;
}
